import type { HabitDoors } from '@ioc/source'
import type { Body } from '@ioc/source/body.ts'
import type { Incoming } from '@ioc/source/edge.ts'
import { EVENTS_MAX } from '@ioc/source/push.ts'
import type { Refusal } from '@ioc/source/refusal.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { mapReads } from '../candidates.ts'
import type { ConnectedSource } from '../connected.ts'
import { issuesOf } from '../place.ts'
import { openSessions } from './sessions.ts'

/** Codes a partner meets at the province's service bus (domain.md §9.2); 0 is done, 503 is ours: come back later. */
const CODES = { done: '0', unknown: '100', agency: '106', wrong: '500', later: '503' } as const

/** Largest body of a login, bytes: a name and a key. */
const LOGIN_BYTES_MAX = 4_096

export type Envelope = {
  /** Where the door is: `<path>/login` and `<path>`. */
  path: string
  connected: ConnectedSource
  /** Services that bring records; each entry of `data` is one. */
  services: readonly string[]
}

/** `Session`, `SESSION` and `session` are one: vendors write the outer fields as their language does. */
const anyCase = (told: unknown): unknown =>
  typeof told === 'object' && told !== null && !Array.isArray(told)
    ? Object.fromEntries(Object.entries(told).map(([name, value]) => [name.toLowerCase(), value]))
    : told

/** Records as they are, or, as some send them, as JSON text inside the JSON. */
const jsonInside = (told: unknown): unknown => {
  if (typeof told !== 'string') return told
  try {
    return JSON.parse(told)
  } catch {
    return told // no JSON: refused by its shape
  }
}

const login = z.preprocess(anyCase, z.object({ username: z.string(), password: z.string() }))
const text = z.union([z.string(), z.number()]).transform(String)
const record = z.record(z.string(), z.unknown())
const call = z.preprocess(
  anyCase,
  z.object({
    session: z.string({ error: 'is missing: log in first' }),
    madonvi: text.nullish(),
    service: z.string({ error: 'is missing' }),
    data: z.preprocess(
      jsonInside,
      z.union([z.array(record), record], { error: 'is neither a record nor a list of records' }),
    ),
  }),
)

type Answer = { error_code: string; message: string; [more: string]: unknown }

/**
 * Push as one-stop systems do it towards the portal: a session, then one envelope a call with the service's name and the records, and an answer with
 * error_code and message (read from vendors' public code, domain.md §6.3; the names of the outer fields are an assumption). The user is the name of the source, the password
 * its push key. Whether a call inserts or updates (isUpdating) makes no difference: a record carries the whole state. The HTTP status is 200 for whatever was understood, 503 with `Retry-After` while nothing can be taken.
 */
