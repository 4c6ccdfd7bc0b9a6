import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'

/** The machine a run is made on, as its report names it. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.versions.node}`

/** The commit that is checked out, with `+` where files differ from it; empty outside a checkout. */
export const commit = (): string => {
  const git = (...words: string[]) =>
    execFileSync('git', words, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`
  } catch {
    return '' // no git, or no checkout
  }
}
