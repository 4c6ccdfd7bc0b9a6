import type { About } from '@ioc/schemas/alerts/index.ts'

/** What a look at one subject says. No data is never all well, and a rule that cannot be judged says so. */
export const VERDICTS = ['breach', 'fine', 'no-data', 'unjudged'] as const
export type Verdict = (typeof VERDICTS)[number]

/** Why there is no verdict on the limit: a closed set. */
export const WHY_NOT = [
  'nobody-spoke', // no-data: the source has not spoken for the period
  'no-cases', // no-data: nothing to take a share of
  'not-applicable', // no-data
  'withheld', // no-data
  'nothing-before', // no-data: the period before has no value
  'too-few', // no-data: fewer records than an alert is raised for
  'not-yet-known', // unjudged: the first look at an engine is not done
  'unknown-indicator', // unjudged: it went away, or never was
  'unknown-scope', // unjudged
  'unknown-source', // unjudged
  'engine-away', // unjudged: Kafka or ClickHouse did not answer
  'our-fault', // unjudged: looking failed; the service's log says why
] as const
export type WhyNot = (typeof WHY_NOT)[number]
const UNJUDGED: readonly WhyNot[] = [
  'not-yet-known',
  'unknown-indicator',
  'unknown-scope',
  'unknown-source',
  'engine-away',
  'our-fault',
]

/** The unit of what was seen. */
export const SEEN_UNITS = [
  'own',
  'points',
  'percent',
  'state',
  'records',
  'snapshots',
  'days',
  'rejects',
] as const

/** What was seen, with its halves, for the person who reads the alert. Null is unknown, never zero. */
export type Seen = {
  value: number | null
  unit: (typeof SEEN_UNITS)[number]
  /** Halves: of a share, or what a change is taken of. */
  numerator: number | null
  denominator: number | null
  /** A state in words of ours: stale, held. */
  state: string | null
  /** The business date an indicator was looked at on. */
  date: string | null
}

export type Observation = {
  /** Scope, `source/contract`, or what is owed. */
  subject: string
  verdict: Verdict
  whyNot: WhyNot | null
  seen: Seen
  /** For a person, in English: the nearest names of what is not known. */
  detail: string | null
}

export const NOTHING_SEEN: Seen = {
  value: null,
  unit: 'own',
  numerator: null,
  denominator: null,
  state: null,
  date: null,
}

export const notJudged = (
  subject: string,
  whyNot: WhyNot,
  seen: Partial<Seen> = {},
  detail: string | null = null,
): Observation => ({
  subject,
  verdict: UNJUDGED.includes(whyNot) ? 'unjudged' : 'no-data',
  whyNot,
  seen: { ...NOTHING_SEEN, ...seen },
  detail,
})

const judgedAs = (subject: string, isBreach: boolean, seen: Partial<Seen>): Observation => ({
  subject,
  verdict: isBreach ? 'breach' : 'fine',
  whyNot: null,
  seen: { ...NOTHING_SEEN, ...seen },
  detail: null,
})

/** A value of an indicator as it was read; `value` is null where there is none, and `state` says why. */
export type ReadValue = {
  state: 'reported' | 'missing' | 'not-applicable' | 'withheld'
  value: number | null
  numerator: number | null
  denominator: number | null
  date: string
}

const whyNone = ({ state }: ReadValue): WhyNot =>
  state === 'missing' ? 'nobody-spoke' : state === 'reported' ? 'no-cases' : state

type Of<Kind extends About['kind']> = Extract<About, { kind: Kind }>

const halvesOf = ({ value, numerator, denominator, date }: ReadValue) => ({
  value,
  numerator,
  denominator,
  date,
})

export const judgeValue = (rule: Of<'value'>, read: ReadValue): Observation => {
  const seen = halvesOf(read)
  if (read.state !== 'reported' || read.value === null) return notJudged(rule.scope, whyNone(read), seen)
  return judgedAs(rule.scope, rule.side === 'above' ? read.value > rule.limit : read.value < rule.limit, seen)
}

