import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { dossier, event, progress } from '../browser/events.ts'
import { pagesBuilt } from '../browser/harness.ts'
import { type SmallRiver, startSmallRiver } from '../end-to-end/ends.river.ts'
import { addressOf } from '../end-to-end/river.ts'
import { openCountsSeen } from './counts-seen.ts'
import { type Benchmark, median, spreadOf } from './measure.ts'
import { openRowsSeen } from './rows-seen.ts'
import { openBrowser, openedIn } from './screen.ts'
import { percentile, startStream } from './stream.ts'
import { openUndo } from './undo.ts'

const VIEWERS = 50
/** So often one event is timed on its way. */
const EVERY_MS = 200
/** The goals are of this speed. */
const GOAL_RATE = 2_000
const GOAL_MS = { row: 300, indicator: 600, pixel: 1_000 }
/** The ward of timed dossiers, which no others are of. */
const UNIT = '24820'

const PLACES = ['row', 'indicator', 'pixel'] as const
/** How long each timed event took to each place, ms. */
type Delays = Record<(typeof PLACES)[number], number[]>

/**
 * How long an event takes from its producer's acknowledgement to its row, to the indicator that counts it and to the pixel: the live feed in a real
 * browser, narrowed to one source whose events come one by one, beside a stream of others through the whole river and 50 further viewers of
 * all of it. The page's and the producer's clock are one. Ratio: p95 to the pixel at 2,000 events a second ÷ the goal of 1 s.
 */
export const freshness: Benchmark = async ({ rounds, seconds, rates, chromium: executablePath, say }) => {
  await pagesBuilt()
  const river = await startSmallRiver({ names: ['aggregator', 'operations-centre'] })
  const undo = openUndo()
  undo.push(() => river.close())
  try {
    const url = addressOf(river, 'operations-centre')
    const browser = await openBrowser(executablePath)
    undo.push(() => browser.close())
    const page = await browser.newPage()
    const seen = { row: openRowsSeen(river.clickhouse), counts: openCountsSeen(url, UNIT) }
    undo.push(() => seen.counts.stop())
    // Of a source that has not spoken nothing is counted.
    const spoken = progress('marked', 'dossier.v1', 86_400)
    await river.kafka.publish('source-progress.v1', [event('source-progress.v1', 'marked', 'spoken', spoken)])
    await seen.row((await timed(river.kafka, 'marked-warm', 0)).data)
    await page.goto(`${url}/feed?source=marked`)
    await page.locator('#feed').waitFor()
    await watch(page)
    const viewers = Array.from({ length: VIEWERS }, () => view(`${url}/v1/feed`))
    undo.push(() => {
      for (const viewer of viewers) viewer.destroy()
    })
    const opened = await openedIn(browser, url)
    const bySpeed = new Map(rates.map((rate) => [rate, { delays: [] as Delays[], sent: [] as number[] }]))
    let heapBefore = 0
    for (let round = 0; round <= rounds; round++)
      for (const rate of rates) {
        const { delays, perSecond } = await run({
          river,
          page,
          seen,
          round: `${round}-${rate}`,
          rate,
          seconds,
        })
        if (round === 0) {
          heapBefore = await heapOf(page)
          continue // warms up
        }
        bySpeed.get(rate)!.delays.push(delays)
        bySpeed.get(rate)!.sent.push(perSecond)
        const words = PLACES.map((place) => {
          const [p50, p95, p99] = [50, 95, 99].map((at) => percentile(delays[place], at))
          return `${place} p50 ${p50}, p95 ${p95}, p99 ${p99} ms`
        })
        say(
          `  ${rate} events/s (${Math.round(perSecond)} acknowledged), round ${round}, ${delays.pixel.length} timed: ${words.join('; ')}`,
        )
      }
    const of = (rate: number, place: keyof Delays, at: number) =>
      Math.round(median(bySpeed.get(rate)!.delays.map((delays) => percentile(delays[place], at))))
    const atGoal = bySpeed.get(GOAL_RATE)?.delays
    return {
      ratio: atGoal ? spreadOf(atGoal.map(({ pixel }) => percentile(pixel, 95) / GOAL_MS.pixel)) : null,
      figures: Object.fromEntries([
        ...rates.flatMap((rate) => [
          [`events/s acknowledged at ${rate}/s`, Math.round(median(bySpeed.get(rate)!.sent))],
          ...PLACES.flatMap((place) =>
            [50, 95, 99].map((at) => [
              `acknowledged to ${place} at ${rate}/s, p${at}, ms`,
              of(rate, place, at),
            ]),
          ),
        ]),
        ...(atGoal
          ? PLACES.map((place) => [
              `p95 to ${place} at ${GOAL_RATE}/s ÷ its goal of ${GOAL_MS[place]} ms`,
              Number((of(GOAL_RATE, place, 95) / GOAL_MS[place]).toFixed(3)),
            ])
          : []),
        ['page heap grown over the rounds, kB', Math.round(((await heapOf(page)) - heapBefore) / 1024)],
        ['scripts of the first screen over the wire, kB', Math.round(opened.bytes / 1024)],
        ['first screen opened, ms', Math.round(opened.ms)],
        ['viewers beside it', VIEWERS],
        ['seconds a round', seconds],
        ['timed events a round', bySpeed.get(rates[0]!)!.delays[0]!.pixel.length],
      ]) as Record<string, number>,
      ...(!atGoal && { says: `the goal is of ${GOAL_RATE} events/s, which was not run; no ratio is given` }),
    }
  } finally {
    await undo.close()
  }
}

