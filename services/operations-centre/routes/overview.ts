import {
  DATE_PERIODS,
  type IndicatorValue,
  indicatorsVersion,
  periodBefore,
  periodsBack,
  seriesFor,
} from '@ioc/indicators'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import { questionOf } from '../indicators/ask.ts'
import {
  askedFields,
  halvesFields,
  indicatorField,
  oneScope,
  periodField,
  scopeField,
  traceLink,
} from '../indicators/fields.ts'
import { openKept } from '../indicators/kept.ts'
import { type AskingDoors, understand } from '../indicators/question.ts'
import { shownHalves, shownIndicator, shownPeriod, shownScope, traceOf } from '../indicators/shown.ts'
import { refuseIfWrong } from '../indicators/words.ts'
import { headlineGroups } from '../overview/headlines.ts'
import { sameStretch } from '../overview/same-stretch.ts'
import { fedBy, freshnessOfFeed, tilesOf } from '../overview/tiles.ts'
import { FRESHNESS } from '../sources/freshness.ts'
import type { Source } from '../sources/sources.ts'
import { dayText, instantText } from './fields.ts'
import { defineOperation } from './operation.ts'
import type { Fault } from './problem-codes.ts'

const { cut: _cut, ...ofTheDay } = askedFields

const query = z.strictObject({
  scope: oneScope,
  ...ofTheDay,
  period: z
    .enum(DATE_PERIODS, { error: `expects one of ${DATE_PERIODS.join(', ')}` })
    .default('month')
    .meta({ description: 'The kind of period, to date' }),
})

const point = z.object({ period: periodField, ...halvesFields })

const tile = z.object({
  indicator: indicatorField,
  value: point
    .extend({ trace: traceLink })
    .nullable()
    .meta({ description: 'Null: nobody ever told it for this scope' }),
  before: point.nullable(),
  change: z.object({ difference: z.string(), percent: z.string().nullable() }).nullable().meta({
    description:
      'Since the period before, as far as the same day of it, and to the same hour where that day still runs (`beforeUntil`); null where either is not known',
  }),
  trend: z.array(point),
  freshness: z.enum(FRESHNESS).meta({ description: 'Of the stalest source that was ever heard' }),
  source: z.string().nullable().meta({ description: 'That source' }),
  lastArrivalAt: instantText.nullable().meta({ description: 'When that source was last heard' }),
})

/** Periods of a trend, by kind: what fits beside a number. */
const TREND = { day: 14, month: 12, quarter: 8, 'half-year': 6, year: 5 } as const

const KEPT_MS = 2_000
/** Numbers up to this old pass for those of now; while the next are counted, they are given without waiting. */
const RECENT_MS = 10_000
/** Older ones are given, and say that they are old, only where the next take longer than this: less than a page waits for its answer. */
const WAIT_MS_MAX = 4_000
const VALUES_MAX = 20_000

/** `beforeInPart`: the period before as far as the period asked has come, to the instant `untilMs`; null where that is all of it. */
type Numbers = { series: IndicatorValue[]; beforeInPart: IndicatorValue[] | null; untilMs: number | null }

/** What an operator sees first: the headlines of the four groups for one scope, each with what it was before. */
export const overviewOperation = (
  doors: AskingDoors & { now: () => number; sources(): Promise<readonly Source[]> },
) => {
  const { clickhouse, catalogues, indicators } = doors
  const groups = headlineGroups(indicators)
  const headlines = groups.flatMap((group) => group.indicators)
  const kept = openKept<Numbers>({
    keepMs: KEPT_MS,
    now: doors.now,
    sizeOf: ({ series }) => series.length,
    sizeMax: VALUES_MAX,
  })
  return defineOperation({
    path: '/v1/overview',
    summary: 'The headlines of the four groups for one scope: value, halves, change, trend, freshness',
    description:
      'Which indicators are headlines is a choice of this product. A figure reported now and then has the periods it was reported for.',
    mayBeAbsent: true,
    query,
    answer: z.object({
      asOf: instantText,
      isOld: z.boolean().meta({
        description: `True where \`asOf\` is more than ${RECENT_MS / 1000} seconds ago: the next numbers are being counted`,
      }),
      date: dayText,
      tree: z.string(),
      indicatorsVersion: z.string(),
      scope: scopeField,
      period: periodField,
      before: periodField,
      beforeUntil: instantText.nullable().meta({
        description:
          'As far as the period before is looked at, where the day asked still runs; null: all of it',
      }),
      groups: z.array(
        z.object({
          id: z.string(),
          title: z.object({ vi: z.string(), en: z.string() }),
          tiles: z.array(tile),
        }),
      ),
    }),
    handle: async (asked) => {
      const faults: Fault[] = []
      if (asked.scope === '*' || asked.scope.includes(','))
        faults.push({
          parameter: 'scope',
          message: 'an overview is of one scope; name one',
          code: 'one-scope',
        })
      const understood = await understand(doors, asked, faults)
      refuseIfWrong(faults)
      const [period] = understood.periods
      const before = periodBefore(period!)
      const trend = periodsBack(asked.period, understood.date, TREND[asked.period])
      const ask = async (): Promise<Numbers> => {
        const question = { ...(await questionOf(doors, understood, headlines)), scope: asked.scope }
        const untilMs = sameStretch(understood.date, before, doors.businessNow())
        // The period before, to the same day, is seldom one of the trend's.
        const isOfTrend = trend.some(({ from, to }) => from === before.from && to === before.to)
        const [series, beforeInPart] = await Promise.all([
          seriesFor(clickhouse, catalogues, {
            ...question,
            periods: isOfTrend || untilMs !== null ? trend : [before, ...trend],
          }),
          untilMs === null
            ? null
            : seriesFor(clickhouse, catalogues, { ...question, periods: [before], nowMs: untilMs }),
        ])
        return { series, beforeInPart, untilMs }
      }
      const name = JSON.stringify([asked.scope, understood.date, asked.period, understood.treeWord])
      const [{ value: numbers, asOfMs }, sources] = await Promise.all([
        kept.recent(name, ask, RECENT_MS, WAIT_MS_MAX),
        doors.sources(),
      ])
      const shownPoint = (value: IndicatorValue) => ({
        period: shownPeriod(value.period),
        ...shownHalves(value),
      })
      return {
        asOf: toIso(asOfMs),
        isOld: doors.now() - asOfMs > RECENT_MS,
        date: understood.date,
        tree: understood.treeWord,
        indicatorsVersion: indicatorsVersion(indicators, catalogues),
        scope: shownScope(catalogues, understood, understood.map.scopes.get(asked.scope)!),
        period: shownPeriod(period!),
        before: shownPeriod(before),
        beforeUntil: numbers.untilMs === null ? null : toIso(numbers.untilMs),
        groups: groups.map(({ id, title, indicators: mine }) => ({
          id,
          title,
          tiles: tilesOf(mine, numbers.series, {
            ...{ period: period!, before, trend, beforeInPart: numbers.beforeInPart },
          }).map((each) => ({
            indicator: shownIndicator(each.indicator),
            value: each.value && { ...shownPoint(each.value), trace: traceOf(understood, each.value) },
            before: each.before && shownPoint(each.before),
            change: each.change,
            trend: each.trend.map(shownPoint),
            ...freshnessOfFeed(fedBy(catalogues, each.indicator), sources),
          })),
        })),
      }
    },
  })
}
