import { cutKey } from '@ioc/cuts'
import { sendProblem } from '@ioc/health'
import type { PushKeys } from '@ioc/source/push-key.ts'
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

/**
 * `GET /v1/snapshots`: what is published. With the operator's key: `POST /v1/snapshots {date, group?, reason?, upTo?}` closes a date now, or
 * publishes a closed one anew with a reason; `POST /v1/snapshots/preview {date, group?}` says what that would change;
 * `POST /v1/snapshots/{group}/{date}/{revision}/resend {reason}` sends one again, parked or not.
 */
export const serveSnapshots = (
  app: FastifyInstance,
  publisher: Publisher,
  keys: PushKeys,
  today: () => string,
): void => {
  const mayAct = (call: FastifyRequest, reply: FastifyReply): boolean => {
    const token = /^Bearer\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1]
    if (token && keys.sourcesOf(token)) return true
    sendProblem(reply, {
      status: 401,
      code: 'unknown-key',
      detail: 'Send the operator key of the data folder: keys/operator.',
    })
    return false
  }

  /** What was asked, if it can be done: a known group and a day that is over. Else it is answered already. */
  const readAsked = <Asked extends { date: string; group?: string | undefined }>(
    schema: z.ZodType<Asked>,
    call: FastifyRequest,
    reply: FastifyReply,
  ): Asked | null => {
    const refuse = (code: string, detail: string) => {
      sendProblem(reply, { status: 400, code, detail })
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
      return refuse('unknown-group', `The group ${group} is not configured.`)
    if (date >= today())
      return refuse(
        'day-not-over',
        `${date} is not over by the business clock (${today()}); it cannot be closed.`,
      )
    return read.data
  }

  app.get('/v1/snapshots', async () => ({ snapshots: publisher.list() }))

  app.post('/v1/snapshots', async (call, reply) => {
    if (!mayAct(call, reply)) return reply
    const asked = readAsked(closing, call, reply)
    if (!asked) return reply
    const { date, group, reason, upTo } = asked
    try {
      return {
        snapshots: await publisher.close(date, {
          ...(group === undefined ? {} : { group }),
          ...(reason === undefined ? {} : { reason }),
          ...(upTo === undefined ? {} : { upTo }),
        }),
      }
    } catch (error) {
      if (!(error instanceof NothingChanged)) throw error
      return sendProblem(reply, { status: 409, code: 'nothing-changed', detail: `${error.message}.` })
    }
  })

  app.post('/v1/snapshots/preview', async (call, reply) => {
    if (!mayAct(call, reply)) return reply
    const asked = readAsked(previewing, call, reply)
    return asked ? { previews: await publisher.preview(asked.date, asked.group) } : reply
  })

  app.post('/v1/snapshots/:group/:date/:revision/resend', async (call, reply) => {
    if (!mayAct(call, reply)) return reply
    const said = resending.safeParse(call.body)
    if (!said.success)
      return sendProblem(reply, {
        status: 400,
        code: 'wrong-request',
        detail: 'Say why it is sent again: {"reason": "…"}.',
      })
    const named = place.safeParse(call.params)
    const snapshot =
      named.success &&
      (await publisher.resend(cutKey(named.data), { name: 'operator', reason: said.data.reason }))
    if (!snapshot)
      return sendProblem(reply, {
        status: 404,
        code: 'no-such-snapshot',
        detail: 'No such snapshot is published.',
      })
    return { snapshot }
  })
}
