import type { About, AlertRule } from '@ioc/schemas/alerts/rule.ts'
import { slugOf } from './slug.ts'

/** A rule as a form holds it: texts as they were typed. */
export type Draft = {
  id: string | null
  titleVi: string
  titleEn: string
  kind: About['kind']
  indicator: string
  scope: string
  period: 'day' | 'month' | 'quarter' | 'half-year' | 'year'
  side: 'above' | 'below'
  way: 'up' | 'down' | 'either'
  measure: 'points' | 'percent'
  rejectMeasure: 'share' | 'count'
  limit: string
  source: string
  worse: 'delayed' | 'stale'
  unknownToo: boolean
  owed: 'records' | 'snapshots' | 'parked' | 'days'
  minutes: string
  atLeast: string
  severity: AlertRule['severity']
  firesAfter: string
  resolvesAfter: string
  enabled: boolean
  validFrom: string
  validTo: string
  note: AlertRule['note']
}

export const newDraft = (today: string): Draft => ({
  ...{ id: null, titleVi: '', titleEn: '', kind: 'value', indicator: '', scope: '68', period: 'month' },
  ...{ side: 'below', way: 'either', measure: 'points', rejectMeasure: 'share', limit: '', source: '*' },
  ...{ worse: 'stale', unknownToo: false, owed: 'records', minutes: '10', atLeast: '20', severity: 'warn' },
  ...{ firesAfter: '60', resolvesAfter: '60', enabled: true, validFrom: today, validTo: '', note: null },
})

/** A Vietnamese hand writes 95,5 and 10.000. */
const written = (limit: number) => String(limit).replace('.', ',')
export const readNumber = (text: string): number => {
  const plain = text
    .trim()
    .replace(/\.(?=\d{3}(?:\D|$))/g, '')
    .replace(',', '.')
  return /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN
}

/** The draft of a rule that is there; what its kind does not use stays as in a new one. */
export const draftOf = (rule: AlertRule): Draft => {
  const { about } = rule
  const fresh = newDraft(rule.validFrom)
  return {
    ...fresh,
    id: rule.id,
    titleVi: rule.title.vi,
    titleEn: rule.title.en,
    kind: about.kind,
    ...('indicator' in about ? { indicator: about.indicator, scope: about.scope, period: about.period } : {}),
    ...(about.kind === 'value' ? { side: about.side } : {}),
    ...(about.kind === 'change' ? { way: about.side, measure: about.measure } : {}),
    ...('limit' in about ? { limit: written(about.limit) } : {}),
    ...('source' in about ? { source: about.source } : {}),
    ...(about.kind === 'freshness' ? { worse: about.worse, unknownToo: about.unknownToo } : {}),
    ...(about.kind === 'lag' ? { owed: about.of } : {}),
    ...(about.kind === 'rejects'
      ? { minutes: String(about.minutes), atLeast: String(about.atLeast), rejectMeasure: about.measure }
      : {}),
    severity: rule.severity,
    firesAfter: String(rule.firesAfterSeconds),
    resolvesAfter: String(rule.resolvesAfterSeconds),
    enabled: rule.enabled,
    validTo: rule.validTo ?? '',
    note: rule.note,
  }
}

const aboutOf = (draft: Draft): About => {
  const { kind, indicator, scope, period, source } = draft
  const limit = readNumber(draft.limit)
  const of = { indicator: indicator.trim(), scope: scope.trim(), period }
  switch (kind) {
    case 'value':
      return { kind, ...of, side: draft.side, limit }
    case 'change':
      return { kind, ...of, side: draft.way, measure: draft.measure, limit }
    case 'missing':
      return { kind, ...of }
    case 'freshness':
      return { kind, source: source.trim(), worse: draft.worse, unknownToo: draft.unknownToo }
    case 'held':
      return { kind, source: source.trim() }
    case 'lag':
      return { kind, of: draft.owed, limit }
    case 'rejects':
      return {
        ...{ kind, source: source.trim(), measure: draft.rejectMeasure, limit },
        ...{ minutes: readNumber(draft.minutes), atLeast: readNumber(draft.atLeast) },
      }
  }
}

/** What is sent to the server, which judges it. A new rule is called after its Vietnamese name. */
export const ruleOf = (draft: Draft): Omit<AlertRule, 'origin'> => ({
  id: draft.id ?? slugOf(draft.titleVi),
  title: {
    vi: draft.titleVi.trim().normalize('NFC'),
    en: (draft.titleEn.trim() || draft.titleVi.trim()).normalize('NFC'),
  },
  about: aboutOf(draft),
  severity: draft.severity,
  firesAfterSeconds: readNumber(draft.firesAfter),
  resolvesAfterSeconds: readNumber(draft.resolvesAfter),
  enabled: draft.enabled,
  validFrom: draft.validFrom,
  validTo: draft.validTo === '' ? null : draft.validTo,
  note: draft.note,
})
