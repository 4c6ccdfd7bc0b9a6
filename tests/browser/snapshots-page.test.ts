import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { dossier, event, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { shots, violationsOf } from './looked-at.ts'
import { startPublisher } from './publisher.ts'
import { until } from './until.ts'

let centre: LiveCentre
let publisher: Awaited<ReturnType<typeof startPublisher>>
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
let key: string
const complaints: string[] = []

beforeAll(async () => {
  centre = await startLiveCentre()
  key = readFileSync(join(centre.dataDir, 'keys/operator'), 'utf8').trim()
  await publishHalfYear(centre.kafka)
  await until(
    'the ledger has everything',
    async () => (await (await fetch(`${centre.url}/v1/river`)).json()).totals.kept === 19,
    60_000,
  )
  publisher = await startPublisher(centre)
  browser = await openBrowser()
  page = await browser.context.newPage()
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
})
afterAll(async () => {
  await browser?.close()
  await publisher?.close()
  await centre?.close()
})

const cell = (name: string) => page.locator(`[data-cell="${name}"]`)
const show = async (query: string) => {
  await page.goto(`${centre.url}/snapshots${query}`)
  await page.locator('.calendar').waitFor()
}
const dialog = () => page.locator('dialog')
const enterKey = async () => {
  await dialog().getByLabel('Khóa điều hành').fill(key)
  await dialog().getByLabel('Tên người thao tác').fill('Lan')
  await dialog().getByRole('button', { name: 'Dùng khóa' }).click()
}
const day = () => page.locator('.snapshot-day')
const json = async (path: string) => (await fetch(centre.url + path)).json()

test('a day is previewed, published with a reason, and stands in the calendar with its receipt', async () => {
  await show('?month=2024-06')
  expect(await cell('dossier/2024-06-30').getAttribute('data-state')).toBe('not-owed')
  await cell('dossier/2024-06-30').click()
  await day().getByText('Ngày này chưa có gói số liệu nào').waitFor()
  expect(new URL(page.url()).searchParams.get('day')).toBe('dossier/2024-06-30')

  await day().getByRole('button', { name: 'Xem trước bản sẽ gửi' }).click()
  await enterKey()
  await dialog()
    .getByText(/Sẽ là lần 1, [\d.]+ giá trị/)
    .waitFor({ timeout: 50_000 })
  expect(await dialog().locator('tbody tr').count()).toBeGreaterThan(10)
  await dialog().getByRole('button', { name: 'Đóng' }).click()
  expect((await json('/v1/snapshots')).snapshots).toEqual([])

  await day().getByRole('button', { name: 'Công bố', exact: true }).click()
  await dialog().getByLabel('Vì sao').fill('kết thúc quý')
  await dialog().getByRole('button', { name: 'Công bố' }).click()
  await dialog().getByText('Xong: lần 1').waitFor({ timeout: 60_000 })
  await dialog().getByText('Đã tiếp nhận').first().waitFor()
  await dialog().getByRole('button', { name: 'Đóng' }).click()
  await until(
    'the calendar shows it',
    async () => (await cell('dossier/2024-06-30').getAttribute('data-state')) === 'published',
    60_000,
  )
  await day().getByText('kết thúc quý').waitFor({ timeout: 60_000 })
  await day().getByText('Lần đầu: không có gì để so').waitFor()
  expect(await day().getByRole('region', { name: 'Lượt gửi' }).locator('tbody').textContent()).toMatch(
    /Tiếp nhận[\s\S]*20[01][\s\S]*Biên nhận đã ký/,
  )
})

test('a later revision shows what it changed, and each is checked by the public keys', async () => {
  // Two more dossiers of ward 7, and the day is published anew.
  await centre.kafka.publish(
    'dossier.v1',
    [71, 72].map((serial) => event('dossier.v1', 'first-half-2024', `late-${serial}`, dossier(serial))),
  )
  await until('the ledger has them', async () => (await json('/v1/river')).totals.kept === 21, 60_000)
  await show('?month=2024-06&day=dossier/2024-06-30')
  await day().getByRole('button', { name: 'Công bố lần mới' }).click()
  await dialog().getByLabel('Vì sao').fill('hồ sơ đến muộn <b>của Đà Lạt</b>')
  await dialog().getByRole('button', { name: 'Công bố lần mới' }).click()
  await dialog().getByText('Xong: lần 2').waitFor({ timeout: 60_000 })
  await dialog().getByRole('button', { name: 'Đóng' }).click()
  await until(
    'the calendar shows it',
    async () => (await cell('dossier/2024-06-30').getAttribute('data-state')) === 'revised',
    60_000,
  )
  // Markup in a reason is text.
  await day().getByText('hồ sơ đến muộn <b>của Đà Lạt</b>').waitFor({ timeout: 60_000 })
  const change = day().locator('tr', { hasText: 'dossier.received' }).filter({ hasText: 'Phường 7' })
  await change.first().waitFor({ timeout: 60_000 })
  expect(await change.first().textContent()).toMatch(/12[\s\S]*14/)

  await day().getByRole('button', { name: 'Kiểm tra chữ ký' }).click()
  await day().locator('[data-verdict="sound"]').waitFor({ timeout: 60_000 })
  await day().getByRole('button', { name: '1', exact: true }).click()
  await until('the address says so', () => page.url().includes('revision=1'), 60_000)
  await day().getByText('kết thúc quý').waitFor({ timeout: 60_000 })
  const file = await day().getByRole('link', { name: 'Tệp đã ký (JSON)' }).getAttribute('href')
  expect((await json(file!)).body).toMatchObject({ revision: 1, group: 'dossier', date: '2024-06-30' })
})

test('where nothing changed nothing is published, and the dialog says so; sending again is recorded', async () => {
  await show('?month=2024-06&day=dossier/2024-06-30')
  await day().getByRole('button', { name: 'Công bố lần mới' }).click()
  await dialog().getByLabel('Vì sao').fill('thử')
  await dialog().getByRole('button', { name: 'Công bố lần mới' }).click()
  await dialog().getByText('Không giá trị nào khác lần công bố mới nhất').waitFor({ timeout: 60_000 })
  await dialog().getByRole('button', { name: 'Đóng' }).click()

  await day().getByRole('button', { name: 'Gửi lại' }).click()
  await dialog().getByLabel('Vì sao').fill('IOC quốc gia hỏi lại')
  await dialog().getByRole('button', { name: 'Gửi lại' }).click()
  await dialog().getByText('Xong: lần 2').waitFor({ timeout: 60_000 })
  await dialog().getByRole('button', { name: 'Đóng' }).click()
  await day().getByText('IOC quốc gia hỏi lại').waitFor({ timeout: 60_000 })
  const asked = async (headers: Record<string, string>) =>
    (await fetch(`${centre.url}/v1/snapshots/dossier/2024-06-30/2`, { headers })).text()
  expect(await asked({})).not.toContain('IOC quốc gia hỏi lại')
  expect(await asked({ authorization: `Bearer ${key}` })).toContain('IOC quốc gia hỏi lại')
})

test('an address that names a revision that is not there is told so', async () => {
  await show('?month=2024-06&day=dossier/2024-06-30&revision=99')
  await day()
    .getByRole('alert')
    .getByText('Chưa công bố gói số liệu nào như vậy')
    .waitFor({ timeout: 60_000 })
  expect(await day().textContent()).not.toContain('Đang kiểm tra')
})

test('the keyboard goes through days, groups and months, and opens', async () => {
  await show('?month=2024-06&day=dossier/2024-06-30')
  await cell('dossier/2024-06-30').focus()
  const focused = () =>
    page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.cell ?? null)
  for (const [key, name] of [
    ['ArrowLeft', 'dossier/2024-06-29'],
    ['ArrowDown', 'feedback/2024-06-29'],
    ['Home', 'feedback/2024-06-01'],
    ['ArrowLeft', 'feedback/2024-06-01'],
    ['End', 'feedback/2024-06-30'],
  ] as const) {
    await page.keyboard.press(key)
    expect([key, await focused()]).toEqual([key, name])
  }
  await page.keyboard.press('PageDown')
  await until(
    'the next month has the keyboard',
    async () => (await focused()) === 'feedback/2024-07-01',
    60_000,
  )
  expect(new URL(page.url()).searchParams.get('month')).toBe('2024-07')
  await page.keyboard.press('Enter')
  await day().waitFor()
  // Days after the first that was published, that are over: this one is missing.
  expect(await cell('feedback/2024-07-01').getAttribute('data-state')).toBe('missing')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('snapshot-day-title')
})