export const serveEnvelope = (
  app: FastifyInstance,
  { intake, keys, context }: HabitDoors,
  { path, connected, services }: Envelope,
  now: () => number = Date.now,
): void => {
  const sessions = openSessions(now)

  const withBody =
    (
      answer: (json: unknown, reply: FastifyReply) => Promise<Answer> | Answer,
      bytesMax = Number.POSITIVE_INFINITY,
    ) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const body = (request.body ?? { kind: 'read', bytes: Buffer.alloc(0), release: () => {} }) as Body
      if (body.kind === 'too-large')
        return tooLarge(reply, 'gói tin quá lớn, hãy chia nhỏ / the body is too large: send several')
      if (body.kind === 'too-much') return later(reply, 'đang nhận quá nhiều / too much at once', 2)
      try {
        // Before it is parsed: nobody has shown a key yet.
        if (body.bytes.length > bytesMax)
          return tooLarge(reply, `gói tin quá lớn / the body is too large: at most ${bytesMax} bytes`)
        return await answer(parsed(body.bytes), reply)
      } finally {
        body.release()
      }
    }

  app.post(
    `${path}/login`,
    withBody((json) => {
      const told = login.safeParse(json)
      if (!told.success) return { error_code: CODES.wrong, message: issuesOf(told.error) }
      const { username, password } = told.data
      const found = keys.find(password)
      if (found.kind !== 'valid' || username !== connected.name || !found.grant.has(connected.name))
        return {
          error_code: CODES.unknown,
          message: `sai tên hoặc khóa / wrong name or key: username is ${connected.name}, password its push key (npm run keys -- new ${connected.name})`,
        }
      return { error_code: CODES.done, message: 'thành công', session: sessions.begin(password) }
    }, LOGIN_BYTES_MAX),
  )

  app.post(
    path,
    withBody(async (json, reply) => {
      const told = call.safeParse(json)
      if (!told.success) return { error_code: CODES.wrong, message: issuesOf(told.error) }
      const { session, madonvi, service, data } = told.data
      const token = sessions.tokenOf(session)
      const found = token === null ? null : keys.find(token)
      if (found?.kind !== 'valid' || !found.grant.has(connected.name))
        return {
          error_code: CODES.unknown,
          message: 'phiên không còn hiệu lực / the session is unknown or over: log in again',
        }
      if (!madonvi) return { error_code: CODES.agency, message: 'thiếu madonvi / madonvi is missing' }
      if (!services.some((each) => each.toLowerCase() === service.trim().toLowerCase()))
        return {
          error_code: CODES.wrong,
          message: `không có dịch vụ ${service.slice(0, 64)} / no such service; known: ${services.join(', ')}`,
        }
      const shut = intake.shut(new Set([connected.name]))
      if (shut) return refused(reply, shut)
      const records = Array.isArray(data) ? data : [data]
      if (records.length > EVENTS_MAX)
        return tooLarge(
          reply,
          `quá nhiều bản ghi, hãy chia nhỏ / ${records.length} records: a call holds at most ${EVENTS_MAX}, send several; nothing of this one was kept`,
        )
      return take(records, found.grant, reply)
    }),
  )

  const take = async (
    records: readonly Record<string, unknown>[],
    grant: Parameters<typeof intake.take>[1],
    reply: FastifyReply,
  ): Promise<Answer> => {
    const reads = records.map((record, index) => ({ where: String(index), record }))
    const mapped = mapReads(connected, reads, context, context.clock.now())
    const events = mapped.flatMap((each) =>
      each.kind === 'event' ? [{ where: each.where, ...each.candidate }] : [],
    )
    const taken =
      events.length === 0
        ? { accepted: 0, rejected: [] }
        : await intake.take(
            events.map(
              (event): Incoming => ({
                ...{ source: connected.name, id: event.id, type: null, timeMs: event.atMs },
                data: 'data' in event ? event.data : event.bytes,
              }),
            ),
            grant,
          )
    if ('refusal' in taken) return refused(reply, taken.refusal)
    const skipped = mapped.length - events.length
    const rejected = taken.rejected.map(({ index, reasons }) => ({
      index: Number(events[index]!.where),
      reasons,
    }))
    const counts = { accepted: taken.accepted, skipped, rejected }
    return rejected.length === 0
      ? { error_code: CODES.done, message: 'thành công', ...counts }
      : {
          error_code: CODES.wrong,
          message: `${rejected.length} bản ghi sai dữ liệu, ${taken.accepted} bản ghi đã nhận / ${rejected.length} records are wrong and were set aside, ${taken.accepted} were taken; send only those again, mended`,
          ...counts,
        }
  }
}

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return null // no JSON in UTF-8: refused by its shape
  }
}

const tooLarge = (reply: FastifyReply, message: string): Answer => {
  reply.code(413)
  return { error_code: CODES.wrong, message }
}

const later = (reply: FastifyReply, message: string, seconds: number): Answer => {
  reply.code(503).header('Retry-After', String(seconds))
  return { error_code: CODES.later, message }
}

const refused = (reply: FastifyReply, { status, detail, retryAfterSeconds }: Refusal): Answer => {
  if (status === 503 || status === 429) return later(reply, detail, retryAfterSeconds ?? 2)
  return { error_code: status === 403 ? CODES.agency : CODES.wrong, message: detail }
}
