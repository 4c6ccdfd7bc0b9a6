/** A cell of CSV (RFC 4180). What a spreadsheet would take for a formula is made text by a leading apostrophe. */
const cell = (text: string) => {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+([.,]\d+)*$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV with a byte order mark, without which a spreadsheet reads Vietnamese letters wrongly. */
export const csvOf = (
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string =>
  `\uFEFF${[head, ...rows].map((row) => row.map((each) => cell(each === null ? '' : String(each))).join(',')).join('\r\n')}\r\n`

/** Gives a file to whoever looks; nothing leaves the machine for it. */
export const download = (name: string, content: Blob): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
