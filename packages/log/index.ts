import { type Logger, pino } from 'pino'

export type Log = Logger

/**
 * A service's log: JSON lines on stderr, so that stdout stays free for results.
 * A record's content is never logged (design §3.6): log positions, codes and counts.
 * @param into a file descriptor or the path of a file, instead of stderr
 */
export const createLog = (service: string, level = 'info', into: string | number = 2): Log =>
  pino(
    { name: service, level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(into),
  )
