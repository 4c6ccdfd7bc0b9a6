import type { ClickHouse } from '@ioc/clickhouse'
import { REPLAY_HEADER, replayOf } from '@ioc/reader'
import { contractById, type Reason } from '@ioc/schemas'
import type { Original } from '@ioc/sealing/original.ts'
import { type Action, readActions, writeActions } from './actions.ts'
import type { Acting, DeadLetterDoors } from './doors.ts'
import { type EventDocument, eventOf, isReadable } from './event.ts'
import { type Replay, readReplays } from './ledger-wait.ts'
import { type DeadLetter, readDeadLetter } from './list.ts'
import { isJsonType, MASK, maskEvent } from './mask.ts'
import { type Outline, outlineOf } from './mask-bytes.ts'
import { type Position, positionText, readPosition } from './position.ts'
import { DeadLetterRefusal } from './refusal.ts'
import { CORRUPT_BATCH, readOneSealed, unseal, wasRefusedAtEdge } from './sealed.ts'

/** All that is known of one dead letter without its content. */
export type Detail = DeadLetter & {
  /** The first dead letter this one belongs to; its own position for a first one. */
  root: string
  reasons: Reason[]
  actions: Action[]
  replayRecords: Replay[]
}

/** Where it stands, why, what was done with it and what became of its replays. Nothing is opened. */
export const describeDeadLetter = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  position: Position,
): Promise<Detail> => {
  const sealed = await readOneSealed(clickhouse, position)
  const root = readPosition(sealed.root)
  const [deadLetter, actions, replayRecords] = await Promise.all([
    readDeadLetter(clickhouse, position),
    readActions(clickhouse, root),
    readReplays(clickhouse, [sealed.root]),
  ])
  return { ...deadLetter, root: sealed.root, actions, replayRecords }
}

/** What a dead letter holds, masked unless asked otherwise. */
export type Opened = {
  position: string
  masked: boolean
  atEdge: boolean
  bytes: number
  /** The event as one CloudEvent; null where the bytes are no JSON. */
  event: EventDocument | null
  /** Masked, where they are no JSON: what they look like. */
  outline: Outline | null
  /** Unmasked: the bytes themselves, as text or, where they are none, as hexadecimal digits. */
  raw: { text: string } | { hex: string } | null
  headers: Record<string, string>
  key: string | null
}

/** What headers hold when they are ours; of a header that says anything else nothing is shown. */
const SHOWN_HEADERS: Record<string, (text: string) => boolean> = {
  'content-type': isJsonType,
  ioc_replay_of: (text) =>
    contractById.has(text.split('/')[0]!) && replayOf({ [REPLAY_HEADER]: Buffer.from(text) }) !== '',
  ioc_purpose: (text) => ['probe', 'restore'].includes(text),
}

const maskedHeaders = (original: Original, event: EventDocument): Record<string, string> =>
  Object.fromEntries(
    Object.entries(original.headers).map(([name, value]) => {
      const text = value.toString('utf8')
      const attribute = name.startsWith('ce_') ? event[name.slice(3)] : undefined
      const isShown = attribute === text || (Object.hasOwn(SHOWN_HEADERS, name) && SHOWN_HEADERS[name]!(text))
      return [/^[\w.-]{1,64}$/.test(name) ? name : '?', isShown ? text : MASK]
    }),
  )

const maskedKey = (original: Original): string | null =>
  original.key === null ? null : original.key.length === 0 ? '' : MASK

const asText = (bytes: Buffer): { text: string } | { hex: string } => {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { hex: bytes.toString('hex') } // no text
  }
}

/**
 * Opens a dead letter. Who opens it, and why, is written first; if that cannot be written, nothing is shown. Unmasked takes a why.
 * Throws DeadLetterRefusal, and ClickHouseError where it cannot be written.
 */
export const openDeadLetter = async (
  doors: Pick<DeadLetterDoors, 'clickhouse' | 'sealer' | 'now'>,
  position: Position,
  { unmasked = false, ...acting }: Acting & { unmasked?: boolean },
): Promise<Opened> => {
  if (unmasked && acting.why.trim() === '')
    throw new DeadLetterRefusal(
      'why-missing',
      'to see a dead letter unmasked takes a word why (--why, or "why")',
    )
  const row = await readOneSealed(doors.clickhouse, position)
  const isCorrupt = row.reasons.some(({ code }) => code === CORRUPT_BATCH)
  const original = unseal(row, doors.sealer())
  await writeActions(doors, unmasked ? 'open-unmasked' : 'open', acting, [
    {
      position: readPosition(row.root),
      detail: positionText(row) === row.root ? {} : { from: positionText(row) },
    },
  ])
  const bytes = original.value ?? Buffer.alloc(0)
  const event = isCorrupt ? {} : eventOf(original)
  const masked = maskEvent(event, contractById.get(row.topic))
  const readable = isReadable(event)
  return {
    position: positionText(row),
    masked: !unmasked,
    atEdge: wasRefusedAtEdge(row, original),
    bytes: bytes.length,
    event: isCorrupt || Object.keys(event).length === 0 ? null : unmasked ? event : masked,
    outline: readable || unmasked ? null : outlineOf(bytes),
    raw: unmasked ? asText(bytes) : null,
    headers: unmasked
      ? Object.fromEntries(
          Object.entries(original.headers).map(([name, value]) => [name, value.toString('utf8')]),
        )
      : maskedHeaders(original, masked),
    key: unmasked ? (original.key?.toString('utf8') ?? null) : maskedKey(original),
  }
}
