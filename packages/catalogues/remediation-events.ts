import type { Day } from './validity.ts'

const PREFIX = 'par.remediation.'
/** `1-3-2-1` or `general-4`: an indicator id knows neither `/` nor a dot inside a word. */
const WORD = /^((?:[1-9](?:-[1-9]){0,2}|general))-([1-9]\d?)$/

/** The indicator other bodies report a remedy under: `1.3.2/1` is `par.remediation.1-3-2-1`. */
export const remediationIndicator = (code: string): string => PREFIX + code.replaceAll(/[/.]/g, '-')

/** The remedy an indicator speaks of, or null where it speaks of none; the inverse of `remediationIndicator`. */
export function remedyOfIndicator(indicator: string): string | null {
  if (!indicator.startsWith(PREFIX)) return null
  const [, criterion, n] = WORD.exec(indicator.slice(PREFIX.length)) ?? []
  return criterion === undefined ? null : `${criterion.replaceAll('-', '.')}/${n}`
}

/** What is needed of a figure of kind `reported` (contract reported-figure.v1, example keep.remedy-done). Halves in tasks: 1 of 1 is done. */
export type ReportedRemedy = {
  indicator: string
  numerator: number | null
  denominator: number | null
  /** The day it was done. */
  periodTo: Day
}

/** The day each remedy was done, told by the figures in force: the first day on which its halves are equal and not zero. */
export function remediesDone(figures: Iterable<ReportedRemedy>): Map<string, Day> {
  const done = new Map<string, Day>()
  for (const { indicator, numerator, denominator, periodTo } of figures) {
    const code = remedyOfIndicator(indicator)
    if (code === null || !numerator || numerator !== denominator) continue
    const known = done.get(code)
    if (known === undefined || periodTo < known) done.set(code, periodTo)
  }
  return done
}
