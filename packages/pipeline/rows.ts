/** Rows of one table, ready to be inserted as one block. */
export type TableBlock = {
  table: string
  columns: readonly string[]
  format: 'JSONCompactEachRow' | 'Native'
  bytes: string | Buffer
  rows: number
}

/** Gathers rows of one table. */
export type Rows = {
  /** One row, its cells in the order of the columns; instants as `toLocalText` writes them, 64 bits as digits. */
  add(cells: readonly unknown[]): void
  /** Nothing may be added afterwards. */
  taken(): TableBlock
}

/** @param roomBytes about what all of it will take */
export type OpenRows = (table: string, columns: readonly string[], roomBytes?: number) => Rows
