import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { dossier, event, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { shots, violationsOf } from './looked-at.ts'
import { until } from './until.ts'

let centre: LiveCentre
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
let key: string
const complaints: string[] = []

beforeAll(async () => {
  centre = await startLiveCentre()
  key = readFileSync(join(centre.dataDir, 'keys/operator'), 'utf8').trim()
  await publishHalfYear(centre.kafka)
  const wrong = { dueAt: '2024-02-30', HoTen: 'Nguyễn Văn Mô Phỏng' }
  await centre.kafka.publish('dossier.v1', [
    ...Array.from({ length: 12 }, (_, at) =>
      event('dossier.v1', 'one-district', `d-${at}`, dossier(300 + at, wrong)),
    ),
    { ...event('dossier.v1', 'broken', 'b-1', {}), value: 'Nguyễn Văn Mô Phỏng; 0912 345 678' },
  ])
  const counted = async () => (await (await fetch(`${centre.url}/v1/dead-letters/summary`)).json()).records
  await until('all are rejected and counted', async () => (await counted()) === 14, 60_000)
  browser = await openBrowser()
  page = await browser.context.newPage()
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
})
afterAll(async () => {
  await browser?.close()
  await centre?.close()
})

const panel = () => page.locator('#dead-letters')
const rows = () => panel().locator('tbody tr')
const dialog = () => page.locator('dialog.dead-letter')
const show = async (query = '') => {
  await page.goto(`${centre.url}/dead-letters${query}`)
  await rows().first().waitFor()
}
const findings = () => violationsOf(page)

test('the filter narrows the list, and stands in the address', async () => {
  await show()
  expect(await rows().count()).toBe(14)
  await panel()
    .getByRole('button', { name: /not-json/ })
    .click()
  await until('one is left', async () => (await rows().count()) === 1, 60_000)
  expect(await rows().first().textContent()).toMatch(/not-json[\s\S]*Chờ xử lý[\s\S]*broken/)
  await panel()
    .getByRole('button', { name: /not-json/ })
    .click()
  await panel().getByLabel('Nguồn').selectOption('first-half-2024')
  await rows().filter({ hasText: 'wrong-instant' }).waitFor({ timeout: 60_000 })
  expect(await rows().count()).toBe(1)
  expect(new URL(page.url()).search).toBe('?source=first-half-2024')
  await show('?source=broken')
  expect(await rows().count()).toBe(1)
})

test('by contract, by hour and by unit; the numbers beside the choices follow', async () => {
  await show()
  const chip = panel().getByRole('button', { name: /personal-data/ })
  const told = async () => (await chip.locator('b').textContent()) ?? ''
  expect(await told()).toBe('12')
  await panel().getByLabel('Nguồn').selectOption('first-half-2024')
  await until('no chip of another source is left', async () => (await chip.count()) === 0, 60_000)
  await panel().getByRole('button', { name: 'Bỏ lọc' }).click()
  await panel().getByLabel('Mẫu dữ liệu').selectOption('dossier.v1')
  await until('all of them', async () => (await rows().count()) === 14, 60_000)
  await panel().getByLabel('Đến từ lúc').fill('01/01/2099 00:00')
  await panel().getByText('Không có bản ghi nào khớp bộ lọc').waitFor()
  await until('no chip is left', async () => (await chip.count()) === 0, 60_000)
  await panel().getByLabel('Đến từ lúc').fill('')
  await panel().getByLabel('Đến trước lúc').fill('01/01/2099 00:00')
  await until('all of them', async () => (await rows().count()) === 14, 60_000)

  // A unit lies in the sealed content.
  await panel().getByLabel('Mã đơn vị').fill('24778')
  await panel().getByRole('button', { name: 'Tìm' }).click()
  await panel().getByLabel('Khóa điều hành').fill('wrong')
  await panel().getByLabel('Tên người thao tác').fill('Lan')
  await panel().getByRole('button', { name: 'Dùng khóa' }).click()
  await panel().getByText('Khóa không đúng').waitFor()
  await panel().getByLabel('Khóa điều hành').fill(key)
  await panel().getByLabel('Tên người thao tác').fill('Lan')
  await panel().getByRole('button', { name: 'Dùng khóa' }).click()
  await panel().getByText('Không có bản ghi nào khớp bộ lọc').waitFor()
  await panel().getByLabel('Mã đơn vị').fill('24769')
  await panel().getByRole('button', { name: 'Tìm' }).click()
  await until('all of them', async () => (await rows().count()) === 13, 60_000)
  await panel().screenshot({ path: join(shots, 'dead-letters-filtered.png') })
  await page.evaluate(() => sessionStorage.clear())
})

test('rows of the filter before are gone until the new answer is there', async () => {
  await show()
  const held = Promise.withResolvers<void>()
  await page.route(
    (url) => url.pathname === '/v1/dead-letters' && url.searchParams.has('source'),
    async (route) => {
      await held.promise
      await route.continue()
    },
  )
  await panel().getByLabel('Nguồn').selectOption('broken')
  await panel().getByText('Đang tìm…').waitFor()
  expect(await rows().count()).toBe(0)
  expect(await panel().getByRole('button', { name: 'Chi tiết' }).count()).toBe(0)
  held.resolve()
  await until('its one row is there', async () => (await rows().count()) === 1, 60_000)
  await page.unrouteAll({ behavior: 'wait' })
})

test('opened with the key, mended, judged, sent; the masked name is never on the page', async () => {
  await show()
  await panel().getByLabel('Nguồn').selectOption('one-district')
  await until(
    'its rows are there',
    async () => /one-district/.test((await rows().first().textContent()) ?? ''),
    60_000,
  )
  await rows().first().getByRole('button', { name: 'Chi tiết' }).click()
  await dialog().getByText('Lý do bị loại').waitFor()
  // Its address can be sent to a colleague.
  await page.goto(page.url())
  await dialog().getByText('Lý do bị loại').waitFor()

  await dialog().getByLabel('Khóa điều hành').fill('wrong')
  await dialog().getByLabel('Tên người thao tác').fill('Lan')
  await dialog().getByRole('button', { name: 'Dùng khóa' }).click()
  await dialog().getByText('Khóa không đúng').waitFor()
  await dialog().getByLabel('Khóa điều hành').fill(key)
  await dialog().getByLabel('Tên người thao tác').fill('Lan')
  await dialog().getByRole('button', { name: 'Dùng khóa' }).click()
  await dialog().getByLabel('Vì sao').fill('huyện hỏi')
  await dialog()
    .getByRole('button', { name: /Mở nội dung/ })
    .click()

  // A form by its contract first: what is wrong stands beside its field, what the contract does not know can be taken out.
  await dialog().locator('[data-field="dueAt"]').getByText('Chưa đúng dạng của trường này').waitFor()
  expect(await dialog().getByLabel('Hẹn trả lần đầu').inputValue()).toBe('2024-02-30')
  expect(await dialog().getByLabel('Hẹn trả lần đầu').getAttribute('aria-invalid')).toBe('true')
  expect(await dialog().locator('.foreign [data-field="HoTen"]').textContent()).toMatch(
    /•••[\s\S]*Có dữ liệu cá nhân/,
  )
  await dialog().getByRole('button', { name: 'JSON', exact: true }).click()
  const json = dialog().getByLabel('Sự kiện')
  await json.waitFor()
  const text = await json.inputValue()
  expect(JSON.parse(text).data).toMatchObject({ HoTen: '•••', dueAt: '2024-02-30' })
  expect(await page.content()).not.toContain('Nguyễn Văn')
  const send = dialog().getByRole('button', { name: 'Gửi lại', exact: true })
  expect(await send.isDisabled()).toBe(true)

  await json.fill(text.replace('2024-02-30', '2024-02-29'))
  await dialog().getByRole('button', { name: 'Xem kết luận' }).click()
  await dialog().getByText('Sẽ lại bị loại').waitFor()
  expect(await dialog().locator('.outcome').textContent()).toContain('personal-data')
  expect(await send.isDisabled()).toBe(true)

  await json.fill('{')
  await dialog().getByText('JSON chưa đúng từ dòng 1').waitFor()

  await json.fill(
    text
      .replace('2024-02-30', '2024-02-29')
      .replace(/\n.*"HoTen".*/, '')
      .replace(/,(\s*})/g, '$1'),
  )
  await dialog().getByRole('button', { name: 'Xem kết luận' }).click()
  await dialog().getByText('Sẽ được giữ').waitFor()
  await send.click()
  await dialog().getByText('Đã gửi và được giữ').waitFor({ timeout: 60_000 })
  await dialog().getByText('Gửi lại, được giữ tại').waitFor()
  expect(await dialog().locator('.history').textContent()).toMatch(
    /Mở xem, có che[\s\S]*operations-centre\/operator \(Lan\) · huyện hỏi[\s\S]*data\.dueAt, data\.HoTen/,
  )
  await dialog().getByRole('button', { name: 'Quên khóa' }).click()
  await until(
    'without the key nobody is named',
    async () => {
      const told = await dialog().locator('.history').textContent()
      return /Mở xem, có che/.test(told ?? '') && !/Lan|huyện hỏi|HoTen/.test(told ?? '')
    },
    60_000,
  )
  await dialog().getByLabel('Khóa điều hành').fill(key)
  await dialog().getByLabel('Tên người thao tác').fill('Lan')
  await dialog().getByRole('button', { name: 'Dùng khóa' }).click()
  await dialog().getByText('huyện hỏi').first().waitFor()
  await dialog().getByRole('button', { name: 'Đóng' }).click()
  await panel().getByLabel('Tình trạng').selectOption('replayed')
  await until(
    'it is listed as replayed',
    async () => /Đã giữ lại/.test((await rows().first().textContent()) ?? ''),
    60_000,
  )
})

