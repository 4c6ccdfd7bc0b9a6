import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const EVERY_MS = 1_000

/** Looks at the resident memory of services each second; `stop` gives the most each ever had, in MB. */
export const watchMemory = (dataDir: string, services: readonly string[]) => {
  const most = new Map<string, number>(services.map((service) => [service, 0]))
  const look = () => {
    for (const service of services) {
      const mb = residentMb(join(dataDir, 'run', `${service}.pid`))
      if (mb !== null && mb > most.get(service)!) most.set(service, mb)
    }
  }
  look()
  const timer = setInterval(look, EVERY_MS)
  return {
    stop: (): Record<string, number> => {
      clearInterval(timer)
      return Object.fromEntries(most)
    },
  }
}

/** Null while the service is not there, for instance between two lives. */
const residentMb = (pidFile: string): number | null => {
  try {
    const pid = readFileSync(pidFile, 'utf8').trim()
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kb === undefined ? null : Math.round(Number(kb) / 1024)
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code === 'ENOENT' ||
      (error as NodeJS.ErrnoException).code === 'ESRCH'
    )
      return null
    throw error
  }
}
