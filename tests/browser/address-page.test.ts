import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { until } from './until.ts'

/** What an address says: days as on paper, and words that mean nothing are said, not taken for something else. */
const JUNE = 'date=2024-06-30&period=month'

let centre: LiveCentre
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page

beforeAll(async () => {
  centre = await startLiveCentre()
  browser = await openBrowser()
  page = await browser.context.newPage()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await centre?.close()
}, 60_000)

const textOf = async (locator: Locator) => (await locator.textContent()) ?? ''
const tile = (id: string) => page.locator(`.tile[data-indicator="${id}"]`)

test('a day is written as on paper, day before month, whatever the browser speaks', async () => {
  await page.goto(`${centre.url}/?${JUNE}`)
  const field = page.getByLabel('Đến ngày')
  await tile('dossier.received').waitFor()
  expect(await field.inputValue()).toBe('30/06/2024')
  await field.fill('1/7/2024')
  await until('it counts', () => new URL(page.url()).searchParams.get('date') === '2024-07-01', 5_000)
  await field.press('Tab')
  expect(await field.inputValue()).toBe('01/07/2024')
  await page.getByRole('button', { name: 'Chọn trên lịch' }).waitFor()

  await field.fill('07/13/2024')
  await field.press('Enter')
  await page.getByRole('alert').getByText('Viết ngày/tháng/năm, ví dụ 30/06/2024').waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  expect(new URL(page.url()).searchParams.get('date')).toBe('2024-07-01')
  await page.getByRole('button', { name: 'Hôm nay', exact: true }).first().click()
  await until('the address says it', () => !new URL(page.url()).searchParams.has('date'), 5_000)
  await until('the field too', async () => !/13/.test(await field.inputValue()), 5_000)
  expect(await field.getAttribute('aria-invalid')).toBe('false')
})

test.each([
  ['/?scope=999', /Không trả lời được: Phạm vi: tỉnh không có đơn vị 999/],
  ['/?date=2024-02-30', /Không trả lời được: Đến ngày: không phải một ngày trên lịch: 2024-02-30/],
  [
    '/indicators/dossier.on-tim',
    /Không trả lời được: Không có chỉ tiêu dossier\.on-tim; gần giống: dossier\.on-time/,
  ],
  ['/indicators/%3Cimg%20src%20alt%3E', /Không trả lời được:.*<img src alt>/],
  ['/units?indicator=nothing', /Không trả lời được: Chỉ tiêu: không có chỉ tiêu nothing/],
  ['/?scope=999&lang=en', /Cannot be answered:.*999 is no unit/],
])('%s says what is wrong and what is known', async (path, said) => {
  await page.goto(`${centre.url}${path}`)
  await page.locator('.refusal').waitFor()
  expect(await textOf(page.locator('.refusal'))).toMatch(said)
  expect(await page.locator('main img').count()).toBe(0)
})

test.each([
  ['/?view=wall&group=zzz', /Nhóm số liệu: không có nhóm zzz; hiện có: dossier/],
  ['/?period=week', /Kỳ: không có kỳ week; có thể chọn ngày/],
  ['/indicators?tree=zzz', /Cây đơn vị: không có cây đơn vị zzz/],
  ['/snapshots?month=2024-99', /Tháng: không phải một tháng trên lịch: 2024-99/],
])('%s says that it has a word nobody understands', async (path, said) => {
  await page.goto(`${centre.url}${path}`)
  await page.locator('.refusal').waitFor({ timeout: 20_000 })
  expect(await textOf(page.locator('.refusal'))).toMatch(said)
})

test('an address that is no screen shows the page, which says so and leads back', async () => {
  const answer = await page.goto(`${centre.url}/nowhere`)
  expect(answer?.status()).toBe(404)
  await page.getByText('Không có màn hình này').waitFor()
  await page.getByRole('link', { name: 'Về trang tổng quan' }).click()
  await tile('dossier.received').waitFor()
})