test('set aside with a word why, and taken back', async () => {
  await show()
  await panel()
    .getByRole('button', { name: /not-json/ })
    .click()
  await until('one is left', async () => (await rows().count()) === 1, 60_000)
  await rows().first().getByRole('button', { name: 'Chi tiết' }).click()
  const drop = dialog().getByRole('button', { name: 'Gác lại' })
  await drop.waitFor() // the key is still known
  expect(await drop.isDisabled()).toBe(true)
  await dialog()
    .getByRole('button', { name: /Mở nội dung/ })
    .click()
  await dialog().locator('pre').waitFor()
  expect(await dialog().locator('pre').textContent()).toBe('xxxxxx xxx xx xxxxx; 0000 000 000')
  await dialog().getByLabel('Vì sao').fill('dữ liệu thử')
  await drop.click()
  await dialog().getByRole('button', { name: 'Mở lại' }).waitFor()
  expect(await dialog().locator('header').textContent()).toContain('Đã gác lại')
  await dialog().getByRole('button', { name: 'Mở lại' }).click()
  await drop.waitFor()
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
})

test('all that share a reason, sent again after a word how many and why', async () => {
  // What was asked while it was dropped, in the test before, is kept for some seconds.
  await until(
    'it is counted as waiting again',
    async () => {
      const { states } = await (await fetch(`${centre.url}/v1/dead-letters/summary?reason=not-json`)).json()
      return states.some(
        ({ state, records }: { state: string; records: number }) => state === 'open' && records === 1,
      )
    },
    60_000,
  )
  await show()
  await panel()
    .getByRole('button', { name: /not-json/ })
    .click()
  await until('one is left', async () => (await rows().count()) === 1, 60_000)
  await panel().getByRole('button', { name: 'Gửi lại tất cả cùng lý do' }).click()
  const confirm = dialog().getByRole('button', { name: 'Xác nhận gửi lại 1' })
  await confirm.waitFor({ timeout: 60_000 })
  expect(await dialog().textContent()).toContain('1 bản ghi đang chờ sẽ được gửi lại')
  expect(await confirm.isDisabled()).toBe(true)
  await dialog().getByLabel('Vì sao').fill('thử gửi cả loạt')
  await confirm.click()
  await dialog().getByText('Sẽ lại bị loại; không gửi').waitFor({ timeout: 60_000 })
  expect(await dialog().getByRole('status').textContent()).toMatch(
    /Đã thử hết 1 bản ghi: 0 đã gửi; 1 sẽ lại bị loại nên không gửi; còn 0 chưa thử\./,
  )
  await page.screenshot({ path: join(shots, 'dead-letters-together.png') })
  expect(await confirm.isDisabled()).toBe(true)
  expect(await findings()).toEqual([])
  await dialog().getByRole('button', { name: 'Đóng' }).click()
  await dialog().waitFor({ state: 'detached' })
})

