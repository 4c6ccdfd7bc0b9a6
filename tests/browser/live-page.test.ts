import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishControl } from '@ioc/source/control-log.ts'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { dossier, event, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { publishSnapshots } from './snapshots.ts'

const shots = join(tmpdir(), 'ioc-screenshots')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let centre: LiveCentre
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
const complaints: string[] = []
const elsewhere: string[] = []

beforeAll(async () => {
  mkdirSync(shots, { recursive: true })
  centre = await startLiveCentre()
  await publishHalfYear(centre.kafka)
  await publishSnapshots(centre.clickhouse)
  browser = await openBrowser()
  page = await browser.context.newPage()
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(centre.url)) elsewhere.push(request.url())
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await centre?.close()
}, 60_000)

const show = async (query = '') => {
  await page.goto(`${centre.url}/${query}`)
  await page.waitForSelector('#figures tbody tr')
}
const textOf = async (locator: Locator) => (await locator.textContent()) ?? ''
const row = (panel: string, text: string) => page.locator(`#${panel} tbody tr`, { hasText: text })

test('Vietnamese comes first; printed stands beside computed, each with its verdict', async () => {
  await show()
  expect(await page.getAttribute('html', 'lang')).toBe('vi')
  expect(await page.textContent('h1')).toBe('Trung tâm điều hành thông minh'.normalize('NFC'))
  const figure = (title: string) => textOf(row('figures', title))
  await row('figures', 'Giải ngân vốn đầu tư công').getByText('14,05%').first().waitFor()
  expect(await figure('Giải ngân vốn đầu tư công')).toMatch(
    /1\.224,6[\s\S]*8\.718,3[\s\S]*14,05%[\s\S]*14,05%[\s\S]*Khớp/,
  )
  expect(await figure('thu nộp ngân sách')).toMatch(/99,72%[\s\S]*99,71%[\s\S]*Khác biệt đã biết: cắt bớt/)
  expect(await figure('Lớp đào tạo')).toMatch(/42,22%[\s\S]*43,22%[\s\S]*Lệch/)
  // Nothing was counted: a dash, not a zero share.
  expect(await figure('cấp huyện')).toMatch(/—[\s\S]*97,76%[\s\S]*suy luận[\s\S]*Chưa tính được/)
})

test('sources say how fresh they are, and simulated data say so', async () => {
  await show()
  await row('sources', 'first-half-2024').getByText('Mới').first().waitFor({ timeout: 15_000 })
  expect(await textOf(row('sources', 'first-half-2024'))).toContain('Dữ liệu mô phỏng')
  expect(await textOf(row('sources', 'survey-push'))).toMatch(/Chưa rõ[\s\S]*—/)
  // Its rhythm is one second, and it has been silent since.
  await row('sources', 'hotline-2024').getByText('Cũ', { exact: false }).first().waitFor({ timeout: 15_000 })
  expect(await textOf(page.locator('.top .simulated'))).toBe('Dữ liệu mô phỏng')
})

test('a held source is red, with who holds it and the last reason; released, it is as ever', async () => {
  const control = {
    source: 'dossier-push',
    contract: 'dossier.v1',
    state: 'held',
    at: '2024-07-01T09:15:02.118+07:00',
    by: 'breaker',
    why: '100 rejected in a row',
    lastReason: {
      path: 'data.unitCode',
      code: 'unknown-unit',
      message: 'is no unit of the catalogue on that day',
    },
    counts: { events: 412, rejected: 131, rejectedInARow: 100 },
  } as const
  await show()
  const held = row('sources', 'dossier-push').locator('.held')
  await publishControl(centre.kafka, control)
  await held.waitFor({ timeout: 15_000 })
  expect(await textOf(held)).toMatch(
    /Đang bị giữ[\s\S]*09:15[\s\S]*bởi bộ ngắt tự động[\s\S]*Lý do gần nhất: unknown-unit[\s\S]*data.unitCode/,
  )
  expect(await held.locator('.state').getAttribute('data-tone')).toBe('bad')
  const stage = page.locator('.stage[data-stage="sources"]')
  await stage.getByText('1 nguồn bị giữ').waitFor({ timeout: 15_000 })
  expect(await stage.getAttribute('data-tone')).toBe('bad')
  await publishControl(centre.kafka, { ...control, state: 'released', lastReason: null })
  await held.waitFor({ state: 'detached', timeout: 15_000 })
  await publishControl(centre.kafka, control) // for the looks below
  await held.waitFor({ timeout: 15_000 })
})

