import type { ReactNode } from 'react'
import { useWords, type Words } from '../view.tsx'

export type Column<Row> = {
  head: Words
  cell(row: Row): ReactNode
  numeric?: boolean
  /** The cell that names its row. */
  names?: boolean
  /** What is done to the row: its buttons say it themselves. */
  acts?: boolean
}
type TableProps<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey(row: Row): string
}

/** A table that becomes a list of cards on a narrow screen; roles are said outright, because CSS that lays out cards would take them away. */
export function Table<Row>({ label, columns, rows, rowKey }: TableProps<Row>) {
  const say = useWords()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scroll" aria-label={label} tabIndex={0}>
      {/* biome-ignore-start lint/a11y/noRedundantRoles: display: block on a phone removes the implied ones */}
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ head, numeric }) => (
              <th key={head.en} scope="col" role="columnheader" className={numeric ? 'numeric' : undefined}>
                {say(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map(({ head, cell, numeric, names, acts }) => (
                <td
                  key={head.en}
                  role={names ? 'rowheader' : 'cell'}
                  className={names ? 'names' : numeric ? 'numeric' : undefined}
                  data-label={acts ? undefined : say(head)}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: as above */}
    </section>
  )
}