test('more than one request takes are sent by itself one after another, can be stopped, and go on', async () => {
  await show()
  await panel().getByLabel('Nguồn').selectOption('one-district')
  await panel()
    .getByRole('button', { name: /personal-data/ })
    .click()
  await panel().getByRole('button', { name: 'Gửi lại tất cả cùng lý do' }).click()
  let requests = 0
  const second = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  // Five at a time, so that eleven are more than one request takes.
  await page.route('**/v1/dead-letters/replay', async (route) => {
    requests++
    if (requests === 2) {
      second.resolve()
      await go.promise
    }
    await route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), limit: 5 }) })
  })
  const confirm = dialog().getByRole('button', { name: 'Xác nhận gửi lại 11' })
  await confirm.waitFor({ timeout: 60_000 })
  expect(await dialog().textContent()).toContain(
    '11 bản ghi đang chờ từ nguồn one-district sẽ được gửi lại. Bản ghi nào vẫn sẽ bị loại thì không gửi.',
  )
  await dialog().getByLabel('Vì sao').fill('thử gửi nhiều loạt')
  await confirm.click()
  await second.promise
  await dialog().getByText('Đã thử 5 / 11').waitFor()
  await page.screenshot({ path: join(shots, 'dead-letters-together-progress.png') })
  await dialog().getByRole('button', { name: 'Dừng' }).click()
  go.resolve()
  await dialog()
    .getByText('Đã dừng sau 10 bản ghi: 0 đã gửi; 10 sẽ lại bị loại nên không gửi; còn 1 chưa thử.')
    .waitFor({ timeout: 60_000 })
  await page.screenshot({ path: join(shots, 'dead-letters-together-stopped.png') })
  await dialog().getByRole('button', { name: 'Tiếp tục' }).click()
  await dialog()
    .getByText('Đã thử hết 11 bản ghi: 0 đã gửi; 11 sẽ lại bị loại nên không gửi; còn 0 chưa thử.')
    .waitFor({ timeout: 60_000 })
  expect(requests).toBe(3)
  await page.unrouteAll({ behavior: 'wait' })
  await dialog().getByRole('button', { name: 'Đóng' }).click()
  await dialog().waitFor({ state: 'detached' })
})

