import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Body, openBodies } from './body.ts'
import { readCloudEvents, UnreadableBody } from './cloud-events.ts'
import { grantedTo } from './granted.ts'
import { type Intake, type IntakeOptions, openIntake } from './intake.ts'
import type { PushKeys } from './push-key.ts'
import { type Refusal, refuse, TOO_MUCH } from './refusal.ts'
import type { TurnedAway } from './turned-away.ts'

/** Largest body, bytes: one event of 5 MB fits, and a batch of ordinary ones. */
export const PUSH_BYTES_MAX = 8 * 1024 * 1024
/** Most events of one body, in whatever form. */
export const EVENTS_MAX = 10_000
/** Bodies being read or worked on at once; beyond, the sender is asked to come back. */
const BYTES_IN_FLIGHT_MAX = 16 * 1024 * 1024

export type PushOptions = IntakeOptions & {
  keys: Pick<PushKeys, 'find'>
  turnedAway: Pick<TurnedAway, 'count'>
}

/**
 * `POST /v1/events` (design §6): 200 whenever the body was readable, and only after Kafka acknowledged every record of it,
 * the accepted ones and the sealed originals of the rejected. Sending the same again is harmless. Gives the intake, for events that come in another
 * form through the same door: bodies of every path are read by the same bounds.
 */
export const servePush = (app: FastifyInstance, options: PushOptions): Intake => {
  const { keys, turnedAway } = options
  const bodies = openBodies({ bytesMax: PUSH_BYTES_MAX, bytesInFlightMax: BYTES_IN_FLIGHT_MAX })
  const intake = openIntake(options)

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
    const grant = grantedTo(request, reply, keys)
    if (grant === null) return reply
    const mine = new Set(grant.keys())
    // Sent again as it is, it fares no better: who watches the source is to know of it.
    const turnAway = (refusal: Refusal, told = reply) => {
      turnedAway.count(mine, refusal.status, refusal.detail)
      return refuse(told, refusal)
    }
    if (body.kind === 'too-large')
      return turnAway({
        status: 413,
        title: 'Body too large',
        detail: `A body holds at most ${PUSH_BYTES_MAX} bytes; send several.`,
      })
    if (body.kind === 'too-much') return refuse(reply, TOO_MUCH)
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
    if (encoding !== 'identity' && encoding !== '')
      // Accept-Encoding says that it is the encoding, not the type, that is not understood (RFC 9110, 15.5.16).
      return turnAway(
        {
          status: 415,
          title: 'Encoded body',
          detail: 'A body is read as it is: send it without Content-Encoding, uncompressed.',
        },
        reply.header('Accept-Encoding', 'identity'),
      )
    // Before anything is parsed: who is held may send in vain as often as they like.
    const shut = intake.shut(mine)
    if (shut) return refuse(reply, shut)

    let events: ReturnType<typeof readCloudEvents>
    try {
      events = readCloudEvents(request.headers['content-type'] ?? '', request.headers, body.bytes)
    } catch (error) {
      if (!(error instanceof UnreadableBody)) throw error
      return turnAway({ status: 400, title: 'Unreadable body', detail: error.message })
    }
    if (events.length > EVENTS_MAX)
      return turnAway({
        status: 413,
        title: 'Too many events',
        detail: `A batch holds at most ${EVENTS_MAX} events; send several.`,
      })
    // All or nothing before anything is sent: a key that speaks for others is a fault of the whole request.
    const foreign = events.find((event) => event.source !== '' && !mine.has(event.source))
    if (foreign)
      return turnAway({
        status: 403,
        title: 'Key may not speak for that source',
        detail: `This key speaks for ${[...mine].join(', ')} only; set the CloudEvents attribute source to that.`,
      })

    const named = events.map((event) => ({ ...event, source: event.source || [...mine][0]! }))
    const taken = await intake.take(named, grant)
    return 'refusal' in taken ? refuse(reply, taken.refusal) : reply.code(200).send(taken)
  }
  return intake
}
