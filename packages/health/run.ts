import type { Log } from '@ioc/log'
import { exitCodeOf } from './address.ts'
import { writePidFile } from './pid-file.ts'

/** A part of a service. `finished` rejects when the part has failed and the service must not go on without it. */
export type Part = {
  name: string
  start?(): Promise<void>
  /** Must be safe to call while or before it starts. */
  stop(): Promise<void>
  finished?: Promise<void>
}

type End = { kind: 'signal'; signal: string } | { kind: 'failed'; part: string; error: unknown }

/** Design §6 gives 10 s; what is left is for the log and the exit. */
const STOP_WAIT_MS = 9_500

/**
 * Runs a service: writes its pid file, starts its parts left to right, and on SIGTERM or SIGINT stops them right to left and exits 0.
 * A part that fails stops the service with 1 (78 where its address cannot be had); so does a stop that takes longer than 9.5 s.
 * A second signal exits at once.
 */
export const runUntilSignal = async (options: {
  service: string
  dataDir: string
  log: Log
  parts: Part[]
}): Promise<never> => {
  const { service, dataDir, log, parts } = options
  // Signal handlers alone do not keep a process: with every socket away for a moment, Node would end it.
  setInterval(() => {}, 2 ** 30)
  const ended = endOf(parts)
  const removePidFile = writePidFile(dataDir, service)
  const begun: Part[] = []
  const end = await Promise.race([ended.promise, startAll(parts, begun, ended.fail, log, service)])
  if (end.kind === 'signal') log.info({ signal: end.signal }, `${service} stops`)
  else log.fatal({ part: end.part, err: end.error }, `${service} stops: ${messageOf(end)}`)
  const stopped = await stopAll(begun, log)
  removePidFile()
  process.exit(end.kind === 'failed' ? exitCodeOf(end.error) : stopped ? 0 : 1)
}

const messageOf = (end: End & { kind: 'failed' }): string =>
  end.error instanceof Error ? end.error.message : `${end.part} failed`

/** The first thing that ends the service: a signal, or a part that failed. Signals are heard from here on. */
const endOf = (parts: Part[]) => {
  const { promise, resolve } = Promise.withResolvers<End>()
  const fail = (part: Part, error: unknown) => resolve({ kind: 'failed', part: part.name, error })
  let signals = 0
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      signals += 1
      if (signals > 1) process.exit(1)
      resolve({ kind: 'signal', signal })
    })
  for (const part of parts) part.finished?.catch((error) => fail(part, error))
  return { promise, fail }
}

/** Settles only if a part fails to start. */
const startAll = async (
  parts: Part[],
  begun: Part[],
  fail: (part: Part, error: unknown) => void,
  log: Log,
  service: string,
): Promise<never> => {
  for (const part of parts) {
    begun.push(part) // before its start: what half started must be stopped too
    try {
      await part.start?.()
    } catch (error) {
      fail(part, error)
      return new Promise<never>(() => {})
    }
  }
  log.info({ parts: parts.map((p) => p.name) }, `${service} runs`)
  return new Promise<never>(() => {})
}

/** Right to left; one that fails to stop does not keep the others from it. False if one failed or time ran out. */
const stopAll = async (begun: Part[], log: Log): Promise<boolean> => {
  let clean = true
  let waitingFor = ''
  const all = async () => {
    for (const part of begun.toReversed()) {
      waitingFor = part.name
      try {
        await part.stop()
      } catch (error) {
        clean = false
        log.error({ part: part.name, err: error }, 'a part failed to stop')
      }
    }
    return true
  }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), STOP_WAIT_MS)
  })
  const inTime = await Promise.race([all(), late])
  clearTimeout(timer)
  if (!inTime) log.fatal({ part: waitingFor }, `a part did not stop within ${STOP_WAIT_MS} ms`)
  return inTime && clean
}
