import type { RiverAnswer } from '../../api/answers.ts'
import type { Polled } from '../../api/poll.ts'
import { count, speed } from '../../format.ts'
import { Known, Panel } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../view.tsx'
import { LAG_WORDS, SAY, STAGE_NAMES, STAGE_TOTALS } from '../../words/page.ts'
import { STAGE_SHOWN } from '../../words/states.ts'

type StageAnswer = RiverAnswer['stages'][number]

/** The stages in the order data meets them; the slow one is found by its colour and by what it owes. */
export function River({ polled }: { polled: Polled<RiverAnswer> }) {
  const totals = polled.data?.totals
  return (
    <Panel id="river" title={SAY.river} polled={polled}>
      <ol className="river">
        {polled.data?.stages.map((stage) => (
          <StageCard key={stage.id} stage={stage} />
        ))}
      </ol>
      <dl className="totals">
        {(['produced', 'kept', 'skipped', 'rejected'] as const).map((name) => (
          <Total key={name} name={name} value={totals?.[name] ?? null} />
        ))}
      </dl>
    </Panel>
  )
}

function Total({ name, value }: { name: keyof RiverAnswer['totals']; value: number | null }) {
  const say = useWords()
  return (
    <div data-total={name}>
      <dt>{say(SAY[name])}</dt>
      <dd>
        <Known text={count(value)} />
      </dd>
    </div>
  )
}

function StageCard({ stage }: { stage: StageAnswer }) {
  const say = useWords()
  const carries = stage.id === 'sources' || stage.id === 'kafka' || stage.id === 'ledger'
  return (
    <li
      className="stage"
      data-stage={stage.id}
      data-tone={STAGE_SHOWN[stage.state].tone}
      data-state={stage.state}
    >
      <h3>{say(STAGE_NAMES[stage.id])}</h3>
      <StateMark shown={STAGE_SHOWN[stage.state]} />
      <p className="stage-number">
        <b>
          <Known text={carries ? speed(stage.perSecond) : count(stage.total)} />
        </b>{' '}
        {say(carries ? SAY.perSecond : STAGE_TOTALS[stage.id])}
      </p>
      {carries && (
        <p className="stage-line">
          <Known text={count(stage.total)} /> {say(STAGE_TOTALS[stage.id])}
        </p>
      )}
      {stage.lag && (
        <p className="stage-line" data-owed={stage.lag.unit !== 'seconds' && stage.lag.amount > 0}>
          {count(stage.lag.amount)} {say(LAG_WORDS[stage.lag.unit])}
        </p>
      )}
    </li>
  )
}
