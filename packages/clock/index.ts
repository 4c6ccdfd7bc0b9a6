import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What `$IOC_DATA_DIR/clock.json` holds: at system instant `systemAtMs` the business clock showed `businessAtMs`; null: it stands still. */
type Setting = { businessAtMs: number; systemAtMs: number | null }

/**
 * The one business clock (design §4): schedules, periods and horizons use it; freshness uses arrival.
 * All instants are epoch milliseconds.
 */
export type BusinessClock = {
  now(): number
  /** Business instant of a record appended at a system instant. Before the clock ran, it stood. */
  atArrival(systemMs: number): number
  /** System instant at which the business clock shows this; null before it ran. */
  systemInstantOf(businessMs: number): number | null
  /** Business instant the clock began at; null for the system clock itself. */
  readonly beganAt: number | null
  readonly running: boolean
}

const systemClock = (systemNow: () => number): BusinessClock => ({
  now: systemNow,
  atArrival: (ms) => ms,
  systemInstantOf: (ms) => ms,
  beganAt: null,
  running: true,
})

const fileOf = (dataDir: string) => join(dataDir, 'clock.json')

const readSetting = (dataDir: string): Setting | null => {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as Setting
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const writeSetting = (dataDir: string, setting: Setting) => {
  mkdirSync(dataDir, { recursive: true })
  const temporary = `${fileOf(dataDir)}.${process.pid}`
  writeFileSync(temporary, JSON.stringify(setting))
  renameSync(temporary, fileOf(dataDir)) // whole or not at all
}

/** Makes the clock of a folder that has none; of two that start together the first counts. Gives the one that is there. */
const makeSetting = (dataDir: string, setting: Setting): Setting => {
  mkdirSync(dataDir, { recursive: true })
  const temporary = `${fileOf(dataDir)}.${process.pid}.new`
  writeFileSync(temporary, JSON.stringify(setting))
  try {
    linkSync(temporary, fileOf(dataDir))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(temporary)
  }
  return readSetting(dataDir) ?? setting
}

/** Puts a standing clock into a new data folder; one that is there already stays as it is. */
export const standClock = (dataDir: string, businessAt: string): void => {
  makeSetting(dataDir, { businessAtMs: Date.parse(businessAt), systemAtMs: null })
}

/** Lets a standing clock run from now on; a running one goes on. */
export const runClock = (dataDir: string, systemMs: number): void => {
  const setting = readSetting(dataDir)
  if (setting && setting.systemAtMs === null) writeSetting(dataDir, { ...setting, systemAtMs: systemMs })
}

/**
 * Opens the clock of a data folder; where it has none, `businessAt` (IOC_BUSINESS_CLOCK) makes one, and without that it is the system's.
 * A folder's clock counts also for who was not told: an aggregator started by hand must judge as the one beside it does.
 * A standing clock is looked at again at most every 200 ms, so all services begin to run together.
 * Throws if the data folder's clock began at another instant: periods would change under the numbers.
 */
export const openClock = (
  dataDir: string,
  businessAt: string | undefined,
  systemNow: () => number,
): BusinessClock => {
  const found = readSetting(dataDir)
  if (businessAt === undefined && found === null) return systemClock(systemNow)
  const wantedMs = businessAt === undefined ? found!.businessAtMs : Date.parse(businessAt)
  const setting = found ?? makeSetting(dataDir, { businessAtMs: wantedMs, systemAtMs: systemNow() })
  if (setting.businessAtMs !== wantedMs)
    throw new Error(
      `IOC_BUSINESS_CLOCK says ${businessAt}, but the clock of ${dataDir} began at ${new Date(setting.businessAtMs).toISOString()}: use that instant, or another IOC_DATA_DIR`,
    )
  let current = setting
  let lookedAtMs = systemNow()
  const look = (): Setting => {
    if (current.systemAtMs === null && systemNow() - lookedAtMs >= 200) {
      lookedAtMs = systemNow()
      current = readSetting(dataDir) ?? current
    }
    return current
  }
  const atArrival = (systemMs: number) => {
    const { businessAtMs, systemAtMs } = look()
    return systemAtMs === null || systemMs <= systemAtMs
      ? businessAtMs
      : businessAtMs + (systemMs - systemAtMs)
  }
  return {
    now: () => atArrival(systemNow()),
    atArrival,
    systemInstantOf: (businessMs) => {
      const { businessAtMs, systemAtMs } = look()
      return systemAtMs === null ? null : systemAtMs + (businessMs - businessAtMs)
    },
    beganAt: wantedMs,
    get running() {
      return look().systemAtMs !== null
    },
  }
}
