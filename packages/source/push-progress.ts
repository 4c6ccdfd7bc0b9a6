import type { Contract } from '@ioc/schemas'
import { instant } from '@ioc/schemas/events/instant.ts'
import { sourceProgress } from '@ioc/schemas/events/source-progress.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Body } from './body.ts'
import type { Delivery } from './delivery.ts'
import { grantedTo } from './granted.ts'
import { progressRecord } from './progress.ts'
import type { PushCounts } from './push-counts.ts'
import type { Grant, PushKeys } from './push-key.ts'
import { AWAY, type Refusal, refuse, TOO_MUCH } from './refusal.ts'

export type ProgressDoors = {
  contract: Pick<Contract, 'id'>
  keys: Pick<PushKeys, 'find'>
  counts: PushCounts
  delivery: Delivery
  businessNow(): number
}

/** A sender's clock may be ahead by so much; further, and what it says of its end is not believed. */
const AHEAD_MS_MAX = 60_000

const word = z.strictObject({
  /** Of several the key speaks for, the one that is meant. */
  source: z.string().optional(),
  completeUpTo: instant,
  completeFrom: instant.nullable().default(null),
  rhythmSeconds: z.int().min(1).max(31_536_000).default(86_400),
})

/**
 * `POST /v1/progress`: who pushes says how far it is, as every source does that is read. Until then its units' numbers are unknown rather than zero,
 * and its freshness goes by its last arrival. The word is one of `source-progress.v1`, for the units the key may speak of; 200 only after
 * Kafka acknowledged it.
 */
export const serveProgress = (app: FastifyInstance, doors: ProgressDoors): void => {
  app.post('/v1/progress', async (request, reply) => {
    const body = (request.body ?? { kind: 'read', bytes: Buffer.alloc(0), release: () => {} }) as Body
    try {
      const grant = grantedTo(request, reply, doors.keys)
      if (grant === null) return reply
      if (body.kind === 'too-much') return refuse(reply, TOO_MUCH)
      if (body.kind === 'too-large')
        return refuse(reply, { status: 413, title: 'Body too large', detail: 'A word of progress is short.' })
      const said = readWord(body.bytes, grant, doors.businessNow())
      if ('status' in said) return refuse(reply, said)
      const { source, units, ...told } = said
      const speaker = {
        ...{ name: source, contract: doors.contract, simulated: false, rhythmSeconds: told.rhythmSeconds },
        ...(told.completeFrom === null ? {} : { completeFromMs: told.completeFrom }),
        ...(units === null ? {} : { units }),
      }
      const state = { ...doors.counts.of(source), completeUpToMs: told.completeUpTo }
      const { record, data } = progressRecord(speaker, state, doors.businessNow())
      if (!(await doors.delivery.deliver(sourceProgress.id, [record]))) return refuse(reply, AWAY)
      const { contract, units: spoken, completeFrom, completeUpTo, rhythmSeconds, emitted, rejected } = data
      return reply.send({
        ...{ source, contract, units: spoken, completeFrom, completeUpTo, rhythmSeconds, emitted, rejected },
      })
    } finally {
      if (body.kind === 'read') body.release()
    }
  })
}

type Said = z.output<typeof word> & { source: string; units: readonly string[] | null }

const readWord = (bytes: Buffer, grant: Grant, nowMs: number): Said | Refusal => {
  const wrong = (detail: string): Refusal => ({
    ...{ status: 400, title: 'Not a word of progress', detail },
  })
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    return wrong('Send JSON: {"completeUpTo":"2026-11-27T10:00:00+07:00"}.')
  }
  const read = word.safeParse(json)
  if (!read.success)
    return wrong(
      `${read.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`).join('; ')}.`,
    )
  const { completeUpTo, completeFrom } = read.data
  if (completeUpTo > nowMs + AHEAD_MS_MAX)
    return wrong(
      `completeUpTo lies ${Math.round((completeUpTo - nowMs) / 1000)} s ahead: what has not happened cannot have been sent.`,
    )
  if (completeFrom !== null && completeFrom > completeUpTo)
    return wrong('completeFrom lies after completeUpTo: of no time at all everything would have been sent.')
  const mine = [...grant.keys()]
  const source = read.data.source ?? (mine.length === 1 ? mine[0]! : null)
  if (source === null)
    return wrong(`This key speaks for ${mine.join(', ')}: say with "source" which of them is meant.`)
  if (!grant.has(source))
    return {
      status: 403,
      title: 'Key may not speak for that source',
      detail: `This key speaks for ${mine.join(', ')} only.`,
    }
  return { ...read.data, source, units: grant.get(source) ?? null }
}
