import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import type { ChangedCell, ShownValue } from '../../api/answers.ts'
import { amount, calendarDay, printed } from '../../format.ts'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { wordsFor } from '../../words/events.ts'
import { measureWords } from '../../words/measures.ts'
import { VALUE } from '../../words/published-value.ts'
import { LEVELS, PERIODS, SNAP, VALUE_STATE_WORDS } from '../../words/snapshots.ts'
import { type Place, valuePath, valueWords } from './value/address.ts'

type Named = Pick<ChangedCell, 'indicator' | 'title' | 'unit' | 'since' | 'unitName' | 'level' | 'period'>

const place: readonly Column<Named>[] = [
  { head: SNAP.indicator, names: true, cell: (cell) => <Indicator cell={cell} /> },
  { head: SNAP.unit, cell: (cell) => <Unit cell={cell} /> },
  { head: SNAP.period, numeric: true, cell: (cell) => <Period cell={cell} /> },
]

const changes = (from: Place | null, to: Place | null): readonly Column<ChangedCell>[] => [
  ...place,
  { head: SNAP.old, numeric: true, cell: (cell) => <Value value={cell.before} cell={cell} of={from} /> },
  { head: SNAP.new, numeric: true, cell: (cell) => <Value value={cell.after} cell={cell} of={to} /> },
]

const values = (of: Place | null): readonly Column<Named & { value: ShownValue }>[] => [
  ...place,
  { head: SNAP.value, numeric: true, cell: (cell) => <Value value={cell.value} cell={cell} of={of} /> },
]

const keyOf = ({ indicator, unit, since, level, period }: Named) =>
  `${indicator} ${unit} ${since} ${level} ${period.kind} ${period.from} ${period.to}`

type ChangesTableProps = { cells: readonly ChangedCell[]; from?: Place | null; to?: Place | null }

/** What changed, value by value; what is published opens. */
export function ChangesTable({ cells, from = null, to = null }: ChangesTableProps) {
  const say = useWords()
  return <Table label={say(SNAP.changes)} columns={changes(from, to)} rows={cells} rowKey={keyOf} />
}

type ValuesTableProps = { rows: readonly (Named & { value: ShownValue })[]; place?: Place | null }

/** @param place where the values are published, and can be opened; not said: nowhere yet */
export function ValuesTable({ rows, place: of = null }: ValuesTableProps) {
  const say = useWords()
  return <Table label={say(VALUE.list)} columns={values(of)} rows={rows} rowKey={keyOf} />
}

function Indicator({ cell: { title, indicator } }: { cell: Named }) {
  const say = useWords()
  return (
    <>
      {title && <span className="title">{say(title)}</span>}
      <code>{indicator}</code>
    </>
  )
}

function Period({ cell: { period } }: { cell: Named }) {
  const { kind, from, to } = period
  const say = useWords()
  return (
    <>
      {from === to ? calendarDay(to) : `${calendarDay(from)}–${calendarDay(to)}`}
      <span className="beside">{say(wordsFor(PERIODS, kind))}</span>
    </>
  )
}

function Unit({ cell: { unit, unitName, level } }: { cell: Named }) {
  const say = useWords()
  return (
    <>
      {unitName ? say(unitName) : unit}{' '}
      <span className="beside">{`${unit} · ${say(wordsFor(LEVELS, level))}`}</span>
    </>
  )
}

/** A value with its halves. What has no number says why; what is not there at all is neither zero nor missing. */
function Value({ value, cell, of }: { value: ShownValue | null; cell: Named; of: Place | null }) {
  const say = useWords()
  if (value === null) return <span className="hint">{say(SNAP.notThere)}</span>
  const { state, kind, numerator, denominator, unitOfMeasure } = value
  const opens = (text: string) => (of ? <Open cell={cell} of={of} text={text} /> : text)
  if (value.value === null)
    return <span className="hint">{opens(say(wordsFor(VALUE_STATE_WORDS, state)))}</span>
  return (
    <>
      {opens(`${printed(value.value)}${kind === 'ratio' ? '%' : ` ${say(measureWords(unitOfMeasure))}`}`)}
      {denominator !== null && (
        <span className="beside">
          {amount(numerator)} / {amount(denominator)}
        </span>
      )}
    </>
  )
}

/** The number is the way to what it is made of; who only hears it is told of what. */
function Open({ cell, of, text }: { cell: Named; of: Place; text: string }) {
  const { to } = useAddress()
  const say = useWords()
  const { indicator, title, unit, unitName, period } = cell
  const named = [
    title ? say(title) : indicator,
    unitName ? say(unitName) : unit,
    say(wordsFor(PERIODS, period.kind)),
  ].join(', ')
  return (
    <Link href={to(valuePath(of, indicator), valueWords(cell))} title={say(VALUE.open)}>
      <span className="hidden">{`${say(VALUE.open)}: ${named}: `}</span>
      {text}
    </Link>
  )
}
