import { createHash } from 'node:crypto'
import { type ClickHouse, ClickHouseError } from '@ioc/clickhouse'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import type { Acting, DeadLetterDoors } from './doors.ts'
import type { Position } from './position.ts'

/** What people do with dead letters. `search` looks inside many for a unit and belongs to none of them. */
export const ACTIONS = ['open', 'open-unmasked', 'search', 'replay', 'drop', 'reopen'] as const
export type ActionKind = (typeof ACTIONS)[number]

export type Action = {
  action: ActionKind
  actor: string
  why: string
  /** JSON text of ours: which fields were changed, how many were looked into. Never a value of the record. */
  detail: string
  actedMs: number
}

/** Stands in the place of a position for what was done to many at once. */
export const NO_POSITION: Position = { topic: '', partition: -1, offset: 0 }

const COLUMNS = [
  'topic',
  'partition',
  'offset',
  'action_id',
  'acted_at',
  'action',
  'actor',
  'why',
  'detail',
] as const
const ATTEMPTS = 3

/**
 * Writes who did what, when and why, before it is done; throws ClickHouseError if that cannot be written, and then nothing is done.
 * The row's id comes from its content and instant: an insert repeated because its answer was lost is the same row.
 */
export const writeActions = async (
  doors: Pick<DeadLetterDoors, 'clickhouse' | 'now'>,
  action: ActionKind,
  acting: Acting,
  acts: readonly { position: Position; detail?: object }[],
): Promise<void> => {
  const actedAt = toLocalText(doors.now())
  const lines = acts.map(({ position, detail = {} }) => {
    const told = JSON.stringify(detail)
    const content = [
      position.topic,
      position.partition,
      position.offset,
      actedAt,
      action,
      acting.actor,
      acting.why,
      told,
    ]
    const id = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)
    return `${JSON.stringify([...content.slice(0, 3), id, ...content.slice(3)])}\n`
  })
  for (let attempt = 1; ; attempt++) {
    try {
      return await doors.clickhouse.insertRows('dead_letter_action', COLUMNS, lines.join(''), lines.length)
    } catch (error) {
      const unknown = error instanceof ClickHouseError && error.kind === 'unknown'
      if (!unknown || attempt === ATTEMPTS) throw error
    }
  }
}

/** What was done with one dead letter, oldest first. */
export const readActions = (
  clickhouse: Pick<ClickHouse, 'query'>,
  { topic, partition, offset }: Position,
): Promise<Action[]> =>
  clickhouse.query<Action>(
    `SELECT action, actor, why, detail, toUnixTimestamp64Milli(acted_at) AS actedMs
     FROM dead_letter_action FINAL
     WHERE topic = {topic:String} AND \`partition\` = {partition:Int32} AND \`offset\` = {offset:UInt64}
     ORDER BY acted_at, action_id`,
    { topic, partition, offset },
  )
