import type { Seen } from '@ioc/alerts'
import type { About } from '@ioc/schemas/alerts/rule.ts'
import type { AlertNames } from '../../../routes/alert-rules.ts'
import { amount, DASH } from '../../format.ts'
import type { Words } from '../../view.tsx'
import {
  MEASURE_WORDS,
  OWED_WORDS,
  PERIOD_WORDS,
  SIDE_WORDS,
  SOURCE_STATES,
  UNIT_WORDS,
} from '../../words/alerts.ts'
import { measureWords } from '../../words/measures.ts'
import { LEVEL_WORDS } from '../../words/numbers.ts'

/** A link to the screen an alert speaks of: its path, and what belongs to it there. */
export const placeOf = (about: About, subject: string): { path: string; own: Record<string, string> } => {
  switch (about.kind) {
    case 'value':
    case 'change':
    case 'missing':
      return {
        path: `/indicators/${encodeURIComponent(about.indicator)}`,
        own: { scope: about.scope, period: about.period },
      }
    case 'freshness':
    case 'held':
      return { path: '/sources', own: {} }
    case 'rejects':
      return { path: '/dead-letters', own: { source: subject } }
    case 'lag':
      return about.of === 'records' ? { path: '/', own: {} } : { path: '/snapshots', own: {} }
  }
}

const both = (make: (say: (words: Words) => string) => string): Words => ({
  vi: make(({ vi }) => vi),
  en: make(({ en }) => en),
})

export const indicatorName = (id: string, names: AlertNames | null): Words =>
  names?.indicators.find((each) => each.id === id)?.title ?? { vi: id, en: id }

export const scopeName = (key: string, names: AlertNames | null): Words => {
  const [code, level] = key.split('/')
  const found = names?.scopes.find((each) => each.key === code)?.name
  const words = level === undefined ? undefined : (LEVEL_WORDS as Record<string, Words>)[level]
  const after = (language: 'vi' | 'en') =>
    level === undefined ? '' : `: ${(words?.[language] ?? level).toLowerCase()}`
  return found ? { vi: `${found.vi}${after('vi')}`, en: `${found.en}${after('en')}` } : { vi: key, en: key }
}

/** What a rule is about, in one sentence. */
export const sentenceOf = (about: About, names: AlertNames | null): Words => {
  const source = (name: string): Words =>
    name === '*' ? { vi: 'mọi nguồn', en: 'every source' } : { vi: `nguồn ${name}`, en: `source ${name}` }
  switch (about.kind) {
    case 'value':
      return both(
        (say) =>
          `${ofIndicator(about, names, say)}: ${say(SIDE_WORDS[about.side])} ${amount(about.limit)}${unitOf(about.indicator, names, say)}`,
      )
    case 'change':
      return both(
        (say) =>
          `${ofIndicator(about, names, say)}: ${say(SIDE_WORDS[about.side])} ${amount(about.limit)} ${say(MEASURE_WORDS[about.measure])}`,
      )
    case 'missing':
      return both(
        (say) =>
          `${ofIndicator(about, names, say)}: ${say({ vi: 'chưa ai báo cáo', en: 'nobody has spoken' })}`,
      )
    case 'freshness':
      return both(
        (say) =>
          `${say(source(about.source))}: ${say({ vi: 'từ mức', en: 'from' })} “${say(SOURCE_STATES[about.worse]!)}”`,
      )
    case 'held':
      return both((say) => `${say(source(about.source))}: ${say({ vi: 'đang bị giữ', en: 'held' })}`)
    case 'lag':
      return both((say) => `${say(OWED_WORDS[about.of])}: ${say(SIDE_WORDS.above)} ${amount(about.limit)}`)
    case 'rejects':
      return both((say) => {
        const limit = about.measure === 'share' ? `${amount(about.limit)}%` : amount(about.limit)
        return say({
          vi: `${say(source(about.source))}: hơn ${limit} bản ghi bị loại trong ${about.minutes} phút`,
          en: `${say(source(about.source))}: more than ${limit} of records rejected within ${about.minutes} minutes`,
        })
      })
  }
}

const ofIndicator = (
  { indicator, scope, period }: Extract<About, { indicator: string }>,
  names: AlertNames | null,
  say: (words: Words) => string,
) => `${say(indicatorName(indicator, names))}, ${say(scopeName(scope, names))}, ${say(PERIOD_WORDS[period])}`

const unitOf = (id: string, names: AlertNames | null, say: (words: Words) => string): string => {
  const indicator = names?.indicators.find((each) => each.id === id)
  if (!indicator) return ''
  return indicator.kind === 'ratio' ? '%' : ` ${say(measureWords(indicator.unitOfMeasure))}`
}

/** What was seen: the value with its unit, and its halves beside it. Nothing seen is a dash, never a zero. */
export const seenText = (seen: Seen | null, about: About | null, names: AlertNames | null): Words => {
  if (seen === null) return { vi: DASH, en: DASH }
  if (seen.unit === 'state') {
    const known = seen.state === null ? undefined : SOURCE_STATES[seen.state]
    return known ?? { vi: seen.state ?? DASH, en: seen.state ?? DASH }
  }
  return both((say) => {
    const value = amount(seen.value)
    if (value === DASH && seen.numerator === null) return DASH
    const unit =
      value === DASH
        ? ''
        : seen.unit === 'own'
          ? about && 'indicator' in about
            ? unitOf(about.indicator, names, say)
            : ''
          : seen.unit === 'percent'
            ? '%'
            : ` ${say(UNIT_WORDS[seen.unit as keyof typeof UNIT_WORDS])}`
    return `${value}${unit}`
  })
}

/** Halves of what was seen: 7/30; of a change, now and before. */
export const halvesText = (seen: Seen | null, about: About | null): Words | null => {
  if (seen === null || (seen.numerator === null && seen.denominator === null)) return null
  if (about?.kind === 'change')
    return {
      vi: `nay ${amount(seen.numerator)}, kỳ trước ${amount(seen.denominator)}`,
      en: `now ${amount(seen.numerator)}, before ${amount(seen.denominator)}`,
    }
  const text = `${amount(seen.numerator)} / ${amount(seen.denominator)}`
  return { vi: text, en: text }
}
