import type { ClickHouse } from '@ioc/clickhouse'
import type { Reason } from '@ioc/schemas'
import type { Sealer } from '@ioc/sealing'
import { type Original, openOriginal } from '@ioc/sealing/original.ts'
import { isPosition, type Position, positionText, readPosition } from './position.ts'
import { DeadLetterRefusal } from './refusal.ts'

/** A rejected record as the ledger has it, bytes sealed. */
export type Sealed = Position & {
  reasons: Reason[]
  /** Base64 of the sealed bytes; empty for all but the first row of a corrupt batch. */
  value: string
  valueBytes: number
  sealedWith: string
  /** Position of the first dead letter this one belongs to: its own, or that of the one it replays. */
  root: string
}

/** Reason of a batch nobody could read; its rows hold raw bytes of the log, not a record. */
export const CORRUPT_BATCH = 'corrupt-batch'

/** Most positions one question names: they travel in the address of the request. */
export const POSITIONS_MAX = 100

/** Reads rejected records by position, at most POSITIONS_MAX; those that are none are left out. Without `bytes` the sealed value is left empty. */
export const readSealed = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  positions: readonly Position[],
  { bytes = true } = {},
): Promise<Sealed[]> => {
  if (positions.length === 0) return []
  const rows = await clickhouse.query<Sealed & { replayOf: string }>(
    `SELECT topic, \`partition\`, \`offset\`, ${bytes ? 'value' : "'' AS value"}, value_bytes AS valueBytes, sealed_with AS sealedWith,
            replay_of AS replayOf,
            arrayMap(r -> map('path', r.1, 'code', toString(r.2), 'message', r.3), reasons) AS reasons
     FROM ledger ${atPositions(positions)}
     LIMIT 1 BY topic, \`partition\`, \`offset\``,
    parametersOf(positions),
  )
  const firsts = await readFirsts(clickhouse, rows.map(({ replayOf }) => replayOf).filter(isPosition))
  return rows.map(({ replayOf, ...row }) => ({
    ...row,
    root: firsts.has(replayOf) ? replayOf : positionText(row),
  }))
}

/** A position is sought by its key first: reading values of all partitions to compare texts would take seconds. */
const atPositions = (positions: readonly Position[]): string =>
  `PREWHERE verdict = 'reject' AND (${[
    ...new Set(positions.map(({ topic, partition }) => `${topic}/${partition}`)),
  ]
    .map(
      (_, at) =>
        `(topic = {topic${at}:String} AND \`partition\` = {partition${at}:Int32} AND \`offset\` IN {offsets${at}:Array(UInt64)})`,
    )
    .join(' OR ')})`

const parametersOf = (positions: readonly Position[]): Record<string, unknown> =>
  Object.fromEntries(
    [...Map.groupBy(positions, ({ topic, partition }) => `${topic}/${partition}`).values()].flatMap(
      (group, at) => [
        [`topic${at}`, group[0]!.topic],
        [`partition${at}`, group[0]!.partition],
        [`offsets${at}`, group.map(({ offset }) => offset)],
      ],
    ),
  )

/** Which of these really are first dead letters: anyone may write a header. */
const readFirsts = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  texts: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (texts.length === 0) return new Set()
  const positions = [...new Set(texts)].map(readPosition)
  const rows = await clickhouse.query<Position>(
    `SELECT DISTINCT topic, \`partition\`, \`offset\` FROM ledger ${atPositions(positions)} WHERE replay_of = ''`,
    parametersOf(positions),
  )
  return new Set(rows.map(positionText))
}

/** Reads one rejected record; throws DeadLetterRefusal `not-a-dead-letter` where the ledger has none there. */
export const readOneSealed = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  position: Position,
): Promise<Sealed> => {
  const [row] = await readSealed(clickhouse, [position])
  if (row) return row
  throw new DeadLetterRefusal(
    'not-a-dead-letter',
    `the ledger has no rejected record at ${positionText(position)}: it was kept, skipped, or is not folded yet`,
  )
}

/** Opens the sealed bytes of a dead letter. Throws DeadLetterRefusal where there are none or the key is another one. */
export const unseal = (row: Sealed, sealer: Sealer): Original => {
  const where = positionText(row)
  if (row.value === '')
    throw new DeadLetterRefusal(
      'nothing-sealed',
      `nothing is sealed at ${where}: it belongs to a batch whose bytes lie with its first offset`,
    )
  if (row.sealedWith !== sealer.keyId)
    throw new DeadLetterRefusal(
      'wrong-key',
      `${where} is sealed with key ${row.sealedWith}, and this data folder holds key ${sealer.keyId}: use the data folder, or the backup, that has it`,
    )
  try {
    return openOriginal(sealer, Buffer.from(row.value, 'base64'))
  } catch (error) {
    throw new DeadLetterRefusal(
      'wrong-key',
      `${where} says key ${row.sealedWith}, but that key does not open it: its bytes were changed or cut`,
      error,
    )
  }
}

/**
 * Was it refused at the edge? Then the log holds the sealed bytes themselves, and their length is the one the ledger noted; of a
 * record that came in the open it noted the length of the original.
 */
export const wasRefusedAtEdge = (row: Sealed, original: Original): boolean =>
  original.key === null && row.valueBytes === Buffer.from(row.value, 'base64').length
