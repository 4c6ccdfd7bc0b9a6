import type { Expectation } from '@ioc/schemas/catalogues/index.ts'
import type { Problem } from './problem.ts'
import { livesOn, type Valid } from './validity.ts'

/** On every day of an expectation's period as many rows are in force as it says. */
export function checkCounts(
  file: Problem['file'],
  rows: readonly Valid[],
  expectations: readonly Expectation[],
): Problem[] {
  return expectations.flatMap((expected): Problem[] => {
    const among = rows.filter((row) => matches(row, expected.where))
    const wrong = daysToCount(among, expected)
      .map((day) => ({ day, found: among.filter((row) => livesOn(row, day)).length }))
      .find(({ found }) => found !== expected.rows)
    if (!wrong) return []
    const where =
      Object.entries(expected.where)
        .map(([field, value]) => `${field}=${value}`)
        .join(',') || 'all'
    const message = `${where}: ${wrong.found} rows on ${wrong.day}, but ${expected.rows} are expected (${expected.source}): remove stale rows, enter missing ones, or correct the expectation with its source`
    return [{ file, row: `expectations ${where}@${expected.from}`, code: 'count', message }]
  })
}

function matches(row: object, where: Record<string, string>): boolean {
  const fields: Record<string, unknown> = { ...row }
  return Object.entries(where).every(([field, value]) => fields[field] === value)
}

/** The days on which the count can change: the period's first, and every beginning and end inside it. */
function daysToCount(rows: readonly Valid[], { from, to }: Expectation): string[] {
  const changes = rows.flatMap((row) => (row.validTo ? [row.validFrom, row.validTo] : [row.validFrom]))
  return [...new Set([from, ...changes.filter((day) => day > from && (to === null || day < to))])].sort()
}
