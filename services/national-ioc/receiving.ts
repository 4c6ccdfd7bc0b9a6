import { Counter, type Http, sendProblem } from '@ioc/health'
import type { Log } from '@ioc/log'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readAddress } from './address.ts'
import { type Address, ALARMING } from './archive.ts'
import type { Received } from './receive.ts'
import type { Speaks } from './tokens.ts'

/** Refusals that say "not now, not here" about what is stored: 409; the rest are faults of the document: 422. */
const CONFLICTS = new Set(['different-body', 'missing-revision', 'chain'])
const RETRY_AFTER_SECONDS = 2

/** Adds `PUT /v1/snapshots/{group}/{date}/{revision}` (design §6): 201 first time, 200 again, 409 or 422 refused, each with the signed receipt. */
export const addReceiving = (
  { app, registry }: Http,
  receive: (at: Address, bytes: Uint8Array) => Promise<Received>,
  speaks: (authorization: string | undefined) => Speaks,
  log: Log,
): void => {
  const outcomes = new Counter({
    name: 'national_ioc_snapshots_total',
    help: 'Snapshots received, by what became of them',
    labelNames: ['outcome', 'code'],
    registers: [registry],
  })
  const alarms = new Counter({
    name: 'national_ioc_alarms_total',
    help: 'Published snapshots that came again with another body under the same revision',
    labelNames: ['code'],
    registers: [registry],
  })
  alarms.inc({ code: 'different-body' }, 0)

  // The bytes are kept as they came, so nothing may parse them on the way.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )

  // Before the body is read: a stranger must not make us take 32 MB.
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    const speaker = speaks(request.headers.authorization)
    if (speaker === 'known') return
    if (speaker === 'tokens-away') {
      reply.header('retry-after', String(RETRY_AFTER_SECONDS))
      return sendProblem(reply, {
        status: 503,
        code: 'tokens-away',
        detail: 'The tokens cannot be read now. Send it again.',
      })
    }
    reply.header('www-authenticate', 'Bearer')
    return sendProblem(reply, {
      status: 401,
      code: 'token-unknown',
      detail: 'Send a bearer token that was given to you.',
    })
  }

  app.put('/v1/snapshots/:group/:date/:revision', { onRequest }, async (request, reply) => {
    const at = readAddress(request.params)
    if (!at)
      return sendProblem(reply, {
        status: 400,
        code: 'address-unreadable',
        detail: 'The address is not /v1/snapshots/{group}/{yyyy-mm-dd}/{revision}.',
      })
    const name = `${at.group}/${at.date}/${at.revision}`
    if (request.headers['idempotency-key'] !== name)
      return sendProblem(reply, {
        status: 400,
        code: 'idempotency-key',
        detail: `The header Idempotency-Key must be ${name}.`,
      })
    const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array()

    const received = await receive(at, bytes)
    outcomes.inc({ outcome: received.kind, code: received.kind === 'refused' ? received.finding.code : '' })
    const answer = (status: number, receipt: string) =>
      reply.status(status).type('application/json; charset=utf-8').send(receipt)
    switch (received.kind) {
      case 'accepted':
        log.info({ ...at }, 'snapshot accepted')
        return answer(201, received.receipt)
      case 'again':
        return answer(200, received.receipt)
      case 'refused':
        return answer(refusedStatus(at, received.finding.code), received.receipt)
      case 'unreadable':
        return sendProblem(reply, {
          status: 400,
          code: 'body-unreadable',
          detail: `The body cannot be read: ${received.reason}.`,
        })
      case 'disk-full':
        log.error({ ...at }, 'the disk of the archive is full: nothing was recorded, and no receipt given')
        return sendProblem(reply, {
          status: 507,
          code: 'archive-full',
          detail: 'The disk of the archive is full; nothing was recorded. Send it again.',
        })
      case 'keys-away':
        reply.header('retry-after', String(RETRY_AFTER_SECONDS))
        return sendProblem(reply, {
          status: 503,
          code: 'keys-away',
          detail: "The publisher's keys cannot be had now; nothing was recorded. Send it again.",
        })
    }
  })

  const refusedStatus = (at: Address, code: string): number => {
    if (ALARMING.has(code)) {
      alarms.inc({ code })
      log.error({ ...at, code, alarm: true }, 'ALARM: a published snapshot came with another body')
    } else log.warn({ ...at, code }, 'snapshot refused')
    return CONFLICTS.has(code) ? 409 : 422
  }
}