test.each([
  ['vi', 'light', 1280],
  ['vi', 'dark', 390],
  ['en', 'light', 390],
  ['en', 'dark', 1280],
] as const)(
  'axe finds nothing on an opened day in %s, %s, at %i px',
  async (language, theme, width) => {
    await page.setViewportSize({ width, height: 900 })
    await show(`?month=2024-06&day=dossier/2024-06-30&lang=${language}&theme=${theme}`)
    await day().locator('tr', { hasText: 'dossier.received' }).first().waitFor({ timeout: 60_000 })
    await page.screenshot({
      path: join(shots, `snapshot-day-${width}-${language}-${theme}.png`),
      fullPage: true,
    })
    const violations = await violationsOf(page)
    expect(violations).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await page.setViewportSize({ width: 1280, height: 900 })
  },
  120_000, // a day with its changes and values has thousands of elements, and axe looks at each
)

test('with the publisher away the dialog says so; questions that cannot be meant are refused', async () => {
  await publisher.close()
  const post = (path: string, body: object, proven = true) =>
    fetch(`${centre.url}/v1/snapshots/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(proven ? { authorization: `Bearer ${key}` } : {}) },
      body: JSON.stringify(body),
    })
  const away = await post('dossier/2024-06-30/publish', { why: 'thử' })
  expect([away.status, (await away.json()).code]).toEqual([503, 'publisher-away'])
  expect((await post('dossier/2024-06-30/publish', {})).status).toBe(400)
  expect((await post('dossier/2024-06-30/publish', { why: 'thử' }, false)).status).toBe(401)
  expect((await fetch(`${centre.url}/v1/snapshots/calendar?month=2024-13`)).status).toBe(400)
  expect((await fetch(`${centre.url}/v1/snapshots/dossier/2024-06-30/9`)).status).toBe(404)
  // What was refused on purpose is all the pages complained of.
  expect(complaints.filter((text) => !/40[049]/.test(text))).toEqual([])
})
