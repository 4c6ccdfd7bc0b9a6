import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { event, progress } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { shots, violationsOf } from './looked-at.ts'
import { until } from './until.ts'

/** What an address says: days as on paper, and words that mean nothing are said, not taken for something else. */
const JUNE = 'date=2024-06-30&period=month'

let centre: LiveCentre
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page

beforeAll(async () => {
  // As after the replay: the rebuilt half-year has ended, and the business day is the next one.
  centre = await startLiveCentre({ IOC_BUSINESS_CLOCK: '2024-07-01T08:00:00+07:00' })
  await centre.kafka.publish('source-progress.v1', [
    event('source-progress.v1', 'first-half-2024', 'p-1', progress('first-half-2024', 'dossier.v1', 86_400)),
  ])
  browser = await openBrowser()
  page = await browser.context.newPage()
})
afterAll(async () => {
  await browser?.close()
  await centre?.close()
})

const textOf = async (locator: Locator) => (await locator.textContent()) ?? ''
const tile = (id: string) => page.locator(`.tile[data-indicator="${id}"]`)

test('a day is written as on paper, day before month, whatever the browser speaks', async () => {
  await page.goto(`${centre.url}/?${JUNE}`)
  const field = page.getByLabel('Đến ngày')
  await tile('dossier.received').waitFor()
  expect(await field.inputValue()).toBe('30/06/2024')
  await field.fill('1/7/2024')
  await until('it counts', () => new URL(page.url()).searchParams.get('date') === '2024-07-01', 60_000)
  await field.press('Tab')
  expect(await field.inputValue()).toBe('01/07/2024')
  await page.getByRole('button', { name: 'Chọn trên lịch' }).waitFor()

  await field.fill('07/13/2024')
  await field.press('Enter')
  await page.getByRole('alert').getByText('Viết ngày/tháng/năm, ví dụ 30/06/2024').waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  expect(new URL(page.url()).searchParams.get('date')).toBe('2024-07-01')
  await page.getByRole('button', { name: 'Hôm nay', exact: true }).first().click()
  await until('the address says it', () => !new URL(page.url()).searchParams.has('date'), 60_000)
  await until('the field too', async () => !/13/.test(await field.inputValue()), 60_000)
  expect(await field.getAttribute('aria-invalid')).toBe('false')
})

test('the calendar is our own: by keyboard from the button to the day, and back', async () => {
  await page.goto(`${centre.url}/?${JUNE}`)
  await tile('dossier.received').waitFor()
  const opener = page.getByRole('button', { name: 'Chọn trên lịch' })
  const calendar = page.getByRole('dialog', { name: 'Chọn ngày' })
  const here = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  await opener.focus()
  await page.keyboard.press('Enter')
  await calendar.waitFor()
  expect(await here()).toBe('Chủ nhật, ngày 30 tháng 6 năm 2024, đang chọn'.normalize('NFC'))
  expect(await calendar.getByRole('columnheader').allTextContents()).toEqual([
    'T2',
    'T3',
    'T4',
    'T5',
    'T6',
    'T7',
    'CN',
  ])
  // The business day is marked, whatever day the machine has.
  await page.keyboard.press('ArrowRight')
  expect(await here()).toBe('Thứ hai, ngày 1 tháng 7 năm 2024')
  expect(await page.locator('dialog.date-dialog [aria-current="date"]').getAttribute('aria-label')).toBe(
    'Thứ hai, ngày 1 tháng 7 năm 2024',
  )
  await calendar.getByRole('heading', { name: 'Tháng 7 năm 2024' }).waitFor()
  await page.screenshot({ path: join(shots, 'calendar.png') })
  expect(await violationsOf(page)).toEqual([])
  await page.keyboard.press('PageUp')
  expect(await here()).toBe('Thứ bảy, ngày 1 tháng 6 năm 2024')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await calendar.waitFor({ state: 'hidden' })
  expect(await page.getByLabel('Đến ngày').inputValue()).toBe('08/06/2024')
  await until('it counts', () => new URL(page.url()).searchParams.get('date') === '2024-06-08', 60_000)
  expect(await opener.evaluate((of) => of === document.activeElement)).toBe(true)

  // Left without choosing, nothing has changed.
  await page.keyboard.press('Enter')
  await calendar.waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Escape')
  await calendar.waitFor({ state: 'hidden' })
  expect(new URL(page.url()).searchParams.get('date')).toBe('2024-06-08')

  // On a phone it lies wholly on the screen.
  await page.setViewportSize({ width: 390, height: 844 })
  await opener.click()
  const box = (await calendar.boundingBox())!
  expect(box.x >= 0 && box.x + box.width <= 390 && box.y >= 0 && box.y + box.height <= 844).toBe(true)
  await page.screenshot({ path: join(shots, 'calendar-phone.png') })
  await calendar.getByRole('button', { name: 'Thứ hai, ngày 10 tháng 6 năm 2024' }).click()
  await until('it counts', () => new URL(page.url()).searchParams.get('date') === '2024-06-10', 60_000)
  await page.setViewportSize({ width: 1280, height: 900 })

  await page.goto(`${centre.url}/snapshots?month=2024-06`)
  await opener.click()
  await page
    .getByRole('dialog', { name: 'Chọn tháng' })
    .getByRole('button', { name: 'Tháng 5 năm 2024' })
    .click()
  await until('the month counts', () => new URL(page.url()).searchParams.get('month') === '2024-05', 60_000)
})

test.each([
  ['vi', 'light'],
  ['vi', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
] as const)(
  'axe finds nothing on the open calendar in %s, %s, of days and of months, at a desk and on a phone',
  async (language, theme) => {
    const opener = page.getByRole('button', { name: /Chọn trên lịch|Choose from a calendar/ })
    const calendar = page.locator('dialog.date-dialog')
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 })
      for (const [kind, address] of [
        ['days', `/?${JUNE}`],
        ['months', '/snapshots?month=2024-06'],
      ] as const) {
        await page.goto(`${centre.url}${address}&lang=${language}&theme=${theme}`)
        await opener.click()
        await calendar.waitFor()
        await page.screenshot({ path: join(shots, `calendar-${kind}-${width}-${language}-${theme}.png`) })
        expect([kind, width, await violationsOf(page)]).toEqual([kind, width, []])
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  },
  60_000,
)

test('where the numbers end before the period looked at, it is said, and one click leads there', async () => {
  await page.goto(centre.url)
  await page
    .getByText('Số liệu của nguồn first-half-2024 dừng ở ngày 30/06/2024, trước kỳ đang xem.')
    .waitFor({ timeout: 60_000 })
  // Nothing was changed by itself.
  expect(new URL(page.url()).search).toBe('')
  await page.screenshot({ path: join(shots, 'newest-data.png') })
  await page.getByRole('button', { name: 'Xem đến ngày 30/06/2024' }).click()
  await until('it counts', () => new URL(page.url()).searchParams.get('date') === '2024-06-30', 60_000)
  await page.getByText('dừng ở ngày').waitFor({ state: 'detached' })
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
  await page.locator('.refusal').waitFor({ timeout: 60_000 })
  expect(await textOf(page.locator('.refusal'))).toMatch(said)
})

test('an address that is no screen shows the page, which says so and leads back', async () => {
  const answer = await page.goto(`${centre.url}/nowhere`)
  expect(answer?.status()).toBe(404)
  await page.getByText('Không có màn hình này').waitFor()
  await page.getByRole('link', { name: 'Về trang tổng quan' }).click()
  await tile('dossier.received').waitFor()
})
