import { DATE_PERIODS, type IndicatorValue, indicatorsVersion, periodsBack, seriesFor } from '@ioc/indicators'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import { questionOf } from '../indicators/ask.ts'
import { cutName } from '../indicators/cut.ts'
import {
  askedFields,
  cutField,
  halvesFields,
  indicatorField,
  oneScope,
  periodField,
  scopeField,
  traceLink,
} from '../indicators/fields.ts'
import { indicatorOf } from '../indicators/find-indicator.ts'
import { openKept } from '../indicators/kept.ts'
import { type AskingDoors, understand } from '../indicators/question.ts'
import {
  shownCut,
  shownHalves,
  shownIndicator,
  shownPeriod,
  shownScope,
  traceOfPoint,
} from '../indicators/shown.ts'
import { refuseIfWrong } from '../indicators/words.ts'
import { dayText, instantText } from './fields.ts'
import { defineOperation } from './operation.ts'
import type { Fault } from './problem-codes.ts'

const POINTS_MAX = 400

const query = z.strictObject({
  scope: oneScope,
  ...askedFields,
  period: z
    .enum(DATE_PERIODS, { error: `expects one of ${DATE_PERIODS.join(', ')}` })
    .default('month')
    .meta({ description: 'The kind of period; the last one is to date' }),
  points: z.coerce
    .number({ error: 'expects a number' })
    .int({ error: 'expects a whole number' })
    .min(1, { error: 'expects at least 1' })
    .max(POINTS_MAX, { error: `expects at most ${POINTS_MAX}` })
    .default(12)
    .meta({ description: 'How many periods, the last one ending on the date' }),
})

/** One indicator of one scope over time. */
export const seriesOperation = (doors: AskingDoors & { now: () => number }) => {
  const { clickhouse, catalogues, indicators } = doors
  const kept = openKept<IndicatorValue[]>({
    ...{ keepMs: 2_000, now: doors.now, sizeOf: (values) => values.length, sizeMax: 20_000 },
  })
  return defineOperation({
    path: '/v1/indicators/:id/series',
    summary: 'One indicator of one scope over many periods, the earliest first',
    description:
      'A survey or reported figure comes for the periods it was told for instead. Values of different survey methods never share an indicator, so all of one series may stand on one line; an estimate is flagged.',
    mayBeAbsent: true,
    parts: { id: 'Id of the indicator, e.g. dossier.on-time' },
    query,
    answer: z.object({
      asOf: instantText.nullable(),
      date: dayText,
      tree: z.string(),
      cut: cutField,
      indicatorsVersion: z.string(),
      indicator: indicatorField,
      scope: scopeField,
      points: z.array(z.object({ period: periodField, ...halvesFields, trace: traceLink })),
    }),
    handle: async ({ points, ...asked }, { parts }) => {
      const indicator = indicatorOf(indicators, parts.id ?? '')
      const faults: Fault[] = []
      if (asked.scope === '*' || asked.scope.includes(','))
        faults.push({ parameter: 'scope', message: 'a series is of one scope; name one', code: 'one-scope' })
      const understood = await understand(doors, asked, faults)
      refuseIfWrong(faults)
      const { date, treeWord, cut } = understood
      const name = JSON.stringify([
        ...[indicator.id, asked.scope, date, asked.period, points, treeWord, cut && cutName(cut)],
      ])
      const { value: series, asOfMs } = await kept.read(name, async () =>
        seriesFor(clickhouse, catalogues, {
          ...(await questionOf(doors, understood, [indicator])),
          scope: asked.scope,
          periods: periodsBack(asked.period, date, points),
        }),
      )
      return {
        asOf: cut ? null : toIso(asOfMs),
        date,
        tree: treeWord,
        cut: shownCut(cut),
        indicatorsVersion: indicatorsVersion(indicators, catalogues),
        indicator: shownIndicator(indicator),
        scope: shownScope(catalogues, understood, understood.map.scopes.get(asked.scope)!),
        points: [...series]
          .sort((a, b) => (a.period.to < b.period.to ? -1 : a.period.to > b.period.to ? 1 : 0))
          .map((value) => ({
            period: shownPeriod(value.period),
            ...shownHalves(value),
            trace: traceOfPoint(understood, value),
          })),
      }
    },
  })
}
