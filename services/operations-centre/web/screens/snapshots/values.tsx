import type { ChangedCell, ShownValue } from '../../api/answers.ts'
import { amount, calendarDay, printed } from '../../format.ts'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { wordsFor } from '../../words/events.ts'
import { measureWords } from '../../words/measures.ts'
import { LEVELS, PERIODS, SNAP, VALUE_STATE_WORDS } from '../../words/snapshots.ts'

type Named = Pick<ChangedCell, 'indicator' | 'title' | 'unit' | 'unitName' | 'level' | 'period'>

const place: readonly Column<Named>[] = [
  { head: SNAP.indicator, names: true, cell: (cell) => <Indicator cell={cell} /> },
  { head: SNAP.unit, cell: (cell) => <Unit cell={cell} /> },
  { head: SNAP.period, numeric: true, cell: (cell) => <Period cell={cell} /> },
]

const changes: readonly Column<ChangedCell>[] = [
  ...place,
  { head: SNAP.old, numeric: true, cell: ({ before }) => <Value value={before} /> },
  { head: SNAP.new, numeric: true, cell: ({ after }) => <Value value={after} /> },
]

const values: readonly Column<Named & { value: ShownValue }>[] = [
  ...place,
  { head: SNAP.value, numeric: true, cell: ({ value }) => <Value value={value} /> },
]

const keyOf = ({ indicator, unit, level, period }: Named) =>
  `${indicator} ${unit} ${level} ${period.kind} ${period.from} ${period.to}`

/** What changed, value by value. */
export function ChangesTable({ cells }: { cells: readonly ChangedCell[] }) {
  const say = useWords()
  return <Table label={say(SNAP.changes)} columns={changes} rows={cells} rowKey={keyOf} />
}

export function ValuesTable({ rows }: { rows: readonly (Named & { value: ShownValue })[] }) {
  const say = useWords()
  return <Table label={say(SNAP.values)} columns={values} rows={rows} rowKey={keyOf} />
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
function Value({ value }: { value: ShownValue | null }) {
  const say = useWords()
  if (value === null) return <span className="hint">{say(SNAP.notThere)}</span>
  const { state, kind, numerator, denominator, unitOfMeasure } = value
  if (value.value === null) return <span className="hint">{say(wordsFor(VALUE_STATE_WORDS, state))}</span>
  return (
    <>
      {printed(value.value)}
      {kind === 'ratio' ? '%' : ` ${say(measureWords(unitOfMeasure))}`}
      {denominator !== null && (
        <span className="beside">
          {amount(numerator)} / {amount(denominator)}
        </span>
      )}
    </>
  )
}
