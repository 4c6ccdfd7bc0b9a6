import { sameName, textOf, tidy } from '../texts/tidy.ts'

/** Titles, dates and blank rows stand above a head; more rows than these do not. */
export const HEAD_ROWS_MAX = 30

/** Numbers, days and shares: what stands below a head, not in it. */
const FIGURE = /^[-−+]?[\d.,\s%/:]+$/

const isWord = (cell: unknown) => typeof cell === 'string' && tidy(cell) !== '' && !FIGURE.test(tidy(cell))

/**
 * Which of the first rows holds the column names: the first of those with most words, figures aside. -1: there is no row with anything.
 * @param copies cells that repeat another because they are shown as one with it
 */
export const findHead = (rows: readonly { cells: readonly unknown[]; copies?: number }[]): number => {
  let found = -1
  let most = 0
  rows.forEach(({ cells, copies = 0 }, index) => {
    const words = cells.filter(isWord).length - copies
    if (words > most) [found, most] = [index, words]
  })
  return found >= 0 ? found : rows.findIndex(({ cells }) => cells.some((cell) => textOf(cell) !== null))
}

/** Names of columns from the cells of a head: tidy, the second of the same name `… (2)`, one without a name `#5`; and what was odd. */
export const columnNames = (cells: readonly unknown[]): { names: string[]; twice: string[] } => {
  const seen = new Map<string, number>()
  const twice: string[] = []
  const last = cells.findLastIndex((cell) => textOf(cell) !== null)
  const names = cells.slice(0, last + 1).map((cell, index) => {
    const name = tidy(textOf(cell) ?? '') || `#${index + 1}`
    const times = (seen.get(sameName(name)) ?? 0) + 1
    seen.set(sameName(name), times)
    if (times === 1) return name
    twice.push(name)
    return `${name} (${times})`
  })
  return { names, twice }
}

export const sayTwice = (twice: readonly string[], notice: (message: string) => void): void => {
  if (twice.length > 0)
    notice(`its head names ${twice.length} columns twice; the second of a name is read as “name (2)”`)
}
