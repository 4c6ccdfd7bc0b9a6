import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Kafka } from '@ioc/kafka'
import { event } from '../browser/events.ts'
import type { StreamTask } from './stream.process.ts'

const TICK_MS = 50

/** A steady stream of dossiers onto the log, until it is stopped; gives how many were acknowledged. */
export const openStream = (
  kafka: Pick<Kafka, 'publish'>,
  name: string,
  perSecond: number,
  dossier: (serial: number) => object,
) => {
  const stopping = new AbortController()
  const begun = Promise.withResolvers<void>()
  const running = (async () => {
    let sent = 0
    for (const beganMs = performance.now(); !stopping.signal.aborted; await wait(TICK_MS)) {
      const due = Math.floor(((performance.now() - beganMs) / 1_000) * perSecond) - sent
      if (due <= 0) continue
      await kafka.publish(
        'dossier.v1',
        Array.from({ length: due }, (_, k) =>
          event('dossier.v1', 'live-demo', `${name}-${sent + k}`, dossier(sent + k)),
        ),
      )
      sent += due
      begun.resolve()
    }
    return sent
  })()
  running.then(() => begun.resolve(), begun.reject)
  begun.promise.catch(() => {}) // told by `stop` too
  return {
    /** Something is acknowledged. */
    begun: begun.promise,
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

/** The same from a process of its own, once it has begun; `stop` gives how many a second were acknowledged. */
export const startStream = async (brokers: string[], name: string, perSecond: number) => {
  const task: StreamTask = { brokers, name, perSecond }
  const child = fork(join(import.meta.dirname, 'stream.process.ts'), [JSON.stringify(task)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit').then(([code]): never => {
    throw new Error(`the stream ${name} ended with ${code}`)
  })
  ended.catch(() => {}) // as it should, once it was told to
  const said = async () =>
    (await Promise.race([once(child, 'message'), ended]))[0] as {
      acknowledgedPerSecond: number
    }
  await said()
  return {
    stop: async (): Promise<number> => {
      const told = said()
      child.send('enough')
      return (await told).acknowledgedPerSecond
    },
  }
}

/** The value below which so many of a hundred lie. */
export const percentile = (values: readonly number[], at: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * at) / 100))]!
