import {
  type Acting,
  changedPaths,
  type DeadLetterDoors,
  listByUnit,
  listDeadLetters,
  type Mending,
  OUTCOMES,
  openDeadLetter,
  type Position,
  replayDeadLetters,
  setAside,
  WAITING,
  writeCursor,
} from '@ioc/dead-letters'
import { z } from 'zod'
import { orRefused } from '../dead-letters/refusals.ts'
import { type ActingOperator, type Action, defineAction } from './action.ts'
import {
  beforeQuery,
  DEAD_LETTER_PATH,
  filterOf,
  plainFilter,
  reason,
  unitFilter,
} from './dead-letter-fields.ts'

const parameters = z.object({
  topic: z.string().regex(/^[a-z0-9.-]{1,64}$/, { error: 'is no topic' }),
  partition: z.coerce.number({ error: 'is no partition' }).int().min(0),
  offset: z.coerce.number({ error: 'is no offset' }).int().min(0),
})

/** A name beside that of the token, and why. */
const acting = {
  actor: z.string().trim().max(100).optional(),
  why: z.string().trim().max(500).optional(),
}
const path = z.union([z.string().min(1).max(512), z.array(z.string().max(256)).min(1).max(40)])
const mending = {
  changes: z
    .array(
      z.union(
        [z.strictObject({ path, value: z.unknown() }), z.strictObject({ path, remove: z.literal(true) })],
        {
          error: 'expects {path, value} or {path, remove: true}',
        },
      ),
    )
    .max(1_000)
    .optional(),
  patch: z.record(z.string(), z.unknown()).meta({ description: 'JSON merge patch (RFC 7396)' }).optional(),
}
const again = z
  .boolean()
  .meta({ description: 'Send also what is already replayed or dropped; harmless' })
  .default(false)

const replayed = z.object({
  position: z.string(),
  outcome: z.enum(OUTCOMES),
  at: z.string().nullable(),
  mode: z.enum(['strict', 'lenient']).nullable(),
  reasons: z.array(reason).readonly(),
})
const opened = z.object({
  position: z.string(),
  masked: z.boolean(),
  atEdge: z.boolean(),
  bytes: z.number().int(),
  event: z.record(z.string(), z.unknown()).nullable(),
  outline: z
    .object({
      bytes: z.number(),
      notUtf8At: z.number().nullable(),
      outline: z.string(),
      shownBytes: z.number(),
    })
    .nullable(),
  raw: z.union([z.object({ text: z.string() }), z.object({ hex: z.string() })]).nullable(),
  headers: z.record(z.string(), z.string()),
  key: z.string().nullable(),
})

/** The name that was proven comes first; the one a person gave stands beside it. */
const whoOf = ({ why }: { why?: string | undefined }, { shown }: ActingOperator): Acting => ({
  actor: `operations-centre/${shown}`,
  why: why ?? '',
})

/** What of a mending stands in the audit: which fields, never what they hold. */
const toldOf = ({ changes, patch, again }: Mending & { again?: boolean }) => ({
  changed: changedPaths({ changes, patch }),
  again: again ?? false,
})

/** How long the ledger is awaited within one request; what it has not folded by then is answered as `sent`. */
const WAIT_MS = 10_000

const ROUTE = DEAD_LETTER_PATH.replaceAll(/\{(\w+)\}/g, ':$1')

