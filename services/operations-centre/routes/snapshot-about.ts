import type { ClickHouse } from '@ioc/clickhouse'
import { listPublished, RECEIPT_STATES } from '@ioc/exchange'
import type { Operators } from '@ioc/operators'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import { CELL_STATES, stateOf } from '../snapshots/calendar.ts'
import { type Attempt, readAttempts, readOutline, readSignedRefusals } from '../snapshots/read.ts'
import { dayText, instantText, wholeCount } from './fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'
import { isOperator } from './operator.ts'
import { noSuchSnapshot, PLACE_PARTS, readPlace } from './snapshot-place.ts'

const attempt = z.object({
  at: instantText,
  receiver: z.string(),
  outcome: z
    .string()
    .meta({ description: 'accepted, refused, again, or resend: a person had it sent again' }),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  httpStatus: wholeCount.nullable(),
  durationMs: wholeCount,
  nextAttemptAt: instantText.nullable(),
  receipt: z.string().nullable().meta({ description: 'The signed receipt, as it came' }),
  askedBy: z.string().optional(),
  askedWhy: z.string().optional(),
})

const revision = z.object({
  revision: wholeCount,
  digest: z.string(),
  publishedAt: instantText,
  receipt: z.enum(RECEIPT_STATES),
  state: z.enum(CELL_STATES),
  attempts: wholeCount,
})

/** No date has as many revisions. */
const REVISIONS_MAX = 10_000

/** One snapshot with everything known of it but its numbers: why it was made, by which rules, and what became of sending it. */
export const snapshotAboutOperation = (clickhouse: ClickHouse, keys: Operators) =>
  defineOperation({
    path: '/v1/snapshots/:group/:date/:revision',
    summary: 'One snapshot: revisions of its day, reason, cut, and every attempt to deliver it',
    description: 'Who had it sent again, and why, is told only with the operator key.',
    parts: PLACE_PARTS,
    mayBeAbsent: true,
    query: NO_QUERY,
    answer: z.object({
      group: z.string(),
      date: dayText,
      revision: wholeCount,
      digest: z.string(),
      publishedAt: instantText,
      bytes: wholeCount,
      values: wholeCount,
      reason: z.object({ code: z.string(), text: z.string().nullable() }),
      supersedes: z.object({ revision: wholeCount, digest: z.string() }).nullable(),
      cut: z.object({
        catalogueVersion: z.string(),
        indicatorsVersion: z.string(),
        cutNote: z.string().nullable(),
        records: wholeCount.meta({ description: 'Records of the log that lie inside the cut' }),
      }),
      revisions: z.array(revision).meta({ description: 'All of the day, newest first' }),
      deliveries: z.array(attempt).meta({ description: 'Newest first' }),
    }),
    handle: async (_query, { authorization, parts }) => {
      const place = readPlace(parts)
      const { group, date } = place
      const outline = await readOutline(clickhouse, place)
      if (!outline) throw noSuchSnapshot(place)
      const day = { from: date, to: date }
      const [rows, attempts, signedRefusals] = await Promise.all([
        listPublished(clickhouse, { group, ...day, limit: REVISIONS_MAX }),
        readAttempts(clickhouse, place),
        readSignedRefusals(clickhouse, day),
      ])
      const knowsNames = isOperator(keys, authorization)
      return {
        ...place,
        digest: outline.digest,
        publishedAt: toIso(outline.publishedMs),
        bytes: outline.bytes,
        values: outline.values,
        reason: readAs(outline.reason, reasonShape, { code: 'unknown', text: null }),
        supersedes: readAs(outline.supersedes, supersedesShape, null),
        cut: cutOf(outline.cut),
        revisions: rows
          .toSorted((a, b) => b.revision - a.revision)
          .map((row) => ({
            revision: row.revision,
            digest: row.digest,
            publishedAt: toIso(row.publishedMs),
            receipt: row.receipt,
            state: stateOf(row, signedRefusals),
            attempts: row.attempts,
          })),
        deliveries: attempts.map((each) => shown(each, knowsNames)),
      }
    },
  })

const reasonShape = z.object({ code: z.string(), text: z.string().nullable() })
const supersedesShape = z.object({ revision: wholeCount, digest: z.string() }).nullable()
const cutShape = z.object({
  catalogueVersion: z.string(),
  indicatorsVersion: z.string(),
  cutNote: z.string().nullable(),
  watermark: z.array(z.object({ offset: z.number() })),
})

/** What was signed long ago may lack what is asked of it now. */
const readAs = <T>(text: string, shape: z.ZodType<T>, otherwise: T): T => {
  const read = text === '' ? null : shape.safeParse(JSON.parse(text))
  return read?.success ? read.data : otherwise
}

const cutOf = (text: string) => {
  const { watermark, ...rest } = readAs(text, cutShape, {
    ...{ catalogueVersion: '', indicatorsVersion: '', cutNote: null, watermark: [] },
  })
  return { ...rest, records: watermark.reduce((sum, { offset }) => sum + offset + 1, 0) }
}

const orNull = (text: string) => (text === '' ? null : text)

const shown = (each: Attempt, knowsNames: boolean): z.input<typeof attempt> => ({
  at: toIso(each.attemptedMs),
  receiver: each.receiver,
  outcome: each.outcome,
  code: orNull(each.code),
  detail: orNull(each.detail),
  httpStatus: each.httpStatus === 0 ? null : each.httpStatus,
  durationMs: each.durationMs,
  nextAttemptAt: each.nextAttemptMs === null ? null : toIso(each.nextAttemptMs),
  receipt: orNull(each.receipt),
  ...(knowsNames && each.outcome === 'resend' ? { askedBy: each.askedBy, askedWhy: each.askedWhy } : {}),
})