test('mended by the form alone: errors beside the fields, the verdict by itself, and the number it counts in changes', async () => {
  const ofLedger = async (total: 'kept' | 'rejected') =>
    (await (await fetch(`${centre.url}/v1/river`)).json()).totals[total]
  await show('?source=first-half-2024')
  await until('its one row is there', async () => (await rows().count()) === 1, 60_000)
  await rows().first().getByRole('button', { name: 'Chi tiết' }).click()
  await dialog()
    .getByRole('button', { name: /Mở nội dung/ })
    .click()
  const field = (name: string) => dialog().locator(`[data-field="${name}"]`)
  const due = dialog().getByLabel('Hẹn trả lần đầu')
  await due.waitFor()
  const kept = await ofLedger('kept')
  const send = dialog().getByRole('button', { name: 'Gửi lại', exact: true })

  // Written as on paper, it is the instant the contract asks for.
  await due.fill('28/06/2024 17:00')
  await due.press('Tab')
  expect(await due.inputValue()).toBe('2024-06-28T17:00:00+07:00')
  expect(await field('dueAt').textContent()).toContain('Hiểu là 28/06/2024 17:00')
  await dialog().getByText('Sẽ được giữ').waitFor({ timeout: 60_000 })
  expect(await due.getAttribute('aria-invalid')).toBe('false')

  // What no field alone can say comes from the verdict, beside the field, in Vietnamese and with what was meant.
  await dialog().getByLabel('Mã đơn vị').fill('24768')
  await field('unitCode').getByText('gần giống: 24769').waitFor({ timeout: 60_000 })
  expect(await send.isDisabled()).toBe(true)
  await page.screenshot({ path: join(shots, 'dead-letter-form.png') })
  expect(await findings()).toEqual([])
  await dialog().getByLabel('Mã đơn vị').fill('24769')
  await dialog().getByText('Sẽ được giữ').waitFor({ timeout: 60_000 })

  // Rows of a list come and go; an empty row is not yet one.
  await dialog()
    .getByRole('button', { name: /^Thêm dòng.*Các lần gia hạn/ })
    .click()
  await field('extensions').getByText('Thiếu trường').first().waitFor({ timeout: 60_000 })
  await dialog()
    .getByRole('button', { name: /^Bỏ dòng.*Các lần gia hạn/ })
    .click()
  await dialog().getByText('Sẽ được giữ').waitFor({ timeout: 60_000 })
  await send.click()
  await dialog().getByText('Đã gửi và được giữ').waitFor({ timeout: 60_000 })
  await until('the ledger counts one more', async () => (await ofLedger('kept')) === kept + 1, 60_000)
  await dialog().getByRole('button', { name: 'Đóng' }).click()
})

test.each([
  ['vi', 'light'],
  ['vi', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
])(
  'axe finds nothing in the dialog in %s, %s, at a desk and on a phone',
  async (language, theme) => {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await show(`?lang=${language}&theme=${theme}`)
      await panel()
        .getByRole('button', { name: /personal-data/ })
        .click()
      await panel().locator('[aria-pressed="true"]').waitFor()
      await rows().first().waitFor()
      await panel().screenshot({ path: join(shots, `dead-letters-${width}-${language}-${theme}.png`) })
      await rows().last().getByRole('button').click()
      await dialog()
        .getByRole('button', { name: /Mở nội dung|Open the content/ })
        .click()
      await dialog().locator('.event-form').waitFor()
      await dialog()
        .getByRole('button', { name: /Xem kết luận|See the verdict/ })
        .click()
      await dialog().locator('.outcome').waitFor()
      await page.screenshot({ path: join(shots, `dead-letter-${width}-${language}-${theme}.png`) })
      await dialog().evaluate((element) => element.scrollTo(0, element.scrollHeight))
      await page.screenshot({ path: join(shots, `dead-letter-${width}-${language}-${theme}-end.png`) })
      expect(await findings()).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      expect(
        await dialog().evaluate((element) => element.scrollWidth - element.clientWidth),
      ).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  },
  90_000,
)

test('the page has nothing to complain of but the key that was wrong', () => {
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
})
