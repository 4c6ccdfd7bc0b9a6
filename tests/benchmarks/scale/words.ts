/** A number to the last digit, with commas. */
export const exactly = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 6 })

const NAMED = [
  [1e12, ' trillion'],
  [1e9, ' billion'],
  [1e6, ' million'],
] as const

/** A number of three digits that count; whole ones below a million as they are. */
export const number = (value: number): string => {
  const [size, name] = NAMED.find(([size]) => value >= size) ?? [1, '']
  const shown = size === 1 && Number.isInteger(value) ? value : Number((value / size).toPrecision(3))
  return `${exactly(shown)}${name}`
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB']

/** Decimal units. */
export const bytes = (value: number): string => {
  const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3))
  return `${number(value / 1000 ** power)} ${UNITS[power]}`
}

export const share = (value: number): string =>
  value > 0 && value < 0.01 ? 'below 1%' : `${Math.round(value * 100)}%`

/** A length of time in the largest unit that it has one of. */
export const span = (seconds: number): string => {
  const [size, unit] = ([
    [365 * 86_400, 'years'],
    [86_400, 'days'],
    [3600, 'h'],
    [60, 'min'],
  ].find(([size]) => seconds >= (size as number)) ?? [1, 's']) as [number, string]
  return `${number(seconds / size)} ${unit}`
}

/** A table of Markdown, its columns in line. */
export const aligned = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...rows.map((row) => row[column]!.length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
