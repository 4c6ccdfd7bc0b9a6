import { type AsRead, sameName } from './tidy.ts'

const YES = new Set(['có', 'x', '✓', '✔', '☑', 'v', 'đúng', 'rồi', 'true', '1', 'yes', 'y'])
const NO = new Set(['không', 'chưa', 'sai', '☐', '-', 'false', '0', 'no', 'n'])

/** Yes or no as people tick it: `Có`, `x`, `true` and 1; `Không`, `false` and 0. Null for an empty cell, which only the caller can read. */
export const vietnameseYesNo = (value: unknown): AsRead<boolean> => {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const name = sameName(String(value))
  if (name === '') return null
  return YES.has(name) ? true : NO.has(name) ? false : String(value)
}
