import type { Readable } from 'node:stream'
import { type Kafka, RecordTooLarge } from '@ioc/kafka'
import type { Reason } from '@ioc/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Body, openBodies } from './body.ts'
import type { Breaker } from './breaker.ts'
import { readCloudEvents, UnreadableBody } from './cloud-events.ts'
import { openDelivery } from './delivery.ts'
import { type Edge, judgeAtEdge } from './edge.ts'
import { openGate } from './gate.ts'
import { firstOutOfScope, type UnitTree } from './key-scope.ts'
import type { PushKeys } from './push-key.ts'
import { AWAY, KEYS_UNREADABLE, refuse, TOO_MUCH } from './refusal.ts'

/** Largest body, bytes: one event of 5 MB fits, and a batch of ordinary ones. */
export const PUSH_BYTES_MAX = 8 * 1024 * 1024
const EVENTS_MAX = 10_000
/** Bodies being read or worked on at once; beyond, the sender is asked to come back. */
const BYTES_IN_FLIGHT_MAX = 16 * 1024 * 1024

export type PushOptions = {
  kafka: Pick<Kafka, 'publish' | 'ping'>
  edge: Edge
  keys: Pick<PushKeys, 'find'>
  /** Which unit lies below which, for keys that speak for some units only. */
  tree(): UnitTree
  breaker: Breaker
  /** Aborted when the service stops. */
  stopping: AbortSignal
  onSent?(accepted: number, rejected: number): void
}

type Rejection = { index: number; id: string | null; reasons: readonly Reason[] }

/**
 * `POST /v1/events` (design §6): 200 whenever the body was readable, and only after Kafka acknowledged every record of it,
 * the accepted ones and the sealed originals of the rejected. Sending the same again is harmless.
 */
export const servePush = (app: FastifyInstance, options: PushOptions): void => {
  const { edge, keys, onSent } = options
  const bodies = openBodies({ bytesMax: PUSH_BYTES_MAX, bytesInFlightMax: BYTES_IN_FLIGHT_MAX })
  const delivery = openDelivery(options.kafka, options.stopping)
  const gate = openGate(options.breaker)

  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('*', (request: FastifyRequest, stream: Readable) => {
    const announced = request.headers['content-length']
    return bodies.read(stream, announced === undefined ? null : Number(announced))
  })

  app.post('/v1/events', async (request, reply) => {
    const body = (request.body ?? { kind: 'read', bytes: Buffer.alloc(0), release: () => {} }) as Body
    try {
      return await answer(request, reply, body)
    } finally {
      if (body.kind === 'read') body.release()
    }
  })

  const answer = async (request: FastifyRequest, reply: FastifyReply, body: Body) => {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const found = token ? keys.find(token) : ({ kind: 'unknown' } as const)
    if (found.kind === 'unreadable') return refuse(reply, KEYS_UNREADABLE)
    if (found.kind !== 'valid')
      return refuse(reply.header('WWW-Authenticate', 'Bearer'), {
        status: 401,
        title: found.kind === 'ended' ? 'Key has ended' : 'Unknown key',
        detail:
          found.kind === 'ended'
            ? `Send another: ${found.why}. A new one is made with npm run keys -- rotate or new.`
            : 'Send Authorization: Bearer <key>; npm run keys -- new <source> makes one, and that of a first source lies in the data folder under keys/<source>.',
      })
    const { grant } = found
    const mine = new Set(grant.keys())
    if (body.kind === 'too-large')
      return refuse(reply, {
        status: 413,
        title: 'Body too large',
        detail: `A body holds at most ${PUSH_BYTES_MAX} bytes; send several.`,
      })
    if (body.kind === 'too-much') return refuse(reply, TOO_MUCH)
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
    if (encoding !== 'identity' && encoding !== '')
      // Accept-Encoding says that it is the encoding, not the type, that is not understood (RFC 9110, 15.5.16).
      return refuse(reply.header('Accept-Encoding', 'identity'), {
        status: 415,
        title: 'Encoded body',
        detail: 'A body is read as it is: send it without Content-Encoding, uncompressed.',
      })
    if (delivery.away()) return refuse(reply, AWAY)
    // Before anything is parsed: who is held may send in vain as often as they like.
    const shut = gate.shut(mine)
    if (shut) return refuse(reply, shut)

    let events: ReturnType<typeof readCloudEvents>
    try {
      events = readCloudEvents(request.headers['content-type'] ?? '', request.headers, body.bytes)
    } catch (error) {
      if (!(error instanceof UnreadableBody)) throw error
      return refuse(reply, { status: 400, title: 'Unreadable body', detail: error.message })
    }
    if (events.length > EVENTS_MAX)
      return refuse(reply, {
        status: 413,
        title: 'Too many events',
        detail: `A batch holds at most ${EVENTS_MAX} events; send several.`,
      })
    // All or nothing before anything is sent: a key that speaks for others is a fault of the whole request.
    const foreign = events.find((event) => event.source !== '' && !mine.has(event.source))
    if (foreign)
      return refuse(reply, {
        status: 403,
        title: 'Key may not speak for that source',
        detail: `This key speaks for ${[...mine].join(', ')} only; set the CloudEvents attribute source to that.`,
      })

    const named = events.map((event) => ({ ...event, source: event.source || [...mine][0]! }))
    const outside = firstOutOfScope(named, grant, { contract: edge.contract, tree: options.tree() })
    if (outside)
      return refuse(reply, {
        status: 403,
        title: 'Key may not speak of that unit',
        detail: `Event ${outside.index} of the body is of unit ${outside.unit}; this key speaks for ${outside.units.join(', ')} and what lies below on the day the event belongs to. Nothing of this body was kept.`,
        more: { code: 'unit-out-of-scope', index: outside.index, unit: outside.unit, units: outside.units },
      })
    const passage = gate.enter(named.map((event) => event.source))
    if ('status' in passage) return refuse(reply, passage)
    let delivered = false
    try {
      const judged = named.map((event) => judgeAtEdge(event, edge))
      const verdicts = judged.map((j) => j.reasons)
      const stillHeld = passage.judge(verdicts)
      if (stillHeld) return refuse(reply, stillHeld)
      delivered = await delivery.deliver(
        edge.contract.id,
        judged.map((j) => j.record),
      )
      if (!delivered) return refuse(reply, AWAY)
      passage.sent(verdicts)
      const rejected: Rejection[] = verdicts.flatMap((reasons, index) =>
        reasons === null ? [] : [{ index, id: named[index]!.id, reasons }],
      )
      onSent?.(named.length - rejected.length, rejected.length)
      return reply.code(200).send({ accepted: named.length - rejected.length, rejected })
    } catch (error) {
      if (!(error instanceof RecordTooLarge)) throw error
      return refuse(reply, {
        status: 413,
        title: 'Event too large',
        detail: `Event ${error.index} of the body is too large to be kept, even sealed; send the others without it, and it in parts the contract allows.`,
      })
    } finally {
      passage.leave()
    }
  }
}
