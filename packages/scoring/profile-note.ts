import type { Bilingual } from './evidence.ts'

const DAY = /^(\d{4})-\d{2}-\d{2}$/

/**
 * What a screen says when a rule made later is applied to an earlier time: "rule of 2026 applied to 2024"; null otherwise.
 * `periodTo` is the period's last day, `yyyy-mm-dd`; years are compared. @throws RangeError if it is no such day.
 */
export const profileNote = (profile: { madeIn: number }, periodTo: string): Bilingual | null => {
  const year = Number(DAY.exec(periodTo)?.[1] ?? Number.NaN)
  if (Number.isNaN(year)) throw new RangeError(`${periodTo} is no day; expects yyyy-mm-dd`)
  if (year >= profile.madeIn) return null
  return {
    vi: `quy tắc năm ${profile.madeIn} áp dụng cho năm ${year}`,
    en: `rule of ${profile.madeIn} applied to ${year}`,
  }
}
