import type { CatalogueView, Contract } from '@ioc/schemas'
import { instant } from '@ioc/schemas/events/instant.ts'
import { sourceProgress } from '@ioc/schemas/events/source-progress.ts'
import { streamsOf, wrongStreams } from '@ioc/schemas/events/streams.ts'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Body } from './body.ts'
import type { Delivery } from './delivery.ts'
import { grantedTo } from './granted.ts'
import { liesWithin, type UnitTree } from './key-scope.ts'
import { progressRecord } from './progress.ts'
import type { PushCounts } from './push-counts.ts'
import type { Grant, PushKeys } from './push-key.ts'
import { AWAY, type Refusal, refuse, TOO_MUCH } from './refusal.ts'

export type ProgressDoors = {
  contract: Pick<Contract, 'id'>
  keys: Pick<PushKeys, 'find' | 'speakersOf'>
  /** Those in force, for words of some units or streams only. */
  catalogues(): UnitTree & Pick<CatalogueView, 'questionnaire'>
  /** Refuses the word of a source that is held. */
  held(source: string): Refusal | null
  /** Is it read by its producer too? Then the producer speaks for it. */
  isRead(source: string): boolean
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
  /** Null is a claim: of all there ever was. So it is said, and never taken for granted. */
  completeFrom: instant.nullable(),
  /** Of the contract's streams those that are meant; null: all. To be said where there are several, for it is a claim too. */
  streams: z
    .array(z.string())
    .min(1)
    .max(100)
    .transform((names) => [...new Set(names)])
    .nullable()
    .optional(),
  /** Of the units the key may speak of those that are meant; not given: all of them. */
  units: z
    .array(z.string())
    .min(1)
    .max(2000)
    .transform((codes) => [...new Set(codes)])
    .optional(),
  rhythmSeconds: z.int().min(1).max(31_536_000).default(86_400),
})

/**
 * `POST /v1/progress`: who pushes says how far it is, as every source does that is read. Until then its units' numbers are unknown rather than zero,
 * and its freshness goes by its last arrival. The word is one of `source-progress.v1`, for the units the key may speak of, or the fewer it names; 200 only after
 * Kafka acknowledged it. A source has one newest word: where another key or the producer would say another one, it is refused with 409; while it is held, with 503.
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
      const said = readWord(body.bytes, grant, doors)
      if ('status' in said) return refuse(reply, said)
      const shut = doors.held(said.source) ?? overwritten(said.source, doors)
      if (shut) return refuse(reply, shut)
      const { source, units, streams, ...told } = said
      const speaker = {
        ...{ name: source, contract: doors.contract, simulated: false, rhythmSeconds: told.rhythmSeconds },
        ...(told.completeFrom === null ? {} : { completeFromMs: told.completeFrom }),
        ...(units === null ? {} : { units }),
        ...(streams ? { streams } : {}),
      }
      const state = { ...doors.counts.of(source), completeUpToMs: told.completeUpTo }
      const { record, data } = progressRecord(speaker, state, doors.businessNow())
      if (!(await doors.delivery.deliver(sourceProgress.id, [record]))) return refuse(reply, AWAY)
      const {
        issuingSystem: _ours,
        recordedAt: _now,
        sequence: _order,
        voided: _never,
        simulated: _neither,
        ...answer
      } = data
      return reply.send(answer)
    } finally {
      if (body.kind === 'read') body.release()
    }
  })
}

/** Two who speak for one source would each replace the other's word, and with it the units it was for. */
const overwritten = (source: string, { keys, isRead }: ProgressDoors): Refusal | null => {
  const conflict = (why: string): Refusal => ({
    status: 409,
    title: 'Another speaks for this source',
    detail: `${why}, and each word would replace the other. Use a source name of its own: npm run keys -- new <name> makes a key for it.`,
    more: { code: 'several-speakers', source },
  })
  if (isRead(source)) return conflict(`${source} is read by its producer too, which says how far it is`)
  const speakers = keys.speakersOf(source)
  if (speakers.length < 2) return null
  const told = speakers.map((units) => units?.join(', ') ?? 'all units').join(' / ')
  return conflict(`${source} has keys of different units (${told})`)
}

type Said = Omit<z.output<typeof word>, 'units'> & { source: string; units: readonly string[] | null }

const readWord = (
  bytes: Buffer,
  grant: Grant,
  { businessNow, contract, catalogues }: Pick<ProgressDoors, 'businessNow' | 'contract' | 'catalogues'>,
): Said | Refusal => {
  const nowMs = businessNow()
  const wrong = (detail: string): Refusal => ({
    ...{ status: 400, title: 'Not a word of progress', detail },
  })
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    return wrong(
      'Send JSON: {"completeUpTo":"2026-11-27T10:00:00+07:00","completeFrom":"2026-07-01T00:00:00+07:00"}.',
    )
  }
  if (typeof json === 'object' && json !== null && !('completeFrom' in json))
    return wrong(
      'completeFrom is missing: the instant from which on everything was sent, or null where that is all there ever was.',
    )
  const read = word.safeParse(json)
  if (!read.success)
    return wrong(
      `${read.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`).join('; ')}.`,
    )
  const { completeUpTo, completeFrom, streams } = read.data
  if (completeUpTo > nowMs + AHEAD_MS_MAX)
    return wrong(
      `completeUpTo lies ${Math.round((completeUpTo - nowMs) / 1000)} s ahead: what has not happened cannot have been sent.`,
    )
  if (completeFrom !== null && completeFrom > completeUpTo)
    return wrong('completeFrom lies after completeUpTo: of no time at all everything would have been sent.')
  const among = streamsOf(contract.id)
  if (among && streams === undefined)
    return wrong(
      `streams is missing: the ${among.field} values of which everything was sent, or null where that is all of them.`,
    )
  const strange = wrongStreams(contract.id, streams ?? [], catalogues())
  if (strange !== null) return wrong(`streams: ${strange}.`)
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
  const mayOf = grant.get(source) ?? null
  const meant = read.data.units ?? null
  const stranger = meant?.find((code) => catalogues().unitHistory(code).length === 0)
  if (stranger !== undefined) return wrong(`units: ${stranger.slice(0, 64)} is no unit.`)
  const outside = mayOf === null ? undefined : meant?.find((code) => !liesWithin(code, mayOf, catalogues()))
  if (outside !== undefined)
    return {
      status: 403,
      title: 'Key may not speak of that unit',
      detail: `units: ${outside}; this key speaks for ${mayOf!.join(', ')} and what lies below.`,
      more: { code: 'unit-out-of-scope', unit: outside, units: mayOf },
    }
  return { ...read.data, source, units: meant ?? mayOf }
}
