import { once } from 'node:events'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InForce } from '@ioc/catalogues'
import { pauseUnless } from '@ioc/clock/pause.ts'
import { type DeadLetterDoors, DeadLetterRefusal, type Judged, returnDeadLetters } from '@ioc/dead-letters'
import type { Part } from '@ioc/health'
import type { Log } from '@ioc/log'

export type JudgedFile = { read(): Judged | null; write(judged: Judged): void }

/** Kept in `$IOC_DATA_DIR/checkpoints/catalogue-returns.json`. A hint: without it all of them are judged again, which changes nothing. */
export const openJudgedFile = (dataDir: string): JudgedFile => {
  const folder = join(dataDir, 'checkpoints')
  const file = join(folder, 'catalogue-returns.json')
  const temporary = `${file}.${process.pid}.new`
  return {
    read: () => {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as Judged
      } catch {
        return null // not there, or cut by a full disk: it is only a hint
      }
    },
    write: (judged) => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(temporary, JSON.stringify(judged))
      renameSync(temporary, file)
    },
  }
}

/** How often the ledger is looked at for more. */
const EVERY_MS = 5_000
/** A set is in force this long before anything is sent by it: this machine's clock may be ahead of the brokers'. */
const SETTLED_MS = 3_000

/**
 * Lets dead letters come back by themselves when their code is in the catalogues. Goes on for as long as a set is in force: what an edge
 * rejected by the set before, or the aggregator had not yet folded when the new one came, is found too.
 */
export const openReturning = (doors: {
  deadLetters: DeadLetterDoors
  catalogues: Pick<InForce, 'at'>
  /** Resolves when the sets of catalogues are known. */
  known: Promise<void>
  judged: JudgedFile
  now: () => number
  log: Pick<Log, 'info' | 'warn'>
}): Omit<Part, 'name'> => {
  const { deadLetters, catalogues, judged, now, log } = doors
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  let failing = false

  const look = async () => {
    const set = catalogues.at(now() - SETTLED_MS)
    const counts = await returnDeadLetters(deadLetters, {
      ...{ catalogues: set, judged: judged.read(), save: judged.write, signal: stopping.signal },
    })
    failing = false
    const { 'would-be-rejected': _still, 'already-replayed': _done, dropped: _aside, ...told } = counts
    if (Object.keys(told).length > 0)
      log.info(
        { catalogues: set.version, ...told },
        'dead letters came back: their code is in the catalogues',
      )
  }

  const run = async () => {
    await Promise.race([doors.known, once(stopping.signal, 'abort')])
    while (!stopping.signal.aborted) {
      try {
        await look()
      } catch (error) {
        // An engine that is away, or a key that is not there: nothing is lost by asking again.
        const why = error instanceof DeadLetterRefusal ? error.code : (error as Error).name
        if (!failing && !stopping.signal.aborted)
          log.warn({ fault: why }, 'dead letters cannot come back now; tried again')
        failing = true
      }
      await pauseUnless(EVERY_MS, stopping.signal)
    }
  }

  return {
    start: async () => {
      running = run()
    },
    /** A page under way is left to itself: broken off anywhere, the next run goes on where the file says. */
    stop: async () => {
      stopping.abort()
      void running
    },
  }
}
