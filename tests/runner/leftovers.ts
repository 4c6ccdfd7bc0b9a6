import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isOurs, waitUntilGone } from '@ioc/launcher/processes.ts'

/**
 * Ends engines and services that a test run left in its folder of temporary data; gives their names. Engines outlive whoever
 * started them, so a run that is broken off would otherwise leave a Kafka behind.
 */
export const endLeftovers = async (folder: string): Promise<string[]> => {
  const ended: string[] = []
  for (const dataDir of readdirSync(folder)) {
    const run = join(folder, dataDir, 'run')
    if (!existsSync(run)) continue
    for (const name of readdirSync(run).filter((file) => file.endsWith('.pid'))) {
      const pid = Number.parseInt(readFileSync(join(run, name), 'utf8'), 10)
      if (!(pid > 1) || !isOurs(pid)) continue
      await waitUntilGone(pid, 'SIGTERM')
      ended.push(`${dataDir}/${name.slice(0, -4)}`)
    }
  }
  return ended
}
