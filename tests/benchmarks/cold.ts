import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PORT_OFFSETS } from '@ioc/config'
import type { Browser } from 'playwright-core'
import { until } from '../browser/until.ts'
import { npmStart } from '../end-to-end/start.ts'
import { freePortBase } from '../ports.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'
import { openBrowser, openedIn } from './screen.ts'

const GOAL_SECONDS = 60
const WITHIN_MS = 1_800_000
const STOP_MS = 120_000

/** Seconds from `npm start`; `done` and `stopped` as far as it was followed so far. */
type Started = { engines: number; ready: number; screen: number; done?: number; stopped: number }

/**
 * `npm start` as a person types it after the installation, on an empty folder and then on the same folder once more: seconds until the engines
 * answer, until every service is ready, until the first screen says that it is connected, until the half-year is replayed, closed and compared, and
 * what Ctrl-C takes. Ratio: an empty folder, replayed and stopped, which is what `--once` does, ÷ the goal of 60 s.
 */
export const cold: Benchmark = async ({ rounds, until: goal, chromium, say }) => {
  const browser = await openBrowser(chromium)
  try {
    const found = { empty: [] as Started[], used: [] as Started[] }
    for (let round = 0; round <= rounds; round++) {
      const dataDir = mkdtempSync(join(tmpdir(), 'ioc-cold-'))
      for (const folder of ['empty', 'used'] as const) {
        // What the first start of all installs and builds is no part of it, and need not be followed to its end.
        const started = await startOnce(dataDir, browser, round === 0 ? 'up' : goal)
        say(`  ${round === 0 ? 'warm-up' : `round ${round}`}, ${folder} folder: ${shown(started)}`)
        if (round > 0) found[folder].push(started)
      }
      rmSync(dataDir, { recursive: true, force: true })
    }
    const figures = (folder: keyof typeof found) =>
      (['engines', 'ready', 'screen', 'done', 'stopped'] as const).flatMap((step) => {
        const seconds = found[folder].flatMap((started) => started[step] ?? [])
        return seconds.length === 0 ? [] : [[`${folder} folder, ${STEPS[step]}, s`, round1(median(seconds))]]
      })
    return {
      ratio:
        goal === 'done'
          ? spreadOf(found.empty.map(({ done, stopped }) => (done! + stopped) / GOAL_SECONDS))
          : null,
      figures: Object.fromEntries([...figures('empty'), ...figures('used')]) as Record<string, number>,
      ...(goal === 'up' && {
        says: 'followed until it answers and no further (--until up); no ratio is given',
      }),
    }
  } finally {
    await browser.close()
  }
}

const STEPS: Record<keyof Started, string> = {
  engines: 'engines answer',
  ready: 'every service is ready',
  screen: 'first screen connected',
  done: 'replayed, closed, compared',
  stopped: 'from Ctrl-C to the end',
}

const startOnce = async (dataDir: string, browser: Browser, goal: 'up' | 'done'): Promise<Started> => {
  const portBase = await freePortBase()
  const beganMs = performance.now()
  const since = () => (performance.now() - beganMs) / 1000
  const start = npmStart([], { dataDir, portBase })
  try {
    await start.said(/engines ready after/, WITHIN_MS)
    const engines = since()
    for (const [name, offset] of Object.entries(PORT_OFFSETS))
      await Promise.race([
        until(
          `${name} is ready`,
          async () => (await fetch(`http://127.0.0.1:${portBase + offset}/health/ready`)).ok,
          WITHIN_MS,
        ),
        start.ended(WITHIN_MS).then(({ code }) => {
          throw new Error(`npm start ended with ${code}:\n${start.stderr()}`)
        }),
      ])
    const ready = since()
    await openedIn(browser, `http://127.0.0.1:${portBase}`)
    const screen = since()
    const done = goal === 'done' ? await start.said(/Ctrl-C dừng tất cả/, WITHIN_MS).then(since) : undefined
    const stoppingMs = performance.now()
    start.interrupt()
    await start.ended(STOP_MS)
    const stopped = (performance.now() - stoppingMs) / 1000
    return { ...{ engines, ready, screen, stopped }, ...(done !== undefined && { done }) }
  } finally {
    await start.kill()
  }
}

const round1 = (seconds: number) => Number(seconds.toFixed(1))
const shown = (started: Started) =>
  Object.entries(started)
    .map(([step, seconds]) => `${STEPS[step as keyof Started]} ${seconds.toFixed(1)} s`)
    .join(', ')