/** What an operator does with one dead letter, or with many. */
export const deadLetterActions = (doors: DeadLetterDoors): Action[] => {
  const replay = (
    position: Position,
    who: Acting,
    options: { mending: Mending | null; again: boolean; dryRun?: boolean },
  ) =>
    orRefused(async () => {
      const [first] = await replayDeadLetters(doors, [position], { ...who, ...options, waitMs: WAIT_MS })
      return first!
    })

  return [
    defineAction({
      path: `${ROUTE}/open`,
      summary: 'Open a dead letter with person fields masked; recorded before anything is shown',
      parameters,
      body: z.strictObject({ ...acting, unmasked: z.boolean().default(false) }),
      answer: opened,
      told: (_, { unmasked }) => ({ unmasked }),
      handle: (position, { unmasked, ...body }, acting) =>
        orRefused(() => openDeadLetter(doors, position, { ...whoOf(body, acting), unmasked })),
    }),
    defineAction({
      path: `${ROUTE}/verdict`,
      summary: 'What would become of a dead letter if it were sent now, after these changes; sends nothing',
      parameters,
      body: z.strictObject({ ...acting, ...mending }),
      answer: replayed,
      told: (_, body) => toldOf(body),
      handle: (position, { changes, patch, ...body }, acting) =>
        replay(position, whoOf(body, acting), { mending: { changes, patch }, again: true, dryRun: true }),
    }),
    defineAction({
      path: `${ROUTE}/replay`,
      summary: 'Send a dead letter again as it is, if it would be kept, and wait for the ledger’s word',
      parameters,
      body: z.strictObject({ ...acting, again }),
      answer: replayed,
      told: (_, { again }) => ({ again }),
      handle: (position, body, acting) =>
        replay(position, whoOf(body, acting), { mending: null, again: body.again }),
    }),
    defineAction({
      path: `${ROUTE}/mend`,
      summary:
        'Send a dead letter again after these changes, if it would be kept, and wait for the ledger’s word',
      parameters,
      body: z.strictObject({ ...acting, ...mending, again }),
      answer: replayed,
      told: (_, body) => toldOf(body),
      handle: (position, { changes, patch, ...body }, acting) =>
        replay(position, whoOf(body, acting), { mending: { changes, patch }, again: body.again }),
    }),
    ...(['drop', 'reopen'] as const).map((word) =>
      defineAction({
        path: `${ROUTE}/${word}`,
        summary:
          word === 'drop'
            ? 'Set a dead letter aside with a word why; nothing is deleted'
            : 'Take the dropping of a dead letter back',
        parameters,
        body: z.strictObject(acting),
        answer: z.object({ position: z.string(), outcome: z.enum(['dropped', 'reopened', 'unchanged']) }),
        told: () => ({}),
        handle: (position, body, acting) =>
          orRefused(async () => (await setAside(doors, word, [position], whoOf(body, acting)))[0]!),
      }),
    ),
    defineAction({
      path: '/v1/dead-letters/replay',
      summary:
        'Replay a page of the waiting dead letters that share a reason, newest first; what would be rejected again is not sent and stays. Ask on with `next` as `before` until it is null',
      parameters: z.object({}),
      body: z.strictObject({
        ...acting,
        ...plainFilter,
        reason: z.string().min(1).max(256),
        unit: unitFilter,
        limit: z.number().int().min(1).max(500).default(100),
        before: beforeQuery.optional(),
      }),
      answer: z.object({
        results: z.array(replayed),
        next: z
          .string()
          .nullable()
          .meta({ description: 'Pass as `before` to go on; null: all that waited were tried' }),
      }),
      told: (_, { actor: _actor, why: _why, before, ...chosen }) => ({
        ...chosen,
        goesOn: before !== undefined,
      }),
      handle: (_, { unit, limit, before, actor: _actor, why, ...chosen }, acting) =>
        orRefused(async () => {
          const who = whoOf({ why }, acting)
          const filter = filterOf(chosen, WAITING)
          const page =
            unit === undefined
              ? await listDeadLetters(doors.clickhouse, filter, limit, before ?? null)
              : await listByUnit(doors, unit, filter, limit, before ?? null, who)
          // Oldest first within a page, as they once came.
          const targets = page.deadLetters.toReversed()
          const results = await replayDeadLetters(doors, targets, { ...who, waitMs: WAIT_MS })
          return { results, next: page.next && writeCursor(page.next) }
        }),
    }),
  ]
}
