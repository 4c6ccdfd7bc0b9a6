import type { Figure } from '@ioc/indicators/figure.ts'
import type { FiguresAnswer } from '../../api/answers.ts'
import { usePoll } from '../../api/poll.ts'
import { amount } from '../../format.ts'
import { Panel } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../view.tsx'
import { GROUPS, wordsFor } from '../../words/events.ts'
import { SAY } from '../../words/page.ts'
import { VERDICT_SHOWN, verdictOf } from '../../words/states.ts'
import { FigureTable } from './figure-table.tsx'

/** Printed beside computed: the page's promise that its numbers can be checked. */
export default function Figures() {
  const polled = usePoll<FiguresAnswer>('/v1/figures', 5_000)
  const groups = [...Map.groupBy(polled.data?.figures ?? [], ({ group }) => group)]
  return (
    <Panel id="figures" title={SAY.figures} hint={SAY.figuresHint} polled={polled}>
      {groups.length === 0 && <FigureTable label={SAY.figures} figures={[]} />}
      {groups.map(([group, figures]) => (
        <FigureGroup key={group} group={group} figures={figures} />
      ))}
    </Panel>
  )
}

/** Longer groups begin closed, unless something in them differs: what needs an eye must not be folded away. */
const SHOWN_AT_ONCE = 12

function FigureGroup({ group, figures }: { group: string; figures: readonly Figure[] }) {
  const say = useWords()
  const title = wordsFor(GROUPS, group)
  const verdicts = Map.groupBy(figures, verdictOf)
  const differs = figures.some((figure) => !figure.agrees && figure.knownDifference === null)
  return (
    <details className="figure-group" open={figures.length <= SHOWN_AT_ONCE || differs}>
      <summary>
        <h3>{say(title)}</h3> <span className="count">{amount(figures.length)}</span>
        {[...verdicts].map(([verdict, mine]) => (
          <span key={verdict} className="verdict-count">
            <StateMark shown={VERDICT_SHOWN[verdict]} /> {amount(mine.length)}
          </span>
        ))}
      </summary>
      <FigureTable label={title} figures={figures} />
    </details>
  )
}
