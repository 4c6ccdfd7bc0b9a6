import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publishControl } from '@ioc/source/control-log.ts'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pathOf, SCREENS, type ScreenId } from '../../services/operations-centre/web/screens/paths.ts'
import { openBrowser } from './browser.ts'
import { dossier, event, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { shots, violationsOf } from './looked-at.ts'
import { publishSnapshots } from './snapshots.ts'

let centre: LiveCentre
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
const complaints: string[] = []
const elsewhere: string[] = []

beforeAll(async () => {
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
})
afterAll(async () => {
  await browser?.close()
  await centre?.close()
})

/** What a screen shows when it shows something: an empty page would have nothing to find. */
const FILLED: Record<ScreenId, string> = {
  overview: '.tile',
  units: '.map-tile',
  indicators: '#indicators tbody tr',
  figures: '#figures tbody tr',
  remediation: '#remediation summary',
  feed: '#feed .feed-lines li',
  sources: '#sources tbody tr',
  'dead-letters': '#dead-letters tbody tr',
  snapshots: '#snapshots tbody tr',
  alerts: '#alert-rules tbody tr',
  audit: '#audit form, #audit .filter',
}

const show = async (screen: ScreenId, query = '', isFilled = true) => {
  await page.goto(`${centre.url}${pathOf(screen)}${query}`)
  if (isFilled) await page.waitForSelector(FILLED[screen])
}
const textOf = async (locator: Locator) => (await locator.textContent()) ?? ''
const row = (panel: string, text: string) => page.locator(`#${panel} tbody tr`, { hasText: text })

test('Vietnamese comes first; printed stands beside computed, each with its verdict', async () => {
  await show('figures')
  expect(await page.getAttribute('html', 'lang')).toBe('vi')
  expect(await page.textContent('h1')).toBe('Trung tâm điều hành thông minh'.normalize('NFC'))
  const figure = (title: string) => textOf(row('figures', title))
  // Each figure lies in a partition of its own, and comes when that is folded.
  for (const [title, verdict] of [
    ['Giải ngân vốn đầu tư công', 'Khớp'],
    ['thu nộp ngân sách', 'Khác biệt đã biết'],
    ['Lớp đào tạo', 'Lệch'],
    ['cấp huyện', 'Chưa tính được'],
  ] as const)
    await row('figures', title).getByText(verdict).first().waitFor({ timeout: 60_000 })
  expect(await figure('Giải ngân vốn đầu tư công')).toMatch(
    /1\.224,6[\s\S]*8\.718,3[\s\S]*14,05%[\s\S]*14,05%[\s\S]*Khớp/,
  )
  expect(await figure('thu nộp ngân sách')).toMatch(/99,72%[\s\S]*99,71%[\s\S]*Khác biệt đã biết: cắt bớt/)
  expect(await figure('Lớp đào tạo')).toMatch(/42,22%[\s\S]*43,22%[\s\S]*Lệch/)
  // Nothing was counted: a dash, not a zero share.
  expect(await figure('cấp huyện')).toMatch(/—[\s\S]*97,76%[\s\S]*suy luận[\s\S]*Chưa tính được/)
})

test('sources say how fresh they are, and simulated data say so', async () => {
  await show('sources')
  await row('sources', 'first-half-2024').getByText('Mới').first().waitFor({ timeout: 60_000 })
  expect(await textOf(row('sources', 'first-half-2024'))).toContain('Dữ liệu mô phỏng')
  expect(await textOf(row('sources', 'survey-push'))).toMatch(/Chưa rõ[\s\S]*—/)
  // Its rhythm is one second, and it has been silent since.
  await row('sources', 'hotline-2024').getByText('Cũ', { exact: false }).first().waitFor({ timeout: 60_000 })
  expect(await textOf(page.locator('.top .simulated'))).toBe('Dữ liệu mô phỏng')
})

test('a held source is red, with who holds it and the last reason; released, it is as ever', async () => {
  const control = {
    source: 'dossier-push',
    contract: 'dossier.v1',
    state: 'held',
    at: '2024-07-01T09:15:02.118+07:00',
    by: 'breaker',
    why: '100 rejected in a row, 131 of the last 412 events; held from 100 in a row',
    lastReason: {
      path: 'data.unitCode',
      code: 'unknown-unit',
      message: 'is no unit on the day the dossier was received; nearest known: 24769',
    },
    counts: { events: 412, rejected: 131, rejectedInARow: 100 },
  } as const
  await show('sources')
  const held = row('sources', 'dossier-push').locator('.held')
  await publishControl(centre.kafka, control)
  await held.waitFor({ timeout: 60_000 })
  expect(await textOf(held)).toMatch(
    /Đang bị giữ[\s\S]*09:15[\s\S]*bởi bộ ngắt tự động[\s\S]*Vì sao: 100 bản ghi liền nhau bị loại; 131 trong 412 sự kiện gần nhất bị loại[\s\S]*Lý do gần nhất: .*unknown-unit[\s\S]*data.unitCode[\s\S]*gần giống: 24769[\s\S]*Tự thả khi/,
  )
  expect(await textOf(held)).not.toContain('is no unit')
  // What the door had counted, where the source tells nothing of itself.
  expect(await textOf(row('sources', 'dossier-push'))).toMatch(/412\s*trong[\s\S]*131\s*trong/)
  expect(await held.locator('.state').getAttribute('data-tone')).toBe('bad')
  await page.getByRole('link', { name: /^Nguồn.*cần xem/ }).waitFor()
  await page.getByRole('link', { name: 'Tổng quan' }).click()
  const stage = page.locator('.stage[data-stage="sources"]')
  await stage.getByText('1 nguồn bị giữ').waitFor({ timeout: 60_000 })
  expect(await stage.getAttribute('data-tone')).toBe('bad')
  await page.goBack()
  await held.waitFor()
  await publishControl(centre.kafka, { ...control, state: 'released', lastReason: null })
  await held.waitFor({ state: 'detached', timeout: 60_000 })
  await publishControl(centre.kafka, control)
  await held.waitFor({ timeout: 60_000 })

  // By hand, with the key and a word why.
  const dialog = page.locator('dialog')
  await held.getByRole('button', { name: 'Thả nguồn' }).click()
  await dialog.getByLabel('Khóa điều hành').fill('wrong')
  await dialog.getByLabel('Tên người thao tác').fill('Lan')
  await dialog.getByRole('button', { name: 'Dùng khóa' }).click()
  // Told before anything is written with it.
  await dialog.getByText('Khóa không đúng').waitFor()
  expect(await dialog.getByLabel('Vì sao').count()).toBe(0)
  await dialog
    .getByLabel('Khóa điều hành')
    .fill(readFileSync(join(centre.dataDir, 'keys/operator'), 'utf8').trim())
  await dialog.getByLabel('Tên người thao tác').fill('Lan')
  await dialog.getByRole('button', { name: 'Dùng khóa' }).click()
  await dialog.getByLabel('Vì sao').fill('sở đã sửa')
  await page.screenshot({ path: join(shots, 'release-source.png') })
  await dialog.getByRole('button', { name: 'Thả nguồn' }).click()
  await dialog.waitFor({ state: 'detached' })
  await held.waitFor({ state: 'detached', timeout: 60_000 })
  const { sources } = await (await fetch(`${centre.url}/v1/sources`)).json()
  expect(sources.find(({ source }: { source: string }) => source === 'dossier-push').control).toMatchObject({
    state: 'released',
    by: 'operator (Lan)',
    why: 'sở đã sửa',
  })

  await publishControl(centre.kafka, control) // for the looks below
  await held.waitFor({ timeout: 60_000 })
})

test('what was rejected and what was published are listed', async () => {
  await show('dead-letters')
  await row('dead-letters', 'wrong-instant').waitFor()
  await show('snapshots')
  expect(await textOf(row('snapshots', 'Thủ tục hành chính'))).toMatch(/30\/06\/2024[\s\S]*Đã tiếp nhận/)
  expect(await textOf(row('snapshots', 'Phản ánh, kiến nghị'))).toContain('Bị từ chối')
})

test('an event published to Kafka appears in the feed, with its unit and status', async () => {
  await show('feed', '', false)
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'live-demo', 'one', dossier(701))])
  const line = page.locator('#feed li', { hasText: '000.00.00.H36-240620-0701' })
  await line.waitFor({ timeout: 60_000 })
  expect(await textOf(line)).toMatch(/Hồ sơ[\s\S]*Phường 7[\s\S]*Đang xử lý/)
})

