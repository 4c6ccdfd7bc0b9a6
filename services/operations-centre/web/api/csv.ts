import { csvLine } from '@ioc/exchange/csv.ts'

/** Rows as CSV with a byte order mark, without which a spreadsheet reads Vietnamese letters wrongly. */
export const csvOf = (
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string => `\uFEFF${[head, ...rows].map(csvLine).join('')}`

/** Gives a file to whoever looks; nothing leaves the machine for it. */
export const download = (name: string, content: Blob): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
