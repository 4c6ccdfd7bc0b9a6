import { openTexts } from '@ioc/pipeline/bytes.ts'
import { nativeColumn } from '@ioc/pipeline/native-column.ts'

/** A block of ClickHouse's Native format (docs: Formats/Native) of up to 127 columns and rows, for tables that are none of the product's. */
export const nativeBlock = (columns: { name: string; type: string; cells: readonly unknown[] }[]): Buffer => {
  const parts: Buffer[] = [Buffer.from([columns.length, columns[0]!.cells.length])]
  for (const { name, type, cells } of columns) {
    const [head, column] = [openTexts(), nativeColumn(type)]
    head.add(name)
    head.add(column.type)
    for (const cell of cells) column.add(cell)
    parts.push(head.written(), ...column.parts())
  }
  return Buffer.concat(parts)
}
