import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { failed, type Outcome, skipped } from './outcome.ts'

const PACKAGES = ['chromium', 'fonts-noto-core']

/**
 * Makes sure a browser is there: installs Debian's when it may. Gives null if there is one, else what the browser tests come to:
 * a skip, or a failure where a browser is required.
 */
export const missingBrowser = (
  path: string,
  required: boolean,
  say: (line: string) => void,
): Outcome | null => {
  if (existsSync(path)) return null
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version') && path === '/usr/bin/chromium') {
    say(`No browser at ${path}: installing ${PACKAGES.join(' and ')} with apt-get …`)
    const options = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] }
    spawnSync('apt-get', ['-qq', 'update'], options)
    spawnSync('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...PACKAGES], options)
    if (existsSync(path)) return null
  }
  const reason = `no browser at ${path}: install Debian’s chromium (apt-get install ${PACKAGES.join(' ')}), or say where one is with CHROMIUM_PATH`
  return required
    ? failed('browser', `required by IOC_REQUIRE_BROWSER, but ${reason}`)
    : skipped(`browser: ${reason}`)
}
