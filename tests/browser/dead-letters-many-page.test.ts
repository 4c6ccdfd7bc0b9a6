import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { dossier, event } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { until } from './until.ts'

const MANY = 10_000
const PER_PAGE = 50

let centre: LiveCentre
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page

beforeAll(async () => {
  centre = await startLiveCentre()
  const sources = ['first', 'second', 'third', 'fourth']
  for (let from = 0; from < MANY; from += 1_000)
    await centre.kafka.publish(
      'dossier.v1',
      Array.from({ length: 1_000 }, (_, i) =>
        event('dossier.v1', sources[i % 4]!, `d-${from + i}`, dossier(from + i, { dueAt: '2024-02-30' })),
      ),
    )
  const counted = async () => (await (await fetch(`${centre.url}/v1/dead-letters/summary`)).json()).records
  await until('all are rejected and counted', async () => (await counted()) === MANY, 100_000)
  browser = await openBrowser()
  page = await browser.context.newPage()
})
afterAll(async () => {
  await browser?.close()
  await centre?.close()
})

test('every page of ten thousand is answered quickly, the last as the first, and each row stands once', async () => {
  const tookMs: number[] = []
  const seen = new Set<string>()
  let before: string | null = ''
  while (before !== null) {
    const startMs = performance.now()
    const answer: Response = await fetch(
      `${centre.url}/v1/dead-letters?limit=200${before && `&before=${encodeURIComponent(before)}`}`,
    )
    const { deadLetters, next } = await answer.json()
    tookMs.push(performance.now() - startMs)
    for (const { topic, partition, offset } of deadLetters) seen.add(`${topic}/${partition}/${offset}`)
    before = next
  }
  expect(seen.size).toBe(MANY)
  const [medianMs, slowestMs] = [tookMs.toSorted((a, b) => a - b)[tookMs.length >> 1]!, Math.max(...tookMs)]
  console.info(JSON.stringify({ pages: tookMs.length, medianMs, slowestMs, lastMs: tookMs.at(-1)! }))
  expect(slowestMs).toBeLessThan(2_000)
})

test('by keyboard one goes through the pages and back, and is told where one stands', async () => {
  await page.goto(`${centre.url}/dead-letters`)
  const rows = page.locator('#dead-letters tbody tr')
  const stands = (text: string) =>
    page.locator('#dead-letters nav').getByText(text).waitFor({ timeout: 60_000 })
  await stands('1–50 trong 10.000')
  expect(await rows.count()).toBe(PER_PAGE)
  const first = await rows.first().textContent()
  await page.locator('#dead-letters .scroll').focus()
  for (const to of ['51–100', '101–150', '151–200']) {
    await page.keyboard.press('Alt+PageDown')
    await stands(`${to} trong 10.000`)
    await rows.nth(PER_PAGE - 1).waitFor()
  }
  // The keyboard is still in the panel, though its rows were others meanwhile.
  expect(await page.evaluate(() => document.activeElement?.closest('#dead-letters') !== null)).toBe(true)
  for (const to of ['101–150', '51–100', '1–50']) {
    await page.keyboard.press('Alt+PageUp')
    await stands(`${to} trong 10.000`)
    await rows.nth(PER_PAGE - 1).waitFor()
  }
  expect(await rows.first().textContent()).toBe(first)
  // A filter begins at its newest.
  await page.keyboard.press('Alt+PageDown')
  await stands('51–100')
  await page.getByLabel('Nguồn').selectOption('second')
  await stands('1–50 trong 2.500')
})
