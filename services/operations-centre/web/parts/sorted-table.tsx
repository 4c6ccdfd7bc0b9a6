import { useMemo, useState } from 'react'
import { useWords } from '../view.tsx'
import { NUM } from '../words/numbers.ts'
import { type Column, Table } from './table.tsx'

export type SortedColumn<Row> = Column<Row> & {
  /** What rows are sorted by in this column; unknown ones stand last, whichever way. */
  by?(row: Row): string | number | null
}
type Sorting = { column: number; rising: boolean }

/** A table whose rows follow the column that is chosen. */
export function SortedTable<Row>({
  columns,
  rows,
  ...table
}: {
  label: string
  columns: readonly SortedColumn<Row>[]
  rows: readonly Row[]
  rowKey(row: Row): string
}) {
  const say = useWords()
  const [sorting, setSorting] = useState<Sorting>({ column: columns.findIndex(({ by }) => by), rising: true })
  const by = columns[sorting.column]?.by
  const sorted = useMemo(
    () => (by ? [...rows].sort((a, b) => order(by(a), by(b), sorting.rising)) : rows),
    [rows, sorting],
  )
  const choose = (column: number) =>
    setSorting((now) => ({ column, rising: now.column === column ? !now.rising : true }))
  return (
    <>
      <p className="sorting">
        <span>{say(NUM.sortBy)}:</span>
        {columns.map(
          ({ head, by: sortable }, column) =>
            sortable && (
              <button
                key={head.en}
                type="button"
                className="button small"
                aria-pressed={column === sorting.column}
                onClick={() => choose(column)}
              >
                {say(head)}
                {column === sorting.column && (
                  <>
                    <span aria-hidden="true"> {sorting.rising ? '↑' : '↓'}</span>
                    <span className="hidden"> {say(sorting.rising ? NUM.rising : NUM.falling)}</span>
                  </>
                )}
              </button>
            ),
        )}
      </p>
      <Table {...table} columns={columns} rows={sorted} />
    </>
  )
}

const words = new Intl.Collator('vi')
const order = (a: string | number | null, b: string | number | null, rising: boolean): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  const by = typeof a === 'string' ? words.compare(a, String(b)) : a - Number(b)
  return rising ? by : -by
}
