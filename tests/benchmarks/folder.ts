import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { endAllIn } from './leftovers.ts'

/**
 * A folder in which everything of this process and its children goes from now on: it is told by its environment, which is changed. However the process ends, by itself, by a fault or
 * by Ctrl-C, also a second one, and also while an engine is just coming up: what still runs there is ended, and the folder goes.
 */
export const openFolder = (environment: { TMPDIR?: string }): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-bench-'))
  environment.TMPDIR = folder
  // `on`, not `once`: without a listener the second of two signals would end the process at once, and whoever starts it passes signals on.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => process.exit(128 + constants.signals[signal]))
  process.once('exit', () => {
    const ended = endAllIn(folder)
    if (ended > 0) process.stderr.write(`ended ${ended} processes that were left\n`)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return folder
}
