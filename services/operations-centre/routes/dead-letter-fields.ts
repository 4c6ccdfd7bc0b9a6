import { ACTIONS, type DeadLetter, readBorder, STATES } from '@ioc/dead-letters'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { z } from 'zod'
import { instantText, wholeCount } from './fields.ts'

/** Shapes that several answers about dead letters share. */

export const DEAD_LETTER_PATH = '/v1/dead-letters/{topic}/{partition}/{offset}'

export const reason = z.object({ path: z.string(), code: z.string(), message: z.string() })
const positionField = z.string().meta({ description: 'Log position, topic/partition/offset' })

export const deadLetter = z.object({
  topic: z.string(),
  partition: wholeCount,
  offset: wholeCount,
  appendedAt: instantText,
  source: z.string().nullable(),
  contract: z.string().nullable(),
  reasons: z.array(reason),
  state: z.enum(STATES),
  replays: wholeCount,
  replayedAt: positionField.nullable(),
})

export const shownDeadLetter = (row: DeadLetter): z.input<typeof deadLetter> => ({
  topic: row.topic,
  partition: row.partition,
  offset: row.offset,
  appendedAt: toIso(row.appendedMs),
  source: row.source || null,
  contract: row.contract || null,
  reasons: row.reasons,
  state: row.state,
  replays: row.replays,
  replayedAt: row.replayedAt || null,
})

const toOperators = <Shape extends z.ZodType>(shape: Shape) =>
  shape.optional().meta({ description: 'Only with the operator key' })

export const detail = deadLetter.extend({
  root: positionField,
  bytes: wholeCount,
  sealedWith: z.string(),
  actions: z.array(
    z.object({
      action: z.enum(ACTIONS),
      actedAt: instantText,
      actor: toOperators(z.string()),
      why: toOperators(z.string()),
      detail: toOperators(z.record(z.string(), z.unknown())),
    }),
  ),
  replayRecords: z.array(
    z.object({
      position: positionField,
      verdict: z.string(),
      appendedAt: instantText,
      reasons: z.array(reason),
    }),
  ),
})

/** One end of a span of time in a question, as epoch ms; a bare day is its beginning. */
export const borderQuery = z.string().transform((text, context) => {
  const read = readBorder(text)
  if (read !== null) return read
  context.addIssue({ code: 'custom', message: 'expects an instant, e.g. 2024-07-01T00:05:00+07:00' })
  return z.NEVER
})
