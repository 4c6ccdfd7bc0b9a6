import { type RulesInForce, scopesOf } from '@ioc/indicators'
import { dayOf } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import type { Looker } from '../alerts/looker.ts'
import type { Source } from '../sources/sources.ts'
import { looked, shownRule } from './alert-fields.ts'
import { asOf } from './alerts.ts'
import { instantText } from './fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'

const answer = z.object({
  asOf: instantText.nullable().meta({ description: 'Of the last look; null: none was had yet' }),
  rules: z.array(looked),
  unreadable: z.array(z.string()).meta({ description: 'Ids of rules this software cannot read' }),
})
/** As the page reads it. */
export type AlertRulesAnswer = z.output<typeof answer>

/** The rules of alerts, and what each says now. */
export const alertRulesOperation = (looker: Looker) =>
  defineOperation({
    path: '/v1/alert-rules',
    summary: 'Rules of alerts with what each said at the last look',
    query: NO_QUERY,
    answer,
    handle: async () => {
      const { rules, unreadable } = looker.last()
      return { asOf: asOf(looker), rules: rules.map(shownRule), unreadable: [...unreadable] }
    },
  })

const bilingual = z.object({ vi: z.string(), en: z.string() })
const names = z.object({
  indicators: z.array(
    z.object({ id: z.string(), title: bilingual, kind: z.string(), unitOfMeasure: z.string() }),
  ),
  scopes: z.array(z.object({ key: z.string(), name: bilingual })),
  sources: z.array(z.string()),
})
export type AlertNames = z.input<typeof names>

/** What a rule can name, for who writes one. */
export const alertNamesOperation = (doors: {
  rules: Pick<RulesInForce, 'current'>
  businessNow(): number
  sources(): Promise<Source[]>
}) =>
  defineOperation({
    path: '/v1/alert-rules/names',
    summary: 'Indicators, scopes and sources a rule can name',
    query: NO_QUERY,
    answer: names,
    handle: async () => ({
      indicators: doors.rules.current().indicators.map(({ id, title, kind, unitOfMeasure }) => ({
        ...{ id, title, kind, unitOfMeasure },
      })),
      scopes: [
        ...scopesOf(
          doors.rules.current().catalogues,
          { kind: 'then' },
          dayOf(doors.businessNow()),
        ).scopes.values(),
      ]
        .filter(({ level }) => level === null)
        .map(({ key, unit }) => ({ key, name: unit.name })),
      sources: [...new Set((await doors.sources()).map(({ source }) => source))],
    }),
  })
