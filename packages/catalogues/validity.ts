/** A calendar day in Asia/Ho_Chi_Minh, `yyyy-mm-dd`. Days compare as strings. */
export type Day = string

/** What is in force from the first instant of `validFrom` until the first instant of `validTo`, or for ever. */
export type Valid = { validFrom: Day; validTo: Day | null }

const DAY = /^\d{4}-\d{2}-\d{2}$/
/** No daylight saving in Viet Nam: a day begins seven hours before the same day in UTC. */
const START_OF_DAY = 'T00:00:00+07:00'

export function livesOn(row: Valid, day: Day): boolean {
  return row.validFrom <= day && (row.validTo === null || day < row.validTo)
}

/** Whether the two stretches share a day. */
export function overlap(a: Valid, b: Valid): boolean {
  return (b.validTo === null || a.validFrom < b.validTo) && (a.validTo === null || b.validFrom < a.validTo)
}

/** The first instant of a day in Asia/Ho_Chi_Minh, in epoch milliseconds. */
export function startOfDayMs(day: Day): number {
  return Date.parse(day + START_OF_DAY)
}

/** Throws a RangeError for text that is no `yyyy-mm-dd`: compared as a string it would silently find the wrong row. */
export function assertDay(day: string): asserts day is Day {
  if (!DAY.test(day)) throw new RangeError(`a day must read yyyy-mm-dd, got ${JSON.stringify(day)}`)
}

/** Rows by code, the oldest first. */
export function byCode<Row extends Valid & { code: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const codes = new Map<string, Row[]>()
  for (const row of rows) {
    const known = codes.get(row.code)
    if (known) known.push(row)
    else codes.set(row.code, [row])
  }
  for (const known of codes.values()) known.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  return codes
}
