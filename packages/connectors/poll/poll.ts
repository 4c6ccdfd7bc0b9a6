import { createHash } from 'node:crypto'
import type { Checkpoint, SourceContext } from '@ioc/source/source.ts'
import {
  CannotRead,
  type DayRange,
  type OpenWay,
  type Read,
  type Reading,
  type Way,
  type WayDoors,
} from '../way.ts'
import { openDoor } from './ask.ts'
import { type Asking, type Paging, type Position, Unexpected } from './paging.ts'
import { type PollSettings, pollSettings } from './settings.ts'

/** A walk that has not ended by then is one that goes round. */
const PAGES_MAX = 100_000
/** A clock that is further off makes watermarks and days doubtful. */
const CLOCK_OFF_MS = 300_000

const readPosition = (
  since: Checkpoint | null,
): Position & { etag: string | null; highMs: number | null } => ({
  watermarkMs: typeof since?.watermarkMs === 'number' ? since.watermarkMs : null,
  pages: typeof since?.pages === 'number' ? since.pages : 0,
  next: typeof since?.next === 'string' ? since.next : null,
  etag: typeof since?.etag === 'string' ? since.etag : null,
  highMs: typeof since?.highMs === 'number' ? since.highMs : null,
})

/**
 * Reads a REST interface page by page. A walk begins at the watermark, goes to the last page and then raises the watermark to the newest
 * change it met; stopped in the middle it goes on at its page. Reading a record twice changes nothing, so pages may shift under the walk.
 */
export const poll = (paging: Paging): Way<PollSettings> => ({
  kind: 'poll',
  settings: pollSettings as unknown as Way<PollSettings>['settings'],
  completeFrom: ({ since }) => since,
  open: (settings, doors): OpenWay => {
    const door = openDoor(settings, doors.now)
    const walk = (days: DayRange | null) => (since: Checkpoint | null, context: SourceContext) =>
      walkPages({ paging, settings, door, doors, days }, since, context)
    return {
      read: walk(null),
      readDays: (days, since, context) => walk(days)(since, context),
      close: async () => {},
    }
  },
  recordsOf: (json) => {
    try {
      return paging.read(json, BEGINNING, null).records
    } catch (error) {
      if (error instanceof Unexpected) return null
      throw error
    }
  },
})

/** The question a recorded answer is taken to be the answer to: the first of all. */
const BEGINNING: Asking = {
  pageSize: Number.MAX_SAFE_INTEGER,
  position: { watermarkMs: null, pages: 0, next: null },
  days: null,
}

type Walk = {
  paging: Paging
  settings: PollSettings
  door: ReturnType<typeof openDoor>
  doors: WayDoors
  days: DayRange | null
}

async function* walkPages(
  { paging, settings, door, doors, days }: Walk,
  since: Checkpoint | null,
  { clock, signal }: SourceContext,
): AsyncIterable<Reading> {
  const told = readPosition(since)
  let position: Position = told
  let highMs = told.highMs
  let etag = told.etag
  let before: string | null = null
  /** Pages that were led to in this walk: one that leads back would go round for ever. */
  const named = new Set<string>()
  const startMs =
    told.watermarkMs ?? (settings.since === null ? null : Date.parse(`${settings.since}T00:00:00+07:00`))
  while (!signal.aborted) {
    if (position.pages > PAGES_MAX)
      throw new CannotRead(
        `after ${PAGES_MAX} pages there is still another: does the interface end its pages?`,
      )
    const isFirst = position.pages === 0
    const askedAtMs = clock.now()
    const asking = {
      pageSize: settings.pageSize,
      position: { ...position, watermarkMs: days ? null : overlapped(startMs, paging.overlapMs) },
      days,
    }
    // Only the answer to the very same question may be told to be unchanged.
    const answer = await door.ask(paging.ask(asking), isFirst && !days ? etag : null, signal)
    if (answer.kind === 'unchanged') {
      yield {
        reads: [],
        checkpoint: {
          ...checkpointOf({ ...position, watermarkMs: told.watermarkMs }),
          ...kept(etag, highMs),
        },
        completeUpToMs: askedAtMs,
      }
      return
    }
    if (isFirst) {
      etag = answer.etag
      noticeClock(answer.dateMs, doors)
    }
    const page = pageOf(paging, answer.json, asking, answer.link)
    const digest = digestOf(page.records)
    if (page.records.length > 0 && digest === before)
      throw new CannotRead(
        `page ${position.pages + 1} is the same as the one before it: the interface does not page as expected; nothing more is read until it does`,
      )
    before = digest
    if (page.next !== null) {
      const next = digestOf([page.next])
      if (named.has(next))
        throw new CannotRead(
          `page ${position.pages + 1} leads back to a page of this walk: the interface does not page as expected; nothing more is read until it does`,
        )
      named.add(next)
    }
    for (const record of page.records) {
      const changedMs = paging.changedAtMs?.(record) ?? null
      // A date far ahead, were it believed, would skip everything that comes before it.
      if (changedMs !== null && changedMs <= doors.now() + CLOCK_OFF_MS && changedMs > (highMs ?? -1))
        highMs = changedMs
    }
    const isLast = page.next === null
    if (isLast && !days && highMs !== null && startMs !== null && highMs < startMs && page.records.length > 0)
      doors.notice(
        'the other side’s newest change lies before what was read already: its watermark went back; nothing is lost by it, since what was read stays',
      )
    const watermarkMs = isLast ? latest(startMs, highMs) : told.watermarkMs
    position = isLast
      ? { watermarkMs, pages: 0, next: null }
      : { watermarkMs, pages: position.pages + 1, next: page.next }
    const where = `page ${isFirst ? 1 : position.pages + (isLast ? 1 : 0)}`
    yield {
      reads: page.records.map((record, index): Read => ({ where: `${where}, record ${index + 1}`, record })),
      checkpoint: {
        ...checkpointOf(position),
        ...kept(isLast || isFirst ? etag : null, isLast ? null : highMs),
      },
      // In the middle of a walk later changes may still be behind: only its end says how far it came.
      completeUpToMs: isLast ? askedAtMs : (told.watermarkMs ?? 0),
    }
    if (isLast) return
  }
}

const overlapped = (ms: number | null, overlapMs = 0) => (ms === null ? null : ms - overlapMs)
const latest = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b))

const checkpointOf = ({ watermarkMs, pages, next }: Position): Checkpoint => ({ watermarkMs, pages, next })
const kept = (etag: string | null, highMs: number | null): Checkpoint => ({ etag, highMs })

const digestOf = (records: readonly unknown[]) =>
  createHash('sha256').update(JSON.stringify(records)).digest('hex')

const pageOf = (paging: Paging, json: unknown, asking: Asking, link: string | null) => {
  try {
    return paging.read(json, asking, link)
  } catch (error) {
    if (error instanceof Unexpected) throw new CannotRead(error.message)
    throw error
  }
}

const noticeClock = (dateMs: number | null, doors: WayDoors) => {
  if (dateMs === null) return
  const offMs = dateMs - doors.now()
  if (Math.abs(offMs) > CLOCK_OFF_MS)
    doors.notice(
      `the other side’s clock is ${Math.round(Math.abs(offMs) / 60_000)} minutes ${offMs > 0 ? 'ahead of' : 'behind'} ours: its changes may seem to come from another time`,
    )
}