test('a pause holds events and gives them back; a flood is a sample that says so', async () => {
  await show('feed')
  await page.getByRole('button', { name: 'Tạm dừng' }).click()
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'live-demo', 'two', dossier(702))])
  await page.getByText('1 đang giữ').waitFor({ timeout: 60_000 })
  expect(await page.locator('#feed li', { hasText: '-0702' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Tiếp tục' }).click()
  await page.locator('#feed li', { hasText: '-0702' }).waitFor()

  const flood = Array.from({ length: 3_000 }, (_, i) =>
    event('dossier.v1', 'live-demo', `flood-${i}`, dossier(2_000 + i)),
  )
  await centre.kafka.publish('dossier.v1', flood)
  await page.getByText(/[1-9][\d.]* không hiện/).waitFor({ timeout: 60_000 })
  expect(await page.locator('#feed li').count()).toBeLessThanOrEqual(500)
})

test('language and theme live in the address, and the keyboard reaches them', async () => {
  await show('figures')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Đến nội dung')
  await page.getByRole('button', { name: 'English' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Printed and computed' }).waitFor()
  expect(new URL(page.url()).searchParams.get('lang')).toBe('en')
  expect(await page.getAttribute('html', 'lang')).toBe('en')
  // It goes along to the next screen, and back again.
  await page.getByRole('link', { name: 'Snapshots' }).click()
  await page.getByRole('heading', { name: 'Snapshots' }).waitFor()
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/snapshots?lang=en')
  await page.goBack()
  await page.getByRole('heading', { name: 'Printed and computed' }).waitFor()
})

test.each([
  ['vi', 'light'],
  ['vi', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
])(
  'axe finds nothing on any screen in %s, %s, at a desk and on a phone',
  async (language, theme) => {
    const found: string[] = []
    for (const screen of SCREENS)
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await show(screen, `?lang=${language}&theme=${theme}`)
        await page.screenshot({
          path: join(shots, `${screen}-${width}-${language}-${theme}.png`),
          fullPage: true,
        })
        const violations = await violationsOf(page)
        found.push(...violations.map((violation) => `${screen} at ${width} px: ${violation}`))
        // Nothing sticks out sideways: a phone scrolls in one direction.
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth)
        if (sideways > width) found.push(`${screen} at ${width} px is ${sideways} px wide`)
      }
    expect(found).toEqual([])
    await page.setViewportSize({ width: 1280, height: 900 })
  },
  900_000, // some twenty looks, each with a whole run of axe
)

test('nothing was asked of another machine, and the pages kept their own security policy', () => {
  expect(elsewhere).toEqual([])
  // One key was wrong on purpose.
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
})

test('a lost connection is said, its numbers look old, and it comes back by itself', async () => {
  await show('figures')
  await page.locator('[data-connection="connected"]').waitFor()
  await centre.stopCentre()
  await page.getByText('Mất kết nối từ').waitFor({ timeout: 60_000 })
  await page.locator('#figures[data-stale="true"]').waitFor({ timeout: 60_000 })
  await page.screenshot({ path: join(shots, 'lost.png') })
  await centre.startCentre()
  await page.locator('[data-connection="connected"]').waitFor({ timeout: 60_000 })
  await page.locator('#figures[data-stale="false"]').waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: 'Trực tiếp' }).click()
  await page.locator('#feed').waitFor()
  await centre.kafka.publish('dossier.v1', [event('dossier.v1', 'live-demo', 'back', dossier(703))])
  await page.locator('#feed li', { hasText: '-0703' }).waitFor({ timeout: 60_000 })
})
