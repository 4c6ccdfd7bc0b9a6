import { LogBeginsAfterNeeded, LogWasRecreated } from '@ioc/kafka'
import { LedgerHasGap } from './resume.ts'

/** A loud stop with the command that mends it. `cause` is the stop itself. */
export class StoppedLoudly extends Error {
  override readonly name = 'StoppedLoudly'
}

/**
 * Log and ledger do not fit each other, and going on would lose records silently: says where, and what a person must do.
 * Any other error is given back as it is.
 */
export const withRemedy = (stop: unknown): unknown => {
  const remedy = remedyOf(stop)
  return remedy === null ? stop : new StoppedLoudly(`${(stop as Error).message}; ${remedy}`, { cause: stop })
}

const remedyOf = (stop: unknown): string | null => {
  if (stop instanceof LogBeginsAfterNeeded) {
    const { topic, partition, needed, logBegins } = stop
    return `offsets ${needed} to ${logBegins - 1} were removed before they were read. Send them again from their source if it can, then record the loss: npm run audit -- accept-loss ${topic}/${partition} --up-to ${logBegins - 1} --why "<what happened>"`
  }
  if (stop instanceof LogWasRecreated) {
    const { topic, partition, needed, logEnds } = stop
    return `the ledger holds offsets up to ${needed - 1} of another log, this one ends at ${logEnds}. Nothing is overwritten: bring back the Kafka data that belongs to this ClickHouse (npm run restore), or begin with a new data folder; npm run audit shows what ${topic}/${partition} has`
  }
  if (stop instanceof LedgerHasGap)
    return `it is never guessed what was there. See which offsets with: npm run audit; then, while the log still has them, npm run audit -- mend; if it has them no more, npm run audit -- accept-loss ${stop.topic}/${stop.partition} --up-to <last lost offset> --why "<what happened>"`
  return null
}
