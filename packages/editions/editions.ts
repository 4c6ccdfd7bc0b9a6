import { type Catalogues, type InForce, indexRaw } from '@ioc/catalogues'
import type { Kafka } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import { CATALOGUE_TOPIC } from '@ioc/schemas'
import { type Edition, IN_FORCE_AFTER_MS, takeRecord } from './edition.ts'

/** The sets of catalogues of `catalogue.v1`, as far as they were read; the set the software is shipped with where there is none. */
export type Editions = InForce & {
  /** Those that count, oldest first. */
  list(): readonly Edition[]
  /** Reads what was appended until now. */
  refresh(): Promise<void>
  /** When it resolves, every set that is in force at or before this append time is known; asks Kafka only where it may not be. */
  upTo(appendedAtMs: number): Promise<void>
}

type Answer = { fromMs: number; untilMs: number; catalogues: Catalogues }

/**
 * A look after a record was fetched shows all that was appended before that record, and what is in force until `IN_FORCE_AFTER_MS` later.
 * Half of that is left for brokers that show one topic later than another.
 */
const KNOWN_AHEAD_MS = IN_FORCE_AFTER_MS / 2

/** Sets that are held ready; a look at an older one opens it anew. */
const OPEN_MAX = 4

export const openEditions = (doors: {
  kafka: Pick<Kafka, 'readFrom'> & { admin: Pick<Kafka['admin'], 'offsets'> }
  /** The set the software is shipped with; asked where the log has none. */
  shipped(): Catalogues
  /** The system clock, epoch ms. */
  now(): number
  log?: Pick<Log, 'warn' | 'info'>
}): Editions => {
  const { kafka, now, log } = doors
  const editions: Edition[] = []
  const open = new Map<string, Catalogues>()
  let next = 0
  let coveredMs = Number.NEGATIVE_INFINITY
  let last: Promise<void> = Promise.resolve()
  // Asked for every record: an answer holds until the next set is in force.
  let answer: Answer | null = null
  let ours: Catalogues | null = null
  const shipped = (): Catalogues => {
    ours ??= doors.shipped()
    return ours
  }

  const opened = (edition: Edition): Catalogues => {
    const { version } = edition
    const catalogues = open.get(version) ?? (version === ours?.version ? ours : indexRaw(edition.documents()))
    open.delete(version)
    open.set(version, catalogues)
    for (const oldest of open.keys()) {
      if (open.size <= OPEN_MAX) break
      open.delete(oldest)
    }
    return catalogues
  }

  const answerAt = (systemMs: number): Answer => {
    const n = editions.findLastIndex(({ inForceMs }) => inForceMs <= systemMs)
    return {
      fromMs: editions[n]?.inForceMs ?? Number.NEGATIVE_INFINITY,
      untilMs: editions[n + 1]?.inForceMs ?? Number.POSITIVE_INFINITY,
      catalogues: n === -1 ? shipped() : opened(editions[n]!),
    }
  }

  const at = (systemMs: number): Catalogues => {
    if (answer === null || systemMs < answer.fromMs || systemMs >= answer.untilMs) answer = answerAt(systemMs)
    return answer.catalogues
  }

  const read = async (): Promise<void> => {
    const [ends] = await kafka.admin.offsets(CATALOGUE_TOPIC)
    const { low, high } = ends ?? { low: 0, high: 0 }
    if (high <= next) return
    await kafka.readFrom(CATALOGUE_TOPIC, 0, Math.max(next, low), high, (records) => {
      for (const record of records) {
        const taken = takeRecord(record, editions.at(-1))
        next = record.offset + 1
        if (taken.kind === 'passed')
          log?.warn(
            { topic: CATALOGUE_TOPIC, offset: record.offset },
            `a set was passed over: it ${taken.why}`,
          )
        if (taken.kind !== 'edition') continue
        const { version, by, why } = taken.edition
        editions.push(taken.edition)
        log?.info({ version, by, why }, 'a set of catalogues comes into force')
      }
    })
    next = high
    answer = null
  }

  // One after the other: who asks is shown what was appended before it asked.
  const refresh = (): Promise<void> => {
    const mine = last.then(read)
    last = mine.catch(() => {}) // told to who asked
    return mine
  }

  return {
    list: () => editions,
    refresh,
    upTo: async (appendedAtMs) => {
      if (appendedAtMs <= coveredMs + KNOWN_AHEAD_MS) return
      await refresh()
      coveredMs = Math.max(coveredMs, appendedAtMs)
    },
    at,
    current: () => at(now()),
    byVersion: (version) => {
      const edition = editions.findLast((each) => each.version === version)
      if (edition) return opened(edition)
      return version === shipped().version ? shipped() : null
    },
  }
}
