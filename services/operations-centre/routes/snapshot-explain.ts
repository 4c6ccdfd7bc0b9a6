import type { ClickHouse } from '@ioc/clickhouse'
import { ExchangeRefusal, type Explained, explainValue } from '@ioc/exchange'
import type { RulesInForce } from '@ioc/indicators'
import { PERIOD_KINDS, value } from '@ioc/schemas/snapshot/index.ts'
import { z } from 'zod'
import { indicatorField, ruledIndicatorField } from '../indicators/fields.ts'
import { HALVES } from '../indicators/take-apart.ts'
import { dayQuery, limitQuery } from './fields.ts'
import { defineOperation } from './operation.ts'
import type { ProblemCode } from './problem-codes.ts'
import { Refused } from './refused.ts'
import { PLACE_PARTS, readPlace } from './snapshot-place.ts'

const code = z.string({ error: 'expects one code' }).min(1).max(64)

const query = z.strictObject({
  indicator: code.meta({ description: 'Id of the indicator, e.g. dossier.on-time' }),
  unit: code.default('68').meta({ description: 'Code of the unit, as the snapshot has it' }),
  since: dayQuery
    .meta({ description: 'First day of the unit, where another one bears its code on the date' })
    .optional(),
  level: code.meta({ description: 'Else the unit as a whole' }).optional(),
  period: z
    .enum(PERIOD_KINDS, { error: `expects one of ${PERIOD_KINDS.join(', ')}` })
    .meta({ description: 'Else the shortest there is' })
    .optional(),
  to: dayQuery.meta({ description: 'Last day of a stated period; else the latest' }).optional(),
  half: z
    .enum(HALVES, { error: `expects one of ${HALVES.join(', ')}` })
    .meta({ description: 'List the events behind this half' })
    .optional(),
  limit: limitQuery(1_000, 100),
})

const bilingual = z.object({ vi: z.string(), en: z.string() })
const versions = z.object({ cut: z.string(), used: z.string(), now: z.string() })
const counted = z.object({
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  value: z.number().nullable(),
})

export type ExplainDoors = {
  clickhouse: ClickHouse
  rules: Pick<RulesInForce, 'current' | 'by'>
  /** One at a time: a whole snapshot is read. */
  inTurn<T>(task: () => Promise<T>): Promise<T>
}

/** A published value taken apart, as `npm run snapshots -- explain` does; what left without numbers is shown without them to everyone here. */
export const snapshotExplainOperation = ({ clickhouse, rules, inTurn }: ExplainDoors) =>
  defineOperation({
    path: '/v1/snapshots/:group/:date/:revision/explain',
    summary: 'A published value taken apart: the SQL that counts it as of its cut, and what that gives now',
    parts: PLACE_PARTS,
    mayBeAbsent: true,
    query,
    answer: z.object({
      snapshot: z.object({
        group: z.string(),
        date: z.string(),
        revision: z.number().int(),
        digest: z.string(),
      }),
      published: value,
      title: bilingual,
      unitName: bilingual.nullable(),
      source: z.string(),
      evidence: indicatorField.shape.evidence.meta({
        description: 'Is the rule stated by a document, inferred from the numbers, or unconfirmed?',
      }),
      halves: ruledIndicatorField.shape.halves,
      remark: bilingual
        .nullable()
        .meta({ description: 'What of the rule is inferred, and how it is read; null: nothing' }),
      rules: z.object({ catalogue: versions, indicators: versions, same: z.boolean() }).meta({
        description:
          'Of the cut, those used here, and those in force. Not the same: other halves may come out',
      }),
      sql: z
        .object({ text: z.string(), query: z.string(), parameters: z.record(z.string(), z.unknown()) })
        .nullable()
        .meta({ description: '`text` can be pasted; null: a score, which has inputs instead' }),
      inputs: z.array(value).meta({ description: 'What a score is made of, as published' }),
      inputHeads: z.record(z.string(), z.object({ title: bilingual, isPublished: z.boolean() })).meta({
        description: 'By their ids; published: this snapshot holds it, and it can be asked for too',
      }),
      eventHalves: z.array(z.enum(HALVES)).meta({ description: 'Those of which events can be listed' }),
      counted: counted.nullable().meta({ description: 'What the query gives now' }),
      agrees: z.boolean().nullable().meta({ description: 'Are these the halves that were published?' }),
      kept: z.boolean().meta({ description: 'Published without numbers: none are shown' }),
      events: z.array(z.looseObject({ topic: z.string(), partition: z.int(), offset: z.int() })),
    } satisfies Record<keyof Explained, z.ZodType>),
    handle: async ({ half, limit, ...meant }, { parts }) => {
      const asked = { ...readPlace(parts), ...meant, reveal: false }
      const events = half === undefined ? {} : { events: { half, limit } }
      return inTurn(async () => {
        try {
          return await explainValue({ clickhouse, rules: async () => rules }, { ...asked, ...events })
        } catch (error) {
          if (!(error instanceof ExchangeRefusal)) throw error
          throw new Refused({
            status: 404,
            code: error.code satisfies ProblemCode,
            detail: `${error.message}.`,
            about: error.about,
          })
        }
      })
    },
  })
