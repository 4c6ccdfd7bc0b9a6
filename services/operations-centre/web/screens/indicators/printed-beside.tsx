import type { FiguresAnswer } from '../../api/answers.ts'
import { usePoll } from '../../api/poll.ts'
import { Panel } from '../../parts/panel.tsx'
import { NUM } from '../../words/numbers.ts'
import { FigureTable } from '../figures/figure-table.tsx'

/** Where a document printed this indicator: its number beside ours. */
export function PrintedBeside({ id }: { id: string }) {
  const polled = usePoll<FiguresAnswer>('/v1/figures', 15_000)
  const mine = (polled.data?.figures ?? []).filter((figure) => figure.id === id)
  if (mine.length === 0) return null
  return (
    <Panel id="printed" title={NUM.printedBeside} polled={polled}>
      <FigureTable label={NUM.printedBeside} figures={mine} />
    </Panel>
  )
}
