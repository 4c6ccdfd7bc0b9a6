import type { Catalogues } from '@ioc/catalogues'
import { hasProcedures, type Indicator, indicatorsVersion, isCounted, type Scope } from '@ioc/indicators'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import { askValues, nameOf, openKeptValues } from '../indicators/ask.ts'
import { askedFields, cutField, periodText, valueField } from '../indicators/fields.ts'
import { type AskingDoors, type Understood, understand } from '../indicators/question.ts'
import {
  shownCut,
  shownHalves,
  shownIndicator,
  shownPeriod,
  shownScope,
  traceOf,
} from '../indicators/shown.ts'
import { readIndicators, refuseIfWrong } from '../indicators/words.ts'
import { dayText, instantText } from './fields.ts'
import { defineOperation } from './operation.ts'
import type { Fault } from './problem-codes.ts'

const BY = ['unit', 'procedure', 'field'] as const

const query = z.strictObject({
  scope: z
    .string({ error: 'expects one text; several scopes by comma' })
    .min(1)
    .max(4_000)
    .default('68')
    .meta({
      description:
        'Whose: a unit with all below it (68, 676, 24769), one level below it (68/commune), several by comma, `*` for all',
    }),
  ...askedFields,
  period: periodText('One period; else day, month, quarter, half-year and year to date'),
  indicator: z
    .string({ error: 'expects one text; several indicators by comma' })
    .min(1)
    .max(4_000)
    .meta({ description: 'Ids, or what ids begin with (dossier), several by comma; else all' })
    .optional(),
  by: z
    .enum(BY, { error: `expects one of ${BY.join(', ')}` })
    .default('unit')
    .meta({ description: '`procedure`, `field`: dossiers of one scope taken apart' }),
})

/** More than any sensible question gives: all of the tree are some sixty thousand. */
const VALUES_MAX = 150_000

/** Indicators of scopes and periods, now or as of a cut. */
export const indicatorsOperation = (doors: AskingDoors & { now: () => number }) => {
  const kept = openKeptValues(doors.now)
  const { catalogues, indicators } = doors
  const versions = {
    catalogueVersion: catalogues.version,
    indicatorsVersion: indicatorsVersion(indicators, catalogues),
  }
  return defineOperation({
    path: '/v1/indicators',
    summary: 'Indicators with their halves, states and flags, by scope and period',
    description:
      'Surveys and reported figures come for the newest stated period that ended by the date. Counted by the rules of this catalogue and indicators version; `asOf` is null where a cut is named.',
    mayBeAbsent: true,
    query,
    answer: z.object({
      asOf: instantText.nullable(),
      date: dayText,
      tree: z.string(),
      cut: cutField,
      catalogueVersion: z.string(),
      indicatorsVersion: z.string(),
      values: z.array(valueField),
    }),
    handle: async ({ indicator, by, ...asked }) => {
      const faults: Fault[] = []
      const named = readIndicators(indicator, indicators, faults)
      const mine = by === 'unit' ? named : named.filter(hasProcedures)
      if (by !== 'unit' && faults.length === 0 && mine.length === 0)
        faults.push({
          parameter: 'by',
          message: `${by} is known of dossiers only; ask for indicators of dossiers`,
          code: 'not-of-dossiers',
        })
      if (by !== 'unit' && (asked.scope === '*' || asked.scope.includes(',')))
        faults.push({
          parameter: 'scope',
          message: `by ${by} one scope is taken apart; name one`,
          code: 'one-scope',
        })
      const understood = await understand(doors, asked, faults)
      const groups = { unit: null, procedure: catalogues.procedures, field: catalogues.procedureFields }[by]
      refuseIfWrong(tooMany(understood, mine, groups?.length ?? null))
      const { value: values, asOfMs } = await kept.read(nameOf(understood, mine, by), () =>
        askValues(doors, understood, mine, by),
      )
      return {
        asOf: understood.cut ? null : toIso(asOfMs),
        date: understood.date,
        tree: understood.treeWord,
        cut: shownCut(understood.cut),
        ...versions,
        values: shownValues(catalogues, understood, values),
      }
    },
  })
}

const tooMany = (
  { scopes, map, periods }: Understood,
  indicators: readonly Indicator[],
  groups: number | null,
): Fault[] => {
  // The others have a value or two for each unit that somebody spoke of.
  const perScope = indicators.filter(isCounted).length * periods.length
  const values = (groups ?? scopes?.length ?? map.scopes.size) * perScope
  return values <= VALUES_MAX
    ? []
    : [
        {
          parameter: 'indicator',
          message: `up to ${values} values are asked for, at most ${VALUES_MAX} are given at once; name fewer indicators or one period`,
          code: 'too-many-values',
          about: { asked: String(values), most: String(VALUES_MAX) },
        },
      ]
}

type Values = Awaited<ReturnType<typeof askValues>>

/** Indicators and scopes stand in many values: each is written out once, and shared. */
const shownValues = (catalogues: Catalogues, understood: Understood, values: Values) => {
  const indicatorOnce = once(shownIndicator)
  const scopeOnce = once((scope: Scope) => shownScope(catalogues, understood, scope))
  return values.map((value) => ({
    indicator: indicatorOnce(value.indicator),
    scope: scopeOnce(value.scope),
    period: shownPeriod(value.period),
    ...shownHalves(value),
    trace: traceOf(understood, value),
  }))
}

const once = <From extends object, To>(show: (from: From) => To) => {
  const shown = new Map<From, To>()
  return (from: From): To => {
    const known = shown.get(from) ?? show(from)
    shown.set(from, known)
    return known
  }
}
