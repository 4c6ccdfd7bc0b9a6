import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { dossier, event } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { type Line, openLine } from './proxy.ts'
import { until } from './until.ts'

/** As long as the promise says: a browser gives up on a connection by the clock, so a shorter cut would prove less. */
const CUT_MS = 30_000
/** Far enough apart that none of Bảo Lộc is left out of the list of five hundred. */
const EVERY_MS = 300
const OTHERS = 20

let centre: LiveCentre
let line: Line
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page

beforeAll(async () => {
  centre = await startLiveCentre()
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'live-demo', 'before', dossier(1))])
  line = await openLine(centre.url)
  browser = await openBrowser()
  page = await browser.context.newPage()
})
afterAll(async () => {
  await browser?.close()
  await line?.close()
  await centre?.close()
})

let sent = 0
/** One event of Bảo Lộc and many of elsewhere, all of them events of their own. */
const publishOne = async () => {
  const serial = ++sent
  const others = Array.from({ length: OTHERS }, (_, i) =>
    event(
      'dossier.v1',
      'live-demo',
      `other-${serial}-${i}`,
      dossier(2_000 + ((serial * OTHERS + i) % 7_000)),
    ),
  )
  const ours = event('dossier.v1', 'live-demo', `ours-${serial}`, dossier(serial, { unitCode: '24820' }))
  await centre.kafka.publish('dossier.v1', [...others, ours])
}
const inKafka = async () =>
  (await centre.kafka.admin.offsets('dossier.v1')).reduce((sum, { high }) => sum + high, 0)
const told = async (name: string) =>
  Number((await page.locator(`[data-count="${name}"]`).getAttribute('data-value')) ?? Number.NaN)
/** Serials of the events on the page that came after it was opened, newest first. */
const shown = async () =>
  (await page.locator('#feed li[data-kind="event"][data-earlier="false"] > code').allTextContents()).map(
    (code) => Number(code.slice(-4)),
  )

test('cut off for half a minute while events go on: none is missing, none is double, and all are counted as Kafka has them', async () => {
  await page.goto(`${line.url}/feed?unit=673`)
  await page.locator('#feed ol[data-connected="true"]').waitFor({ state: 'attached' })
  const opened = await inKafka()
  await publishOne()
  await until('the first is there', async () => (await shown()).length === 1, 60_000)

  await line.cut()
  const cutMs = performance.now()
  await page.getByText('Mất kết nối từ').waitFor({ timeout: 60_000 })
  for (let nextMs = cutMs; performance.now() - cutMs < CUT_MS; nextMs += EVERY_MS) {
    await publishOne()
    await until('the next is due', () => performance.now() >= nextMs, 2 * CUT_MS)
  }
  const whileCut = sent - 1
  expect(whileCut).toBeGreaterThan(20)
  expect(await shown()).toEqual([1])

  await line.mend()
  await page.locator('[data-connection="connected"]').waitFor({ timeout: 60_000 })
  await publishOne()
  const all = Array.from({ length: sent }, (_, at) => sent - at)
  await until('all of them are there', async () => (await shown()).length >= sent, 60_000)
  // Each once, in the order of the log: the newest stands first.
  expect(await shown()).toEqual(all)
  expect(await page.locator('#feed li[data-kind="gap"]').count()).toBe(0)

  const inLog = (await inKafka()) - opened
  expect(inLog).toBe(sent * (OTHERS + 1))
  await until('all of it is counted', async () => (await told('log')) === inLog, 60_000)
  const [matched, ofThem, notShown, unreadable] = await Promise.all(
    ['matched', 'shown', 'not-shown', 'unreadable'].map(told),
  )
  expect({ matched, ofThem, notShown, unreadable }).toEqual({
    ...{ matched: sent, ofThem: sent, notShown: sent * OTHERS, unreadable: 0 },
  })
  console.info(JSON.stringify({ cutSeconds: CUT_MS / 1_000, whileCut: whileCut * (OTHERS + 1), inLog }))
})