/** Nobody has spoken for the period. A value with no cases was spoken of. */
export const judgeMissing = (rule: Of<'missing'>, read: ReadValue): Observation =>
  read.state === 'not-applicable' || read.state === 'withheld'
    ? notJudged(rule.scope, read.state, halvesOf(read))
    : judgedAs(rule.scope, read.state === 'missing', halvesOf(read))

/** The difference to the period before: in points of the value, or in percent of what it was. */
export const judgeChange = (rule: Of<'change'>, now: ReadValue, before: ReadValue): Observation => {
  const unit = rule.measure
  const seen = { unit, numerator: now.value, denominator: before.value, date: now.date }
  if (now.state !== 'reported' || now.value === null) return notJudged(rule.scope, whyNone(now), seen)
  if (before.state !== 'reported' || before.value === null)
    return notJudged(rule.scope, 'nothing-before', seen)
  const points = now.value - before.value
  // Of nothing there is no percentage.
  if (rule.measure === 'percent' && before.value === 0) return notJudged(rule.scope, 'nothing-before', seen)
  const change = rule.measure === 'points' ? points : (points / Math.abs(before.value)) * 100
  // Decimal halves of two places leave dust in binary: 95.1 − 95 is not above 0.1.
  const value = Math.round(change * 1e6) / 1e6
  const isBreach =
    rule.side === 'up'
      ? value > rule.limit
      : rule.side === 'down'
        ? value < -rule.limit
        : Math.abs(value) > rule.limit
  return judgedAs(rule.scope, isBreach, { ...seen, value })
}

export type ReadSource = {
  source: string
  contract: string | null
  freshness: 'fresh' | 'delayed' | 'stale' | 'unknown'
  held: boolean
}
export const subjectOf = ({ source, contract }: Pick<ReadSource, 'source' | 'contract'>): string =>
  contract === null ? source : `${source}/${contract}`

/** Unknown is neither fresh nor stale: whoever wants to hear of it says so. */
export const judgeFreshness = (rule: Of<'freshness'>, read: ReadSource): Observation => {
  const { freshness } = read
  const seen = { unit: 'state', state: freshness } as const
  if (freshness === 'unknown')
    return rule.unknownToo
      ? judgedAs(subjectOf(read), true, seen)
      : notJudged(subjectOf(read), 'nobody-spoke', seen)
  const isBreach = freshness === 'stale' || (freshness === 'delayed' && rule.worse === 'delayed')
  return judgedAs(subjectOf(read), isBreach, seen)
}

export const judgeHeld = (read: ReadSource): Observation =>
  judgedAs(subjectOf(read), read.held, { unit: 'state', state: read.held ? 'held' : 'flowing' })

const LAG_UNIT = { records: 'records', snapshots: 'snapshots', parked: 'snapshots', days: 'days' } as const

/** `away`: the engine that would know did not answer the last time. */
export const judgeLag = (rule: Of<'lag'>, read: { amount: number | null; away: boolean }): Observation => {
  const unit = LAG_UNIT[rule.of]
  if (read.away) return notJudged(rule.of, 'engine-away', { unit })
  if (read.amount === null) return notJudged(rule.of, 'not-yet-known', { unit })
  return judgedAs(rule.of, read.amount > rule.limit, { unit, value: read.amount })
}

export type ReadRejects = { source: string; records: number; rejected: number }

export const judgeRejects = (
  rule: Of<'rejects'>,
  { source, records, rejected }: ReadRejects,
): Observation => {
  if (rule.measure === 'count')
    return judgedAs(source, rejected > rule.limit, {
      unit: 'rejects',
      value: rejected,
      numerator: rejected,
      denominator: records,
    })
  const halves = { unit: 'percent', numerator: rejected, denominator: records } as const
  // Compared by whole numbers: 20 of 100 is not above 20%, and none of none is not either. That a source is silent is another rule's.
  const isBreach = rejected * 100 > rule.limit * records
  // Few records can end an alert and raise none: one of a source that fell silent would stand for ever.
  if (isBreach && records < rule.atLeast) return notJudged(source, 'too-few', halves)
  const value = records === 0 ? null : Math.round((rejected / records) * 10_000) / 100
  return judgedAs(source, isBreach, { ...halves, value })
}