test('what was rejected and what was published are listed', async () => {
  await show()
  await row('dead-letters', 'wrong-instant').waitFor()
  expect(await textOf(row('snapshots', 'Thủ tục hành chính'))).toMatch(/30\/06\/2024[\s\S]*Đã tiếp nhận/)
  expect(await textOf(row('snapshots', 'Phản ánh, kiến nghị'))).toContain('Bị từ chối')
})

test('an event published to Kafka appears in the feed, with its unit and status', async () => {
  await show()
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'live-demo', 'one', dossier(701))])
  const line = page.locator('#feed li', { hasText: '000.00.00.H36-240620-0701' })
  await line.waitFor({ timeout: 10_000 })
  expect(await textOf(line)).toMatch(/Hồ sơ[\s\S]*Phường 7[\s\S]*Đang xử lý/)
})

test('a pause holds events and gives them back; a flood is a sample that says so', async () => {
  await show()
  await page.getByRole('button', { name: 'Tạm dừng' }).click()
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'live-demo', 'two', dossier(702))])
  await page.getByText('1 đang giữ').waitFor({ timeout: 10_000 })
  expect(await page.locator('#feed li', { hasText: '-0702' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Tiếp tục' }).click()
  await page.locator('#feed li', { hasText: '-0702' }).waitFor()

  const flood = Array.from({ length: 3_000 }, (_, i) =>
    event('dossier.v1', 'live-demo', `flood-${i}`, dossier(2_000 + i)),
  )
  await centre.kafka.publish('dossier.v1', flood)
  await page.getByText(/Đang hiện mẫu: [\d.]+ sự kiện không hiện/).waitFor({ timeout: 10_000 })
  expect(await page.locator('#feed li').count()).toBeLessThanOrEqual(60)
}, 40_000)

test('language and theme live in the address, and the keyboard reaches them', async () => {
  await show()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Đến nội dung')
  await page.getByRole('button', { name: 'English' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Printed and computed' }).waitFor()
  expect(new URL(page.url()).searchParams.get('lang')).toBe('en')
  expect(await page.getAttribute('html', 'lang')).toBe('en')
})

test.each([
  ['vi', 'light'],
  ['vi', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
])(
  'axe finds nothing in %s, %s, at a desk and on a phone',
  async (language, theme) => {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await show(`?lang=${language}&theme=${theme}`)
      for (const part of ['.stage', '#snapshots tbody tr', '#dead-letters tbody tr', '#feed li'])
        await page.waitForSelector(part) // an empty page would have nothing to find
      await page.screenshot({ path: join(shots, `${width}-${language}-${theme}.png`), fullPage: true })
      await page.evaluate(axe)
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run()
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
        )
      })
      expect(found).toEqual([])
      // Nothing sticks out sideways: a phone scrolls in one direction.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  },
  60_000,
)

test('nothing was asked of another machine, and the pages kept their own security policy', () => {
  expect(elsewhere).toEqual([])
  expect(complaints).toEqual([])
})

test('a lost connection is said, its numbers look old, and it comes back by itself', async () => {
  await show()
  await page.locator('[data-connection="connected"]').waitFor()
  await centre.stopCentre()
  await page.getByText('Mất kết nối từ').waitFor({ timeout: 15_000 })
  await page.locator('#figures[data-stale="true"]').waitFor({ timeout: 15_000 })
  await page.screenshot({ path: join(shots, 'lost.png') })
  await centre.startCentre()
  await page.locator('[data-connection="connected"]').waitFor({ timeout: 20_000 })
  await page.locator('#figures[data-stale="false"]').waitFor({ timeout: 20_000 })
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'live-demo', 'back', dossier(703))])
  await page.locator('#feed li', { hasText: '-0703' }).waitFor({ timeout: 15_000 })
}, 90_000)
