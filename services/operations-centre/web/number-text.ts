import type { Change } from '@ioc/indicators/change.ts'
import type { Halves, IndicatorHead, Period } from './api/numbers.ts'
import { amount, calendarDay, DASH, printed } from './format.ts'
import type { Language } from './view.tsx'
import { NUM } from './words/numbers.ts'

/** How numbers of indicators are written. Null is unknown and becomes a dash, never a zero. */

/** 98,20% · 1.234 · 85,02 */
export const valueText = ({ kind }: Pick<IndicatorHead, 'kind'>, value: string | null): string =>
  value === null ? DASH : kind === 'ratio' ? `${printed(value)}%` : printed(value)

/** 1.224,6 / 8.718,3; of what has no denominator nothing is said. */
export const halvesText = ({
  numerator,
  denominator,
}: Pick<Halves, 'numerator' | 'denominator'>): string | null =>
  denominator === null ? null : `${amount(numerator)} / ${amount(denominator)}`

/** +0,50 điểm % · −30 (−20,0%) */
export const changeText = (
  { kind }: Pick<IndicatorHead, 'kind'>,
  change: Change | null,
  language: Language,
): string | null => {
  if (!change) return null
  const difference = signed(change.difference)
  if (kind === 'ratio') return `${difference} ${NUM.points[language]}`
  return change.percent === null ? difference : `${difference} (${signed(change.percent)}%)`
}

const signed = (text: string) => {
  const sign = text.startsWith('-') ? '−' : text.startsWith('+') ? '+' : ''
  return `${sign}${printed(text.replace(/^[-+]/, ''))}`
}

/** 01/06/2024 – 30/06/2024, or the one day. */
export const periodText = ({ from, to }: Pick<Period, 'from' | 'to'>): string =>
  from === to ? calendarDay(from) : `${calendarDay(from)} – ${calendarDay(to)}`

/** Short, for an axis: 06/2024, Q2/2024, 2024, 30/06. */
export const periodMark = ({ kind, from, to }: Period): string => {
  const [year, month, day] = from.split('-') as [string, string, string]
  switch (kind) {
    case 'day':
      return `${day}/${month}`
    case 'month':
      return `${month}/${year}`
    case 'quarter':
      return `Q${Math.ceil(Number(month) / 3)}/${year}`
    case 'half-year':
      return `${month === '01' ? 'I' : 'II'}/${year}`
    case 'year':
      return year
    case 'stated':
      return from.endsWith('-01-01') && to.endsWith('-12-31') ? year : periodText({ from, to })
  }
}
