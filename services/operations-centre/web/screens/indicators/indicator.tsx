import type { TraceAnswer } from '../../api/numbers.ts'
import { usePoll } from '../../api/poll.ts'
import { useChosen } from '../../chosen.ts'
import { amount } from '../../format.ts'
import { periodText, valueText } from '../../number-text.ts'
import { ContextBar } from '../../parts/context-bar.tsx'
import { Flags } from '../../parts/flags.tsx'
import { Known, Panel } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../view.tsx'
import { measureWords } from '../../words/measures.ts'
import { EVIDENCE_WORDS, NUM } from '../../words/numbers.ts'
import { VALUE_SHOWN } from '../../words/states.ts'
import { Refusal } from '../overview/refusal.tsx'
import { Compared } from './compared.tsx'
import { PrintedBeside } from './printed-beside.tsx'
import { Series } from './series.tsx'
import { TakenApart } from './taken-apart.tsx'

/** One indicator opened: the number, its rule, how it went, how units compare, and the events behind either half. */
export default function IndicatorScreen({ id }: { id: string }) {
  const { ask } = useChosen()
  const polled = usePoll<TraceAnswer>(`/v1/indicators/${encodeURIComponent(id)}/trace?${ask()}`, 15_000)
  return (
    <>
      <ContextBar />
      <Refusal polled={polled} />
      {polled.data && <Definition value={polled.data} polled={polled} />}
      {!polled.refusal && <Series id={id} />}
      {!polled.refusal && <Compared id={id} />}
      {polled.data && <TakenApart id={id} value={polled.data} />}
      <PrintedBeside id={id} />
    </>
  )
}

function Definition({
  value,
  polled,
}: {
  value: TraceAnswer
  polled: Parameters<typeof Panel>[0]['polled']
}) {
  const say = useWords()
  const { indicator, scope, period } = value
  return (
    <Panel id="definition" title={indicator.title} {...(polled ? { polled } : {})}>
      <div className="indicator-head">
        <p className="indicator-value">
          <b>
            <Known text={valueText(indicator, value.value)} />
          </b>
          <span>
            {say(scope.unit.name)} · {periodText(period)}
          </span>
          <StateMark shown={VALUE_SHOWN[value.state]} /> <Flags flags={value.flags} />
          {value.band && <span className="tag">{value.band}</span>}
          {value.note && <span className="hint">{say(value.note)}</span>}
        </p>
        <dl className="facts">
          <Fact name={say(NUM.numerator)}>
            <Known text={amount(value.numerator)} />
            {indicator.halves && <span className="beside">{say(indicator.halves.numerator)}</span>}
          </Fact>
          <Fact name={say(NUM.denominator)}>
            <Known text={amount(value.denominator)} />
            {indicator.halves?.denominator && (
              <span className="beside">{say(indicator.halves.denominator)}</span>
            )}
          </Fact>
          <Fact name={say(NUM.measure)}>{say(measureWords(indicator.unitOfMeasure))}</Fact>
          <Fact name={say(NUM.ruleSource)}>{indicator.source}</Fact>
          {indicator.remark && <Fact name={say(NUM.remark)}>{say(indicator.remark)}</Fact>}
          <Fact name={say(NUM.evidence)}>{say(EVIDENCE_WORDS[indicator.evidence])}</Fact>
          <Fact name={say(NUM.id)}>
            <code>{indicator.id}</code>
          </Fact>
          <Fact name={say(NUM.version)}>{indicator.version}</Fact>
        </dl>
      </div>
    </Panel>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
