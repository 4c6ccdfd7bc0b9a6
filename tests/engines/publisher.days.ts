import type { BusinessClock } from '@ioc/clock'

/**
 * A business clock whose days pass when a test says so: each jump remembers the system instant it happened at, so an instant gone by maps to
 * when, in the log, the day ended.
 */
export const openDays = (beganAt: string) => {
  const beganAtMs = Date.parse(beganAt)
  const jumps = [{ businessMs: beganAtMs, systemMs: Date.now() }]
  const clock: BusinessClock = {
    now: () => jumps.at(-1)!.businessMs,
    atArrival: (systemMs) => systemMs,
    systemInstantOf: (businessMs) => jumps.find((jump) => jump.businessMs >= businessMs)?.systemMs ?? null,
    beganAt: beganAtMs,
    running: true,
  }
  return {
    clock,
    /** The clock shows this from now on; what is appended later belongs to after it. */
    passTo: async (instant: string) => {
      const systemMs = Date.now() + 1
      // The log's clock counts milliseconds: nothing may be appended in the same one.
      while (Date.now() <= systemMs) await new Promise((resolve) => setImmediate(resolve))
      jumps.push({ businessMs: Date.parse(instant), systemMs })
    },
  }
}
