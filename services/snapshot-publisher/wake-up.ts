import type { Part } from '@ioc/health'
import type { Log } from '@ioc/log'
import { createTask } from 'node-cron'
import type { Publisher } from './publisher.ts'

/** Every ten seconds of system time: the business clock has its own hour, so SNAPSHOT_CRON cannot wake us itself (decision 0008). */
const EVERY_TEN_SECONDS = '*/10 * * * * *'

/** Wakes the publisher; what is due is read from the log of cuts, so a wake-up missed is no day missed. */
export const wakeUp = (publisher: Pick<Publisher, 'catchUp'>, log: Log, every = EVERY_TEN_SECONDS): Part => {
  const look = () =>
    publisher
      .catchUp()
      .catch((error: unknown) => log.error({ err: error }, 'snapshots could not be made; tried again'))
  const task = createTask(every, look, {
    ...{ name: 'snapshots', noOverlap: true, suppressMissedWarning: true },
    logger: inOurLog(log),
  })
  return {
    name: 'wake-up',
    start: async () => {
      await task.start()
    },
    stop: async () => {
      await task.destroy()
    },
  }
}

/** node-cron would write coloured lines of its own between our JSON. That a run is longer than the interval is nothing to warn of. */
const inOurLog = (log: Log) => ({
  info: (said: string) => log.debug(said),
  warn: (said: string) => log.debug(said),
  error: (said: string | Error) => log.error({ err: said }, 'the scheduler of wake-ups failed'),
  debug: (said: string | Error) => log.debug({ err: said }, 'the scheduler of wake-ups'),
})