/** Serial numbers of timed dossiers, which no others have. */
const FIRST_MARK = 9_000_000
let marks = 0

type Kafka = SmallRiver['kafka']
type Seen = { row: ReturnType<typeof openRowsSeen>; counts: ReturnType<typeof openCountsSeen> }

/** One round: a stream at a rate, and single events timed from their acknowledgement to the frame that shows them. */
const run = async ({
  river: { kafka, brokers },
  page,
  seen,
  round,
  rate,
  seconds,
}: {
  river: SmallRiver
  page: Page
  seen: Seen
  round: string
  rate: number
  seconds: number
}): Promise<{ delays: Delays; perSecond: number }> => {
  const acknowledged = new Map<string, number>()
  const delays: Delays = { row: [], indicator: [], pixel: [] }
  const timing: Promise<void>[] = []
  const stream = await startStream(brokers, round, rate)
  const endMs = performance.now() + seconds * 1_000
  for (let k = 0; performance.now() < endMs; k++) {
    const { code, data, serial } = await timed(kafka, round, k)
    const ackMs = Date.now()
    acknowledged.set(code, ackMs)
    const since = (place: 'row' | 'indicator') => () => void delays[place].push(Date.now() - ackMs)
    timing.push(seen.row(data).then(since('row')), seen.counts.reaches(serial).then(since('indicator')))
    await wait(EVERY_MS)
  }
  const perSecond = await stream.stop()
  await Promise.all(timing)
  await page.waitForFunction(
    (wanted) => wanted.every((code) => Number.isFinite(globalThis.seen[code])),
    [...acknowledged.keys()],
    { timeout: 120_000 },
  )
  const drawn = await page.evaluate(() => globalThis.seen)
  delays.pixel = [...acknowledged].map(([code, ackMs]) => drawn[code]! - ackMs)
  return { delays, perSecond }
}

/** Sends one event that is timed; resolves when it is acknowledged. Of timed events it is the so many-th. */
const timed = async (kafka: Kafka, round: string, k: number) => {
  const serial = ++marks
  const code = `000.00.00.H36-240620-${FIRST_MARK + serial}`
  const data = dossier(0, { dossierCode: code, unitCode: UNIT })
  await kafka.publish('dossier.v1', [event('dossier.v1', 'marked', `${round}-${k}`, data)])
  return { code, data, serial }
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
