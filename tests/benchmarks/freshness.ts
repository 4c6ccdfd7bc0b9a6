import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { dossier, event } from '../browser/events.ts'
import { startLiveCentre } from '../browser/harness.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'
import { openStream, percentile } from './stream.ts'

/** Events a second of the stream beside which single events are timed. */
const RATES = [200, 2_000] as const
const SECONDS = 20
const VIEWERS = 50
/** So often one event is timed on its way. */
const EVERY_MS = 200
const GOAL_MS = 1_000

/**
 * How long an event takes from its producer's acknowledgement to the pixel: the live feed in a real browser, narrowed to one source
 * whose events come one by one, beside a stream of others through the whole river and 50 further viewers of all of it. The page's
 * and the producer's clock are one. Ratio: p95 at 2,000 events a second ÷ the goal of 1 s.
 */
export const freshness: Benchmark = async ({ rounds, chromium: executablePath, say }) => {
  const centre = await startLiveCentre()
  const undo: (() => unknown)[] = [() => centre.close()]
  try {
    const browser = await chromium.launch({
      executablePath,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--enable-precise-memory-info',
      ],
    })
    undo.push(() => browser.close())
    const page = await browser.newPage()
    await timed(centre.kafka, 'marked-warm', 0)
    await page.goto(`${centre.url}/feed?source=marked`)
    await page.locator('#feed').waitFor()
    await watch(page)
    const viewers = Array.from({ length: VIEWERS }, () => view(`${centre.url}/v1/feed`))
    undo.push(() => {
      for (const viewer of viewers) viewer.destroy()
    })
    const opened = await openedIn(browser, centre.url)
    const bySpeed = new Map<number, number[][]>()
    let heapBefore = 0
    for (let round = 0; round <= rounds; round++)
      for (const rate of RATES) {
        const delays = await run(centre.kafka, page, `${round}-${rate}`, rate)
        if (round === 0) {
          heapBefore = await heapOf(page)
          continue // warms up
        }
        bySpeed.set(rate, [...(bySpeed.get(rate) ?? []), delays])
        say(
          `  ${rate} events/s, round ${round}: p50 ${percentile(delays, 50)} ms, p95 ${percentile(delays, 95)} ms, p99 ${percentile(delays, 99)} ms of ${delays.length}`,
        )
      }
    const of = (rate: number, at: number) =>
      Math.round(median(bySpeed.get(rate)!.map((delays) => percentile(delays, at))))
    return {
      ratio: spreadOf(bySpeed.get(2_000)!.map((delays) => percentile(delays, 95) / GOAL_MS)),
      figures: Object.fromEntries([
        ...RATES.flatMap((rate) =>
          [50, 95, 99].map((at) => [`acknowledged to pixel at ${rate}/s, p${at}, ms`, of(rate, at)]),
        ),
        ['page heap grown over the rounds, kB', Math.round(((await heapOf(page)) - heapBefore) / 1024)],
        ['scripts of the first screen over the wire, kB', Math.round(opened.bytes / 1024)],
        ['first screen opened, ms', Math.round(opened.ms)],
        ['viewers beside it', VIEWERS],
        ['timed events a round', bySpeed.get(2_000)![0]!.length],
      ]) as Record<string, number>,
    }
  } finally {
    for (const step of undo.reverse()) await step()
  }
}

/** Serial numbers of timed dossiers, which no others have. */
const FIRST_MARK = 9_000_000
let marks = 0

type Kafka = Awaited<ReturnType<typeof startLiveCentre>>['kafka']

/** One round: a stream at a rate, and single events timed from their acknowledgement to the frame that shows them. */
const run = async (kafka: Kafka, page: Page, round: string, rate: number): Promise<number[]> => {
  const acknowledged = new Map<string, number>()
  const endMs = performance.now() + SECONDS * 1_000
  const stream = openStream(kafka, round, rate, dossier)
  for (let k = 0; performance.now() < endMs; k++) {
    const code = await timed(kafka, round, k)
    acknowledged.set(code, Date.now())
    await wait(EVERY_MS)
  }
  await stream.stop()
  await page.waitForFunction(
    (wanted) => wanted.every((code) => Number.isFinite(globalThis.seen[code])),
    [...acknowledged.keys()],
    {
      timeout: 30_000,
    },
  )
  const seen = await page.evaluate(() => globalThis.seen)
  return [...acknowledged].map(([code, ackMs]) => seen[code]! - ackMs)
}

/** Sends one event that is timed; resolves when it is acknowledged. */
const timed = async (kafka: Kafka, round: string, serial: number): Promise<string> => {
  marks += 1
  const code = `000.00.00.H36-240620-${FIRST_MARK + marks}`
  await kafka.publish('dossier.v1', [
    event('dossier.v1', 'marked', `${round}-${serial}`, { ...dossier(0), dossierCode: code }),
  ])
  return code
}

declare global {
  var seen: Record<string, number>
}

/** Notes for each timed event when the frame that shows it is drawn. */
const watch = (page: Page): Promise<void> =>
  page.evaluate(() => {
    globalThis.seen = {}
    const look = () => {
      // After the next frame is drawn, not when it is only asked for.
      for (const [code] of document.body.textContent.matchAll(/000\.00\.00\.H36-240620-9\d{6}/g))
        if (!(code in globalThis.seen)) {
          globalThis.seen[code] = Number.POSITIVE_INFINITY
          requestAnimationFrame(() =>
            setTimeout(() => {
              globalThis.seen[code] = Date.now()
            }),
          )
        }
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
  })

/** A viewer that reads everything and shows nothing. */
const view = (url: string) => {
  const asking = request(url)
  asking.once('response', (answer) => answer.resume())
  asking.once('error', () => undefined) // ended by us when all is measured
  asking.end()
  void once(asking, 'response').catch(() => undefined)
  return asking
}

/** Bytes alive in the page, after what is dead was collected. */
const heapOf = async (page: Page): Promise<number> => {
  await page.requestGC()
  return page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  )
}

/** The first screen in a browser that has seen nothing: until it says it is connected, and the scripts that took. */
const openedIn = async (browser: Browser, url: string) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  let bytes = 0
  page.on('response', async (response) => {
    if (response.url().endsWith('.js')) bytes += Number(response.headers()['content-length'] ?? 0)
  })
  const beganMs = performance.now()
  await page.goto(url)
  await page.locator('#content[data-live="true"]').waitFor()
  const ms = performance.now() - beganMs
  await context.close()
  return { ms, bytes }
}
