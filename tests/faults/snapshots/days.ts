import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { BusinessClock } from '@ioc/clock'

/** The business clock was set to `businessMs` at the system instant `systemMs`, and stood there until it was set again. */
export type Setting = { businessMs: number; systemMs: number }

const settingsIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Setting[]

/**
 * A business clock that shows what a file says, in every process alike. An instant happened when the clock showed it, or a later one, for
 * the first time: however it jumps afterwards, a day keeps the moment in the log at which it ended.
 */
export const openDays = (file: string): BusinessClock => ({
  now: () => settingsIn(file).at(-1)!.businessMs,
  atArrival: (systemMs) => systemMs,
  systemInstantOf: (businessMs) => shownAt(settingsIn(file), businessMs),
  beganAt: settingsIn(file)[0]!.businessMs,
  running: true,
})

/** The system instant at which a clock first showed an instant or a later one; null if it never did. */
export const shownAt = (settings: readonly Setting[], businessMs: number): number | null =>
  settings.find((setting) => setting.businessMs >= businessMs)?.systemMs ?? null

/** The hand that sets the clock. */
export const setDays = (file: string, beganAt: string) => {
  const settings: Setting[] = []
  const write = (setting: Setting) => {
    settings.push(setting)
    writeFileSync(`${file}.new`, JSON.stringify(settings))
    renameSync(`${file}.new`, file) // whole or not at all
  }
  write({ businessMs: Date.parse(beganAt), systemMs: Date.now() })
  return {
    settings: settings as readonly Setting[],
    /** The clock shows this from now on, be it earlier or later; what is appended afterwards belongs to after it. */
    show: async (instant: string) => {
      const systemMs = Date.now() + 1
      // The log's clock counts milliseconds: nothing may be appended in the same one.
      while (Date.now() <= systemMs) await new Promise((resolve) => setImmediate(resolve))
      write({ businessMs: Date.parse(instant), systemMs })
    },
  }
}
export type Days = ReturnType<typeof setDays>
