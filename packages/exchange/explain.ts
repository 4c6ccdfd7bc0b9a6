import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import {
  chainFor,
  type Half,
  type Indicator,
  type IndicatorValue,
  indicatorsVersion,
  isScore,
  madeOf,
  periodsTo,
  progressAsOf,
  type Question,
  type Rules,
  type RulesInForce,
  type Scope,
  type ScoreIndicator,
  scopesOf,
  snapshotValues,
  spokenOf,
  type Traced,
  type TracedEvent,
  tracedEvents,
  traceQuery,
  valuesFor,
  whatCounts,
} from '@ioc/indicators'
import { type Artefact, cellKey, type SnapshotBody, type SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import { notThere } from './look.ts'
import { type MeantValue, meantValue, scopesNamed } from './meant.ts'
import { readArtefact, type Wanted } from './published.ts'
import { ExchangeRefusal } from './refusal.ts'

export type ExplainDoors = {
  clickhouse: ClickHouse
  /** Every rule that is or was in force; asked when a value is explained. */
  rules(): Promise<Pick<RulesInForce, 'current' | 'by'>>
}
/** The same, by the catalogues a snapshot pins. */
type Doors = { clickhouse: ClickHouse; now: Rules } & Pick<Rules, 'catalogues' | 'indicators'>

/** Which value of a snapshot is explained. */
export type ExplainAsked = Wanted &
  MeantValue & {
    /** List the events behind this half, at most so many. */
    events?: { half: Half; limit: number } | undefined
    /** The operator's word: show the numbers behind a value that was published without. */
    reveal: boolean
  }

/** What a query gives; `value` is of a quantile, which has no numerator. */
export type Counted = { numerator: number | null; denominator: number | null; value: number | null }

export type Explained = {
  snapshot: { group: string; date: string; revision: number; digest: string }
  published: SnapshotValue
  title: { vi: string; en: string }
  /** Null: the catalogue at hand has no such unit. */
  unitName: { vi: string; en: string } | null
  source: string
  /** How far the rule can be relied on. */
  evidence: Indicator['evidence']
  /** What the halves count, in words; null: others count them, or it is a score. */
  halves: { numerator: { vi: string; en: string }; denominator: { vi: string; en: string } | null } | null
  /** What of the rule is inferred, and how it is read; null: nothing. */
  remark: { vi: string; en: string } | null
  /** The rules it was counted by, those it is counted by here, and those in force; where the first two are not the same, other halves may come out. */
  rules: Record<'catalogue' | 'indicators', { cut: string; used: string; now: string }> & { same: boolean }
  /** Text to paste, the same with parameters, and those. Null: a score, which has inputs instead. */
  sql: { text: string; query: string; parameters: Record<string, unknown> } | null
  /** What a score is made of, as it would be published. */
  inputs: SnapshotValue[]
  /** What those are called, by their ids, and whether this snapshot holds them, so that they can be explained as well. */
  inputHeads: Record<string, { title: { vi: string; en: string }; isPublished: boolean }>
  /** Halves of which the events can be listed. */
  eventHalves: Half[]
  /** What the query gives as of the cut; null: it gave nothing, or the value was published without numbers. */
  counted: Counted | null
  /** Does it give the halves that were published? Null: none were, or none are shown. */
  agrees: boolean | null
  /** The value was published without numbers, and nobody with the operator's key asked for them. */
  kept: boolean
  events: TracedEvent[]
}

/**
 * Takes a published value apart: the SQL of its halves as of the cut of its snapshot, and what that gives today.
 * @throws ExchangeRefusal where there is no such value, saying what there is
 */
export const explainValue = async (
  { clickhouse, rules: inForce }: ExplainDoors,
  asked: ExplainAsked,
): Promise<Explained> => {
  const found = await readArtefact(clickhouse, asked)
  if (!found) throw await notThere(clickhouse, asked)
  const { body, digest } = JSON.parse(found.artefact) as Artefact
  const known = await inForce()
  const now = known.current()
  // By the catalogues it was counted by; where no log has them, by those at hand, and `rules` says so.
  const { catalogues, indicators } = known.by(body.cut.catalogueVersion) ?? now
  const doors: Doors = { clickhouse, catalogues, indicators, now }
  const published = meantValue(catalogues, body, asked)
  const indicator = indicators.find(({ id }) => id === published.indicator)
  if (!indicator)
    throw new ExchangeRefusal(
      'indicator-gone',
      `${published.indicator} was published by rules that this software no longer has`,
      { given: published.indicator },
    )
  const rules = rulesOf(body, doors)
  const kept = published.state !== 'reported' && !asked.reveal
  const head = {
    snapshot: { group: body.group, date: body.date, revision: body.revision, digest },
    published,
    title: indicator.title,
    unitName: catalogues.unit(published.unit, published.since ?? body.date)?.name ?? null,
    source: indicator.source,
    evidence: indicator.evidence,
    halves: indicator.halves ?? null,
    remark: indicator.remark ?? null,
    rules,
    kept,
  }
  const scopes = scopesNamed(catalogues, body.date, published)
  if (isScore(indicator)) {
    const { value, inputs } = await scored(doors, body, published, indicator, scopes)
    const counted = kept || !value ? null : halvesOf(value)
    return {
      ...head,
      sql: null,
      inputs,
      inputHeads: headsOf(indicators, body, published, inputs),
      eventHalves: [],
      counted,
      agrees: agree(published, counted, kept),
      events: [],
    }
  }
  if (asked.events && whatCounts(indicator, asked.events.half) === null)
    throw new ExchangeRefusal('no-such-half', `${indicator.id} has no ${asked.events.half}`)
  const traces = scopes.map(
    (scope): Traced => ({
      indicator,
      map: scopesOf(catalogues, { kind: 'then' }, body.date),
      scope: scope.key,
      chain: chainFor({ date: body.date, nowMs: null }, [published.period]),
      watermark: body.cut.watermark,
      estimate: published.flags.includes('estimate'),
      database: clickhouse.database,
    }),
  )
  // Two scopes may bear one name, a district and its own offices; the one that was published is the one that counts so.
  let chosen: { traced: Traced; counted: Counted | null } | undefined
  for (const traced of traces) {
    const counted = kept ? null : await run(clickhouse, catalogues, traced)
    chosen ??= { traced, counted }
    if (kept || agree(published, counted, kept) !== false) {
      chosen = { traced, counted }
      break
    }
  }
  const { traced, counted } = chosen!
  const { sql, params, text } = traceQuery(catalogues, traced)
  return {
    ...head,
    sql: { text, query: sql, parameters: params },
    inputs: [],
    inputHeads: {},
    eventHalves: kept ? [] : HALVES.filter((half) => whatCounts(indicator, half) !== null),
    counted,
    agrees: agree(published, counted, kept),
    events:
      asked.events && !kept
        ? await tracedEvents(clickhouse, catalogues, traced, asked.events.half, {
            after: null,
            limit: asked.events.limit,
          })
        : [],
  }
}

type Row = { numerator: unknown; denominator: unknown; value?: unknown }
const numberOf = (given: unknown): number | null =>
  given === null || given === undefined ? null : Number(given)

const run = async (
  clickhouse: ClickHouse,
  catalogues: Catalogues,
  traced: Traced,
): Promise<Counted | null> => {
  const { sql, params } = traceQuery(catalogues, traced)
  const [row] = await clickhouse.query<Row>(sql, params)
  return row
    ? {
        numerator: numberOf(row.numerator),
        denominator: numberOf(row.denominator),
        value: numberOf(row.value),
      }
    : null
}

const agree = (published: SnapshotValue, counted: Counted | null, kept: boolean): boolean | null =>
  kept || published.state !== 'reported'
    ? null
    : counted !== null &&
      counted.numerator === published.numerator &&
      counted.denominator === published.denominator &&
      (counted.value === null || counted.value === Number(published.value))

const headsOf = (
  indicators: readonly Indicator[],
  body: SnapshotBody,
  score: SnapshotValue,
  inputs: readonly SnapshotValue[],
): Explained['inputHeads'] =>
  Object.fromEntries(
    indicators
      .filter(({ id }) => inputs.some(({ indicator }) => indicator === id))
      .map(({ id, title }) => {
        const place = cellKey({ ...score, indicator: id })
        return [id, { title, isPublished: body.values.some((value) => cellKey(value) === place) }]
      }),
  )

const halvesOf = ({ numerator, denominator }: IndicatorValue): Counted => ({
  numerator: numberOf(numerator),
  denominator: numberOf(denominator),
  value: null,
})

const HALVES = ['numerator', 'denominator'] as const satisfies Half[]

/** A score made anew as of the cut, and what it was made of as that would be published. */
const scored = async (
  { clickhouse, catalogues, indicators }: Doors,
  body: SnapshotBody,
  published: SnapshotValue,
  indicator: ScoreIndicator,
  scopes: readonly Scope[],
) => {
  const { watermark } = body.cut
  const parts = indicator.components
    ? indicators.filter(({ id }) => indicator.components!.includes(id))
    : madeOf(indicator)
  const { kind, from, to } = published.period
  const question: Question = {
    indicators: [indicator, ...parts],
    // What was told for a stated period is the newest by its end.
    date: kind === 'stated' ? to : body.date,
    periods: kind === 'stated' ? periodsTo(to) : [{ kind, from, to }],
    tree: { kind: 'then' },
    scopes: [scopes[0]!.key],
    watermark,
    // What was signed rests on versions alone.
    nearShareMax: 0,
    nowMs: null,
    spoken: spokenOf(await progressAsOf(clickhouse, watermark)),
  }
  const values = await valuesFor(clickhouse, catalogues, question)
  const inPeriod = values.filter(
    (value) => value.period.from === from && value.period.to === to && !value.flags.includes('estimate'),
  )
  return {
    value: inPeriod.find((value) => value.indicator.id === indicator.id),
    inputs: parts.map((part): SnapshotValue => {
      // What was published counts: a withheld input stays withheld.
      const there = body.values.find(
        (each) => cellKey(each) === cellKey({ ...published, indicator: part.id }),
      )
      if (there) return there
      const value = inPeriod.find((each) => each.indicator.id === part.id)
      return value ? snapshotValues([value], [], body.cut.withheldUpTo)[0]! : untold(part, published)
    }),
  }
}

/** Nobody has told this input for the period. */
const untold = ({ id, kind, unitOfMeasure }: Indicator, { unit, level, period }: SnapshotValue) => ({
  ...{ indicator: id, unit, level, period, kind, unitOfMeasure },
  ...{ state: 'missing' as const, numerator: null, denominator: null, value: null, flags: [] },
})

const rulesOf = ({ cut }: SnapshotBody, { catalogues, indicators, now }: Doors): Explained['rules'] => {
  const catalogue = { cut: cut.catalogueVersion, used: catalogues.version, now: now.catalogues.version }
  const used = indicatorsVersion(indicators, catalogues)
  const rules = { cut: cut.indicatorsVersion, used, now: now.versions.indicatorsVersion }
  return {
    catalogue,
    indicators: rules,
    same: catalogue.cut === catalogue.used && rules.cut === rules.used,
  }
}
