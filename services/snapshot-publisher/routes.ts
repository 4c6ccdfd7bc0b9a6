import { ClickHouseError } from '@ioc/clickhouse'
import { cutKey } from '@ioc/cuts'
import { sendProblem } from '@ioc/health'
import { type Audit, bearerOf, OperatorFault, type Operators } from '@ioc/operators'
import { KeyFault } from '@ioc/snapshot'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NothingChanged } from './by-hand.ts'
import type { Publisher } from './publisher.ts'

const day = z.iso.date({ error: 'is not a calendar day, e.g. 2024-06-30' })
const closing = z.strictObject({
  date: day,
  group: z.string().optional(),
  /** The days up to it are asked for next: they are cut at one instant, and counted together. */
  upTo: day.optional(),
  reason: z
    .string()
    .trim()
    .min(1, { error: 'is empty' })
    .max(500, { error: 'is above 500 characters' })
    .optional(),
})
const resending = closing.pick({ reason: true }).required()
const place = z.object({ group: z.string(), date: day, revision: z.coerce.number().int().min(1) })
const previewing = closing.pick({ date: true, group: true })

class NoSuchSnapshot extends Error {
  override readonly name = 'NoSuchSnapshot'
}

/** What a thrown refusal is called in the audit; null for a fault of ours. */
export const refusalOf = (error: unknown): string | null =>
  error instanceof NothingChanged
    ? 'nothing-changed'
    : error instanceof NoSuchSnapshot
      ? 'no-such-snapshot'
      : error instanceof KeyFault
        ? 'signing-key'
        : null

/**
 * `GET /v1/snapshots`: what is published. With an operator's token, and written to the audit before it is done: `POST /v1/snapshots {date, group?, reason?, upTo?}` closes a date now, or
 * publishes a closed one anew with a reason; `POST /v1/snapshots/preview {date, group?}` says what that would change;
 * `POST /v1/snapshots/{group}/{date}/{revision}/resend {reason}` sends one again, parked or not.
 */
export const serveSnapshots = (
  app: FastifyInstance,
  publisher: Publisher,
  { operators, audit }: { operators: Operators; audit: Audit },
  today: () => string,
): void => {
  /** The name of the token that was shown; where it is none, null, and the call is answered already. */
  const operatorOf = (call: FastifyRequest, reply: FastifyReply): string | null => {
    const token = bearerOf(call.headers.authorization)
    try {
      const name = token === null ? null : operators.nameOf(token)
      if (name !== null) return name
    } catch (error) {
      if (!(error instanceof OperatorFault)) throw error
      sendProblem(reply, { status: 503, code: 'operators-unreadable', detail: `${error.message}.` })
      return null
    }
    sendProblem(reply, {
      status: 401,
      code: 'unknown-key',
      detail:
        'Send an operator’s token (npm run keys -- operator new <name>), or the operator key of the data folder: keys/operator.',
    })
    return null
  }

  /** Does it with its rows in the audit, and says what came of it; nothing is done whose asking could not be written. */
  const answered = async <T>(
    reply: FastifyReply,
    act: Parameters<Audit['around']>[0],
    work: () => Promise<T>,
  ): Promise<T | FastifyReply> => {
    try {
      return await audit.around(act, work)
    } catch (error) {
      if (error instanceof NothingChanged)
        return sendProblem(reply, { status: 409, code: 'nothing-changed', detail: `${error.message}.` })
      if (error instanceof NoSuchSnapshot)
        return sendProblem(reply, {
          status: 404,
          code: 'no-such-snapshot',
          detail: 'No such snapshot is published.',
        })
      // What is cut stays cut: it is signed and published when the key is there again.
      if (error instanceof KeyFault)
        return sendProblem(reply, { status: 503, code: 'signing-key', detail: `${error.message}.` })
      if (!(error instanceof ClickHouseError) || error.kind === 'refused') throw error
      return sendProblem(reply.header('retry-after', '2'), {
        status: 503,
        code: 'ledger-away',
        detail: 'ClickHouse cannot be asked now; ask again in a moment.',
      })
    }
  }

  /** What was asked, if it can be done: a known group and a day that is over. Else it is answered already. */
  const readAsked = <Asked extends { date: string; group?: string | undefined }>(
    schema: z.ZodType<Asked>,
    call: FastifyRequest,
    reply: FastifyReply,
  ): Asked | null => {
    const refuse = (code: string, detail: string, about: Record<string, string> = {}) => {
      sendProblem(reply, { status: 400, code, detail, about })
      return null
    }
    const read = schema.safeParse(call.body)
    if (!read.success)
      return refuse(
        'wrong-request',
        read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '),
      )
    const { date, group } = read.data
    if (group !== undefined && !publisher.hasGroup(group))
      return refuse('unknown-group', `The group ${group} is not configured.`, { given: group })
    if (date >= today())
      return refuse(
        'day-not-over',
        `${date} is not over by the business clock (${today()}); it cannot be closed.`,
        { today: today() },
      )
    return read.data
  }

  app.get('/v1/snapshots', async () => ({ snapshots: publisher.list() }))

  app.post('/v1/snapshots', async (call, reply) => {
    const operator = operatorOf(call, reply)
    if (operator === null) return reply
    const asked = readAsked(closing, call, reply)
    if (!asked) return reply
    const { date, group, reason, upTo } = asked
    const act = {
      operator,
      action: 'snapshots.publish',
      subject: group === undefined ? date : `${group}/${date}`,
      why: reason,
      content: { date, group: group ?? null, upTo: upTo ?? null },
    }
    return answered(reply, act, async () => ({
      snapshots: await publisher.close(date, {
        ...(group === undefined ? {} : { group }),
        ...(reason === undefined ? {} : { reason }),
        ...(upTo === undefined ? {} : { upTo }),
      }),
    }))
  })

  app.post('/v1/snapshots/preview', async (call, reply) => {
    if (operatorOf(call, reply) === null) return reply
    const asked = readAsked(previewing, call, reply)
    return asked ? { previews: await publisher.preview(asked.date, asked.group) } : reply
  })

  app.post('/v1/snapshots/:group/:date/:revision/resend', async (call, reply) => {
    const operator = operatorOf(call, reply)
    if (operator === null) return reply
    const said = resending.safeParse(call.body)
    if (!said.success)
      return sendProblem(reply, {
        status: 400,
        code: 'wrong-request',
        detail: 'Say why it is sent again: {"reason": "…"}.',
      })
    const { reason } = said.data
    const named = place.safeParse(call.params)
    const subject = named.success ? cutKey(named.data) : ''
    const act = { operator, action: 'snapshots.resend', subject, why: reason, content: {} }
    return answered(reply, act, async () => {
      const snapshot = named.success && (await publisher.resend(subject, { name: operator, reason }))
      if (!snapshot) throw new NoSuchSnapshot()
      return { snapshot }
    })
  })
}
