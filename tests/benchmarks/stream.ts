import { setTimeout as wait } from 'node:timers/promises'
import type { Kafka } from '@ioc/kafka'
import { event } from '../browser/events.ts'

const TICK_MS = 50

/** A steady stream of dossiers onto the log, until it is stopped; gives how many were acknowledged. */
export const openStream = (
  kafka: Pick<Kafka, 'publish'>,
  name: string,
  perSecond: number,
  dossier: (serial: number) => object,
) => {
  const stopping = new AbortController()
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
    }
    return sent
  })()
  return {
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

/** The value below which so many of a hundred lie. */
export const percentile = (values: readonly number[], at: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * at) / 100))]!
