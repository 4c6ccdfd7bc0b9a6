import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Log } from '@ioc/log'
import type { Source, SourceBatch } from '@ioc/source/source.ts'
import { openBackOff } from './back-off.ts'
import { mapReads } from './candidates.ts'
import type { ConnectedSource } from './connected.ts'
import { toldOf } from './fault.ts'
import { issuesOf, readSettings, WrongPlace } from './place.ts'
import { openRecent } from './recent.ts'
import { CannotRead, type OpenWay, type WayDoors } from './way.ts'

/** What a person should know of a connected source beside its counts. */
export type Troubles = {
  /** Why it cannot be read now, and since when; null while it can. */
  error: string | null
  errorSinceMs: number | null
  /** When it was last read to the end of what there was; null: not yet. */
  readAtMs: number | null
  /** The last thing that was odd and stopped nothing. */
  notice: string | null
}

/** Events whose ids are remembered, about 25 MB: what an overlap or a whole table brings again is not sent again. Beyond, it is; that changes nothing. */
const KNOWN_MAX = 250_000

export type Opened = { source: Source; way: OpenWay; troubles(): Troubles }

/**
 * Makes the `Source` of a connected one. What cannot be read now is read again later, further and further apart, and shown meanwhile: it
 * stops neither the producer nor its other sources.
 * @throws WrongPlace when the settings are not those of its way
 */
export const openConnected = (
  connected: ConnectedSource,
  settings: unknown,
  doors: Omit<WayDoors, 'notice'> & {
    settingsFile: string
    /** As often as its code says, if not given. */
    everySeconds?: number | undefined
    /** First day of which it tells everything (`YYYY-MM-DD`); as its way says, if not given. */
    completeFrom?: string | undefined
    /** Codes of the units it speaks for; as its code says, if not given. */
    units?: readonly string[] | undefined
    /** Streams it tells; as its code says, if not given. */
    streams?: readonly string[] | undefined
    log: Log
    random(): number
  },
): Opened => {
  const { name, way } = connected
  const read = readSettings(way, settings)
  if (!read.success) throw new WrongPlace(doors.settingsFile, issuesOf(read.error))
  const troubles: Troubles = { error: null, errorSinceMs: null, readAtMs: null, notice: null }
  const notice = (message: string) => {
    if (troubles.notice !== message) doors.log.warn({ source: name }, message)
    troubles.notice = message
  }
  const completeFrom = doors.completeFrom ?? way.completeFrom?.(read.data) ?? null
  const units = doors.units ?? connected.units
  const streams = doors.streams ?? connected.streams
  const opened = way.open(read.data, { ...doors, notice })
  const backOff = openBackOff(doors.random)

  const failed = (error: unknown): number => {
    const message = toldOf(error)
    if (troubles.error !== message) doors.log.warn({ source: name }, `source cannot be read: ${message}`)
    troubles.error = message
    troubles.errorSinceMs ??= doors.now()
    return backOff.next(error instanceof CannotRead ? error.retryAfterMs : null)
  }
  const works = () => {
    troubles.error = null
    troubles.errorSinceMs = null
    backOff.reset()
  }

  const sent = openRecent(KNOWN_MAX)
  const source: Source = {
    sent: (batch) => {
      for (const { id } of batch.events) sent.add(id)
    },
    ...{ name, contract: connected.contract, title: connected.title, simulated: connected.simulated },
    ...{ rhythmSeconds: connected.rhythmSeconds },
    ...(completeFrom === null ? {} : { completeFromMs: Date.parse(`${completeFrom}T00:00:00+07:00`) }),
    ...(units === undefined ? {} : { units }),
    ...(streams === undefined ? {} : { streams }),
    pollMs: doors.everySeconds === undefined ? connected.pollMs : doors.everySeconds * 1000,
    async *read(since, context) {
      const readings = opened.read(since, context)[Symbol.asyncIterator]()
      try {
        while (!context.signal.aborted) {
          let batch: SourceBatch
          try {
            const next = await readings.next()
            if (next.done) {
              troubles.readAtMs = doors.now()
              return works()
            }
            const mapped = mapReads(connected, next.value.reads, context, context.clock.now())
            const events = mapped.flatMap((each) => (each.kind === 'event' ? [each.candidate] : []))
            batch = {
              events: events.filter(({ id }) => !sent.has(id)),
              skipped: mapped.filter((each) => each.kind === 'skip').length,
              checkpoint: next.value.checkpoint,
              completeUpToMs: next.value.completeUpToMs,
            }
          } catch (error) {
            // Also a fault of a mapping: it is one source’s own, and the others go on.
            if (context.signal.aborted) return
            return await pauseUnless(failed(error), context.signal)
          }
          works()
          yield batch
        }
      } finally {
        await readings.return?.()
      }
    },
  }
  return { source, way: opened, troubles: () => ({ ...troubles }) }
}
