import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The instant the business clock of a data folder began at, for a command that is not told; undefined where the system's clock counts. */
export const businessClockOf = (dataDir: string): string | undefined => {
  try {
    const { businessAtMs } = JSON.parse(readFileSync(join(dataDir, 'clock.json'), 'utf8')) as {
      businessAtMs: number
    }
    return new Date(businessAtMs).toISOString()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
