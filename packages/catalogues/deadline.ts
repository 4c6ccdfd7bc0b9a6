import type { Timing } from '@ioc/schemas/catalogues/index.ts'
import type { Day } from './validity.ts'

const QUARTERS = { I: 1, II: 2, III: 3, IV: 4 }

/**
 * When a remedy is due, read from the words the plan prints: a quarter, month or year ends on its last day, and of
 * several quarters the last one counts. What goes on ("các năm tiếp theo", "thường xuyên"), or waits for guidance, has no
 * deadline. Null for words that cannot be read: they must not be taken for "no deadline".
 */
export function readDeadline(text: string | null): { timing: Timing; deadline: Day | null } | null {
  if (text === null) return { timing: 'not-printed', deadline: null }
  if (/sau khi/i.test(text)) return { timing: 'after-guidance', deadline: null }
  if (/các năm tiếp theo/i.test(text)) return { timing: 'year-after-year', deadline: null }
  if (/thường xuyên|định kỳ/i.test(text)) return { timing: 'continuous', deadline: null }
  const month = lastMonth(text)
  return month && { timing: 'by-day', deadline: lastDay(month) }
}

type Month = { year: number; month: number }

function lastMonth(text: string): Month | null {
  const year = Number(/năm (\d{4})|\/(\d{4})/.exec(text)?.slice(1).find(Boolean))
  if (!year) return null
  const quarters = [...text.matchAll(/Quý (IV|I{1,3})\b/g)].map((match) => match[1] as keyof typeof QUARTERS)
  if (quarters.length > 0)
    return { year, month: Math.max(...quarters.map((quarter) => QUARTERS[quarter])) * 3 }
  const month = /tháng (\d{1,2})/i.exec(text)?.[1]
  return { year, month: month ? Number(month) : 12 }
}

/** Day 0 of the month after is the last of this one. */
const lastDay = ({ year, month }: Month): Day => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
