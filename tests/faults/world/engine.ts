import { setTimeout as pause } from 'node:timers/promises'

/** What a launched engine can do, Kafka and ClickHouse alike. */
type Launched = { pid: number; kill(): Promise<void>; pause(): unknown; resume(): unknown }

/** An engine that can be struck and always comes back. */
export type Engine = {
  kill(inMs: number, downMs: number): Promise<void>
  pauseFor(ms: number): Promise<void>
  /** When all that was done to it is over and it runs. */
  settled(): Promise<void>
  end(): Promise<void>
}

const LAUNCHES = 3

/** Keeps an engine; what strikes it is done one after the other, for a killed one cannot be paused. */
export const keepEngine = async (launch: () => Promise<Launched>): Promise<Engine> => {
  let running = await launch()
  let last: Promise<void> = Promise.resolve()
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    last = last.then(act)
    return last
  }
  const again = async () => {
    for (let launches = 1; ; launches++) {
      try {
        running = await launch()
        return
      } catch (error) {
        if (launches === LAUNCHES) throw error // a port or a lock that was not free yet is free by the next try
        await pause(300)
      }
    }
  }
  return {
    kill: (inMs, downMs) =>
      inTurn(async () => {
        if (inMs > 0) await pause(inMs)
        await running.kill()
        await pause(downMs)
        await again()
      }),
    pauseFor: (ms) =>
      inTurn(async () => {
        await running.pause()
        await pause(ms)
        await running.resume()
      }),
    settled: () => last,
    end: async () => {
      await last.catch(() => {})
      await running.kill()
    },
  }
}
