import { nearestCodes } from '@ioc/catalogues/nearest.ts'
import type { Among, Indicator } from '@ioc/indicators'
import { hasProcedures } from '@ioc/indicators'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import {
  askedFields,
  cutField,
  halvesFields,
  indicatorField,
  periodField,
  periodText,
  ruledIndicatorField,
  scopeField,
  traceLink,
} from '../indicators/fields.ts'
import { indicatorOf } from '../indicators/find-indicator.ts'
import { type AskingDoors, understand } from '../indicators/question.ts'
import { ruledIndicator, shownCut, shownHalves, shownPeriod, shownScope } from '../indicators/shown.ts'
import { COUNTS, findValue, HALVES, takeApart } from '../indicators/take-apart.ts'
import { instantText, limitQuery } from './fields.ts'
import { defineOperation } from './operation.ts'
import type { Fault } from './problem-codes.ts'

const code = z.string({ error: 'expects one code' }).min(1).max(64)

const query = z.strictObject({
  scope: code.default('68').meta({ description: 'One scope: 68, 676, 24769, 68/commune' }),
  ...askedFields,
  period: periodText('One period; else the month to date. A survey or reported figure has its stated one'),
  procedure: code.meta({ description: 'Only dossiers of this procedure' }).optional(),
  field: code.meta({ description: 'Only dossiers of this field of procedures' }).optional(),
  estimate: z
    .enum(['true', 'false'], { error: 'expects true or false' })
    .default('false')
    .meta({ description: 'Of a reported figure: what its document calls an estimate' }),
  half: z
    .enum(HALVES, { error: `expects one of ${HALVES.join(', ')}` })
    .default('numerator')
    .meta({ description: 'The half whose events are listed' }),
  after: z.string().min(1).max(512).meta({ description: '`next` of the page before' }).optional(),
  limit: limitQuery(1_000, 100),
})

const component = z.object({
  indicator: indicatorField,
  scope: scopeField.meta({ description: 'That of the score; of a rank each unit of its level' }),
  period: periodField.nullable(),
  ...halvesFields,
  trace: traceLink.nullable().meta({ description: 'Null: nobody has told this component' }),
})

const tracedEvent = z.looseObject({
  topic: z.string(),
  partition: z.int(),
  offset: z.int(),
  event_source: z.string(),
  event_id: z.string(),
  subject: z.string(),
})

/** One value taken apart: its SQL, and the events behind each half; of a score, its components. */
export const traceOperation = (doors: AskingDoors & { now: () => number }) =>
  defineOperation({
    path: '/v1/indicators/:id/trace',
    summary: 'One value taken apart: SQL that can be pasted, and the events behind each half',
    description:
      'Personal data are absent: of an event only what says which it is and how it was counted. A score has components instead of SQL; each has its own trace.',
    mayBeAbsent: true,
    parts: { id: 'Id of the indicator, e.g. dossier.on-time' },
    query,
    answer: z.object({
      asOf: instantText.nullable(),
      cut: cutField,
      indicator: ruledIndicatorField,
      scope: scopeField,
      tree: z.string(),
      period: periodField,
      ...halvesFields,
      components: z.array(component).optional().meta({ description: 'What a score is made of' }),
      sql: z.string().nullable().meta({
        description:
          'Text to paste into any client; gives the same halves. Of a missing value it counts what is there, which nobody has called complete',
      }),
      query: z.string().nullable().meta({ description: 'The same with `{name:Type}` parameters' }),
      parameters: z.record(z.string(), z.unknown()),
      half: z.enum(HALVES),
      counts: z.enum(COUNTS).nullable().meta({
        description:
          'What the events are to the half. `subjects`: one each. `sum`: `counted` added up. `different`: different values of `counted`. `quantile`: it is taken of `counted`. `reports`: the newest word is the half. Null: no such half',
      }),
      events: z.array(tracedEvent),
      next: z.string().nullable().meta({ description: 'Pass as `after` for the next page' }),
    }),
    handle: async ({ scope, procedure, field, estimate, half, after, limit, ...asked }, { parts }) => {
      const asOfMs = doors.now()
      const indicator = indicatorOf(doors.indicators, parts.id ?? '')
      const faults: Fault[] = []
      if (scope === '*' || scope.includes(','))
        faults.push({
          parameter: 'scope',
          message: 'one value is taken apart; name one scope',
          code: 'one-scope',
        })
      if (procedure !== undefined && field !== undefined)
        faults.push({
          parameter: 'field',
          message: 'a procedure has one field; name either',
          code: 'one-of-two',
        })
      const among = amongOf(procedure, field)
      if (among) faults.push(...wrongAmong(doors, indicator, among))
      const understood = await understand(doors, { ...asked, scope, period: asked.period ?? 'month' }, faults)
      const found = await findValue(doors, understood, { indicator, among, estimate: estimate === 'true' })
      const { value } = found
      return {
        asOf: understood.cut ? null : toIso(asOfMs),
        cut: shownCut(understood.cut),
        indicator: ruledIndicator(indicator),
        scope: shownScope(doors.catalogues, understood, value.scope),
        tree: understood.treeWord,
        period: shownPeriod(value.period),
        ...shownHalves(value),
        ...(await takeApart(doors, understood, found, { half, after: after ?? null, limit })),
        half,
      }
    },
  })

const amongOf = (procedure: string | undefined, field: string | undefined): Among | undefined => {
  if (procedure !== undefined) return { by: 'procedure', code: procedure }
  return field === undefined ? undefined : { by: 'field', code: field }
}

const wrongAmong = ({ catalogues }: AskingDoors, indicator: Indicator, { by, code }: Among): Fault[] => {
  if (!hasProcedures(indicator))
    return [
      {
        parameter: by,
        message: `${indicator.id} does not count dossiers, so it has no ${by}`,
        code: 'not-of-dossiers',
      },
    ]
  const known = by === 'procedure' ? catalogues.procedures : catalogues.procedureFields
  if (known.some((each) => each.code === code)) return []
  const near = nearestCodes(
    code,
    known.map((each) => each.code),
  )
  const hint = near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''
  return [
    {
      parameter: by,
      message: `${code} is no ${by} of the catalogue${hint}`,
      code: by === 'procedure' ? 'unknown-procedure' : 'unknown-field',
      about: { given: code, near: near.join(', ') },
    },
  ]
}
