import { type Kafka, RecordTooLarge } from '@ioc/kafka'
import type { Reason } from '@ioc/schemas'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { readCloudEvents, UnreadableBody } from './cloud-events.ts'
import { type Edge, judgeAtEdge } from './edge.ts'
import type { PushKeys } from './push-key.ts'

/** Largest body, bytes: one event of 5 MB fits, and a batch of ordinary ones. */
export const PUSH_BYTES_MAX = 8 * 1024 * 1024
/** Read to the end before it is refused: a connection closed in the middle of a body shows the sender a broken pipe, not the 413. */
const READ_BYTES_MAX = 2 * PUSH_BYTES_MAX
const EVENTS_MAX = 10_000
/** Bodies being worked on at once; beyond, the sender is asked to come back. */
const BYTES_IN_FLIGHT_MAX = 16 * 1024 * 1024
/** How long an acknowledgement is awaited before the sender is told to send again. */
const ACKNOWLEDGE_MS_MAX = 10_000

export type PushOptions = {
  kafka: Kafka
  edge: Edge
  keys: PushKeys
  onSent?(accepted: number, rejected: number): void
}

type Rejection = { index: number; id: string | null; reasons: readonly Reason[] }

const problem = (reply: FastifyReply, status: number, title: string, detail: string) =>
  reply.code(status).type('application/problem+json').send({ type: 'about:blank', title, status, detail })

/**
 * `POST /v1/events` (design §6): 200 whenever the body was readable, and only after Kafka acknowledged every record of it,
 * the accepted ones and the sealed originals of the rejected. Sending the same again is harmless.
 */
export const servePush = (app: FastifyInstance, { kafka, edge, keys, onSent }: PushOptions): void => {
  let bytesInFlight = 0
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: READ_BYTES_MAX }, (_request, body, done) =>
    done(null, body),
  )
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'buffer', bodyLimit: READ_BYTES_MAX },
    (_request, body, done) => done(null, body),
  )

  app.post('/v1/events', { bodyLimit: READ_BYTES_MAX }, async (request, reply) => {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const mine = token ? keys.sourcesOf(token) : null
    if (!mine)
      return problem(
        reply.header('WWW-Authenticate', 'Bearer'),
        401,
        'Unknown key',
        'Send Authorization: Bearer <key>; the key of a source lies in the data folder under keys/<source>.',
      )
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    if (body.length > PUSH_BYTES_MAX)
      return problem(
        reply,
        413,
        'Body too large',
        `A body holds at most ${PUSH_BYTES_MAX} bytes; send several.`,
      )
    if (bytesInFlight + body.length > BYTES_IN_FLIGHT_MAX)
      return problem(
        reply.header('Retry-After', '1'),
        429,
        'Too much at once',
        'Send this body again after the time in Retry-After.',
      )

    let events: ReturnType<typeof readCloudEvents>
    try {
      events = readCloudEvents(request.headers['content-type'] ?? '', request.headers, body)
    } catch (error) {
      if (!(error instanceof UnreadableBody)) throw error
      return problem(reply, 400, 'Unreadable body', error.message)
    }
    if (events.length > EVENTS_MAX)
      return problem(
        reply,
        413,
        'Too many events',
        `A batch holds at most ${EVENTS_MAX} events; send several.`,
      )
    // All or nothing before anything is sent: a key that speaks for others is a fault of the whole request.
    const foreign = events.find((event) => event.source !== '' && !mine.has(event.source))
    if (foreign)
      return problem(
        reply,
        403,
        'Key may not speak for that source',
        `This key speaks for ${[...mine].join(', ')} only; set the CloudEvents attribute source to that.`,
      )

    const judged = events.map((event) =>
      judgeAtEdge({ ...event, source: event.source || [...mine][0]! }, edge),
    )
    const rejected: Rejection[] = judged.flatMap((j, index) =>
      j.reasons === null ? [] : [{ index, id: events[index]?.id ?? null, reasons: j.reasons }],
    )
    bytesInFlight += body.length
    try {
      await kafka.publish(
        edge.contract.id,
        judged.map((j) => j.record),
        { signal: AbortSignal.timeout(ACKNOWLEDGE_MS_MAX) },
      )
    } catch (error) {
      if (error instanceof RecordTooLarge)
        return problem(
          reply,
          413,
          'Event too large',
          `Event ${error.index} of the body is too large to be kept, even sealed; send the others without it, and it in parts the contract allows.`,
        )
      if ((error as Error).name !== 'TimeoutError' && (error as Error).name !== 'AbortError') throw error
      return problem(
        reply.header('Retry-After', '5'),
        503,
        'Kafka does not acknowledge',
        'Nothing is promised of this body; send it again after the time in Retry-After. Sending twice is harmless.',
      )
    } finally {
      bytesInFlight -= body.length
    }
    onSent?.(events.length - rejected.length, rejected.length)
    return reply.code(200).send({ accepted: events.length - rejected.length, rejected })
  })
}
