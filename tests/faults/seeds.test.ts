import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import type { Report } from './run.ts'

const MINUTES = 60_000
let running: ChildProcess | null = null
afterEach(() => void running?.kill('SIGTERM'))

/** `npm run faults -- <words> --json`, without npm. */
const faults = async (...words: string[]) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...words, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running = child
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: code as number, said, report: (out === '' ? null : JSON.parse(out)) as Report | null }
}

test('15 seeds on real engines: nothing lost, nothing doubled, every indicator as the history says', {
  timeout: 15 * MINUTES,
}, async () => {
  const { code, said, report } = await faults('--seeds', '15')
  expect(report, said).toMatchObject({
    seeds: 15,
    lost: 0,
    doubled: 0,
    indicatorMismatches: 0,
    otherMismatches: 0,
    failures: [],
  })
  expect(code).toBe(0)
  // Else the faults struck an idle product, and the zeros above say little.
  const struck = report!.kills + report!.pauses + report!.drops + report!.cuts + report!.halfOpen
  expect(report!.kills).toBeGreaterThanOrEqual(15)
  expect(report!.duringWork).toBeGreaterThan(struck / 2)
  expect(report!.acknowledged).toBeGreaterThan(3_000)
})

test('a seed that fails ends with 1, and says how to repeat it and where to look', {
  timeout: 5 * MINUTES,
}, async () => {
  const { code, said, report } = await faults(
    '--seeds',
    '1',
    '--first',
    '7',
    '--sabotage',
    'lose-business-row',
  )
  const [failure] = report!.failures
  try {
    expect(code).toBe(1)
    expect(report!.lost).toBeGreaterThan(0)
    expect(said).toContain('npm run faults -- --seeds 1 --first 7')
    expect(existsSync(failure!.folder!)).toBe(true)
  } finally {
    if (failure?.folder) rmSync(failure.folder, { recursive: true, force: true })
  }
})

test.each([
  ['--seeds', 'many'],
  ['--seeds', '0'],
  ['--first', '-1'],
  ['--sabotage', 'nothing'],
  ['--unknown'],
])('%s %s: wrong words, and 78', async (...words) => {
  const { code, said } = await faults(...(words as string[]))
  expect(code).toBe(78)
  expect(said).toContain('npm run faults')
})
