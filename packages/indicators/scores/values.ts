import type { Catalogues } from '@ioc/catalogues'
import type { Halves } from '../cells.ts'
import { bearerOf, identityOf, type Scope, type ScopeMap } from '../scopes.ts'
import { type Heard, openHeard } from '../spoken.ts'
import { REPORTS } from '../state.ts'
import { type IndicatorValue, judged, type Question, type ValuePeriod } from '../value.ts'
import { openTold, type Told } from './facts.ts'
import type { Days, Facts, Score, ScoreIndicator, Scorer } from './score.ts'

const daysOf = ({ from, to }: Days) => `${from} ${to}`

/** Counted values by scope, days and indicator, those that some score is made of. */
const openCounted = (inputs: readonly IndicatorValue[], scores: readonly ScoreIndicator[]) => {
  const asked = new Set(scores.flatMap(({ by }) => by.inputs.map(({ id }) => id)))
  const counted = new Map<string, Map<string, Map<string, IndicatorValue>>>()
  for (const value of inputs) {
    if (!asked.has(value.indicator.id)) continue
    const ofScope = at(counted, value.scope.key, () => new Map<string, Map<string, IndicatorValue>>())
    at(ofScope, daysOf(value.period), () => new Map<string, IndicatorValue>()).set(value.indicator.id, value)
  }
  return counted
}

const at = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const there = map.get(key) ?? make()
  map.set(key, there)
  return there
}

/** Words of its inputs that hold for a score too. */
const INHERITED = new Set(['estimate', 'incomplete', 'simulated', 'beyond-catalogue'])

/**
 * Scores beside the values they are made of: of the scopes and periods asked, or of the newest period told, as each rule says.
 * `inputs` are the values of what is counted; what others tell is `told`.
 */
export const scoreValues = (
  catalogues: Catalogues,
  question: Question,
  scores: readonly ScoreIndicator[],
  inputs: readonly IndicatorValue[],
  told: Told,
  map: ScopeMap,
): IndicatorValue[] => {
  const counted = openCounted(inputs, scores)
  // A code that was given to another unit in between speaks of the unit that bore it in the period.
  const open = openTold(told, (row) => bearerOf(catalogues, row.unit_code, row.period_to))
  const heard = openHeard(catalogues, question.spoken, map)
  const { isAsked = () => true } = question
  return [...map.scopes.values()].flatMap((scope) => {
    const families = Map.groupBy(
      scores.filter((indicator) => isAsked(indicator, scope)),
      ({ by }) => by,
    )
    return [...families].flatMap(([by, mine]) =>
      periodsOf(by, mine, scope, question, open).flatMap((period) => {
        const said = heard.ofUnit(
          { contract: REPORTS.topic },
          scope,
          period.kind === 'stated' ? null : period,
        )
        const flags = new Map<string, readonly string[]>()
        const ofPeriod = counted.get(scope.key)?.get(daysOf(period))
        const countedOf = (indicator: string, days: Days): Halves | undefined => {
          const mine = days === period ? ofPeriod : counted.get(scope.key)?.get(daysOf(days))
          const value = mine?.get(indicator)
          if (value?.state !== 'reported' || value.numerator === null) return undefined
          flags.set(indicator, value.flags)
          return { numerator: value.numerator, denominator: value.denominator }
        }
        const facts = open.factsOf(scope.unit.code, period, identityOf(scope.unit))
        const own: Facts = {
          ...facts,
          halvesOf: (indicator, days = period) => {
            const here = countedOf(indicator, days)
            // Only a unit as a whole reports; what it reports is not of one level below it.
            if (here || scope.level !== null) return here
            const reported = facts.halvesOf(indicator, days)
            if (reported && said.simulated) flags.set(indicator, ['simulated'])
            return reported
          },
        }
        const made = by.score(own)
        return mine.flatMap((indicator) =>
          toValues(
            catalogues,
            { indicator, scope, period },
            made.get(indicator.id),
            own,
            said,
            inherited(indicator, flags),
          ),
        )
      }),
    )
  })
}

/** Words of the inputs a score comes down to, as far as they hold for it too. */
const inherited = ({ leaves }: ScoreIndicator, flags: ReadonlyMap<string, readonly string[]>): string[] =>
  (leaves ?? [...flags.keys()])
    .flatMap((input) => flags.get(input) ?? [])
    .filter((flag) => INHERITED.has(flag))

const periodsOf = (
  { when, inputs }: Scorer,
  mine: readonly ScoreIndicator[],
  { unit, level }: Scope,
  { date, periods }: Question,
  told: ReturnType<typeof openTold>,
): ValuePeriod[] => {
  if (when === 'periods') return [...periods]
  if (level !== null) return []
  if (when === 'date') return [{ kind: 'day', from: date, to: date }]
  const ids = new Set([...inputs, ...mine].map(({ id }) => id))
  const newest = told.newest(identityOf(unit), ids, date, when.told)
  return newest ? [{ kind: 'stated', ...newest }] : []
}

type Head = { indicator: ScoreIndicator; scope: Scope; period: ValuePeriod }
/** Counted inputs have spoken for their periods already. */
const SPOKEN: Heard = {
  reachMs: Number.MAX_SAFE_INTEGER,
  completeUpToMs: Number.MAX_SAFE_INTEGER,
  simulated: false,
}

const toValues = (
  catalogues: Catalogues,
  head: Head,
  score: Score | undefined,
  facts: Facts,
  said: Heard,
  ofInputs: readonly string[],
): IndicatorValue[] => {
  const { indicator, scope, period } = head
  const ofPeriods = indicator.by.when === 'periods'
  // What is not made here may be reported whole.
  const isUntold = score === undefined || score.isUntold === true
  const whole = isUntold && scope.level === null ? facts.halvesOf(indicator.id) : undefined
  const numerator = score?.published ?? score?.numerator ?? whole?.numerator ?? null
  const denominator = (whole ?? score)?.denominator ?? null
  const nothing = { numerator: null, denominator: null, value: null }
  if (numerator === null) {
    // Of what is told now and then nothing is said in vain, unless it is who else must tell.
    if (!ofPeriods && !score?.missing?.length) return []
    const state = isUntold ? 'missing' : 'not-applicable'
    return [
      {
        indicator,
        scope,
        period,
        state,
        ...nothing,
        flags: [...(score?.flags ?? [])],
        ...shownOf(indicator, score),
      },
    ]
  }
  const value = judged(catalogues, head, { numerator, denominator }, ofPeriods ? SPOKEN : said)
  // A whole that is reported is not what its components, which nobody told, would give.
  if (value.state !== 'reported' || whole) return [value]
  // Published points are not made of the inputs.
  const words = score?.published === undefined ? ofInputs : []
  const own = value.flags.filter((flag) => INHERITED.has(flag))
  const flags = [...new Set([...own, ...words, ...value.flags, ...(score?.flags ?? [])])]
  return [{ ...value, flags, ...shownOf(indicator, score) }]
}

/** What a screen says beside a score. */
const shownOf = ({ by }: ScoreIndicator, score: Score | undefined): Partial<IndicatorValue> => ({
  ...(by.profile === null || score === undefined ? {} : { profile: by.profile }),
  ...(score?.band === undefined ? {} : { band: score.band }),
  ...(score?.note === undefined ? {} : { note: score.note }),
  ...(score?.missing?.length ? { missing: [...score.missing] } : {}),
  ...(score?.parts && score.numerator !== null ? { parts: score.parts } : {}),
})
