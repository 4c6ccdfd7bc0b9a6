import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import type { TileAnswer } from '../../api/numbers.ts'
import { filled, span, time } from '../../format.ts'
import { changeText, halvesText, periodText, valueText } from '../../number-text.ts'
import { Flags } from '../../parts/flags.tsx'
import { Known } from '../../parts/panel.tsx'
import { SparkLine } from '../../parts/spark-line.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useView, useWords } from '../../view.tsx'
import { measureWords } from '../../words/measures.ts'
import { NUM } from '../../words/numbers.ts'
import { FRESHNESS_SHOWN, VALUE_SHOWN } from '../../words/states.ts'

/** One headline: the number, its halves, what it was before, how it came there, and how fresh what feeds it is. */
export function Tile({
  tile,
  scope,
  beforeUntil,
}: {
  tile: TileAnswer
  scope: string
  beforeUntil: string | null
}) {
  const { to } = useAddress()
  const say = useWords()
  const { indicator, value, trend, freshness } = tile
  const halves = value && halvesText(value)
  return (
    <li className="tile" data-indicator={indicator.id} data-freshness={freshness}>
      <h3>
        <Link href={to(`/indicators/${indicator.id}`, { scope })}>{say(indicator.title)}</Link>
      </h3>
      <p className="tile-value">
        <b>
          <Known text={valueText(indicator, value?.value ?? null)} />
        </b>
        {halves && <span className="tile-halves">{halves}</span>}
        {!halves && <span className="tile-halves">{say(measureWords(indicator.unitOfMeasure))}</span>}
      </p>
      {value && value.state !== 'reported' && <StateMark shown={VALUE_SHOWN[value.state]} />}
      {!value && <p className="tile-line">{say(NUM.notTold)}</p>}
      <Before tile={tile} until={beforeUntil} />
      <SparkLine points={trend} />
      <p className="tile-line">
        <StateMark shown={FRESHNESS_SHOWN[freshness]} /> <Age tile={tile} />
      </p>
      {value && (
        <p className="tile-line">
          {periodText(value.period)} <Flags flags={value.flags} />
        </p>
      )}
    </li>
  )
}

/** What it was in the period before, and against which. */
export function Before({
  tile: { indicator, change, before },
  until,
}: {
  tile: TileAnswer
  until: string | null
}) {
  const { language } = useView()
  const say = useWords()
  const text = changeText(indicator, change, language)
  if (text === null || !before) return <p className="tile-line">{say(NUM.noChange)}</p>
  const [from, to] = periodText(before.period).split(' – ')
  return (
    <p className="tile-line">
      <b>{text}</b>{' '}
      {until === null || before.period.kind === 'stated'
        ? filled(say(NUM.since), { from: from!, to: to ?? from! })
        : filled(say(NUM.sinceUntil), { from: from!, to: to ?? from!, time: time(until).slice(0, 5) })}
    </p>
  )
}

/** By arrival, never by the business clock: it may stand still while nothing arrives. */
export function Age({ tile: { lastArrivalAt, source } }: { tile: TileAnswer }) {
  const { language } = useView()
  const say = useWords()
  if (lastArrivalAt === null) return say(NUM.neverHeard)
  const seconds = Math.max(0, (Date.now() - Date.parse(lastArrivalAt)) / 1000)
  return (
    <span title={source ?? undefined}>
      {filled(say(NUM.lastHeard), { age: span(Math.round(seconds), language) })}
    </span>
  )
}
