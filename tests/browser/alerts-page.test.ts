import { join } from 'node:path'
import { newToken } from '@ioc/operators'
import { defaultRules } from '@ioc/schemas/alerts/index.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { event, progress, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { shots, violationsOf } from './looked-at.ts'
import { publishSnapshots } from './snapshots.ts'
import { until } from './until.ts'
import { startReceiver } from './webhook-receiver.ts'

const MARKUP = '<img src=x onerror="document.title=1">'

let centre: LiveCentre
let receiver: Awaited<ReturnType<typeof startReceiver>>
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
let lan: string
const complaints: string[] = []

beforeAll(async () => {
  receiver = await startReceiver(Array.from({ length: 1_000 }, () => 503))
  centre = await startLiveCentre({ ALERTS_LOOK_SECONDS: '1', ALERTS_WEBHOOK_URL: receiver.url })
  lan = newToken(centre.dataDir, 'lan', Date.now())
  await publishHalfYear(centre.kafka)
  browser = await openBrowser()
  page = await browser.context.newPage()
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
})
afterAll(async () => {
  await browser?.close()
  await centre?.close()
  await receiver?.close()
})

const panel = () => page.locator('#alerts')
const card = (text: string) => panel().locator('.alert', { hasText: text })
const dialog = () => page.locator('dialog.dead-letter')
const show = async (query = '') => {
  await page.goto(`${centre.url}/alerts${query}`)
  await page.locator('#alert-rules tbody tr').first().waitFor()
}
const signIn = async (key = lan) => {
  const form = page.locator('form.operator')
  await form.getByLabel('Khóa điều hành').fill(key)
  await form.getByLabel('Tên người thao tác').fill('Minh')
  await form.getByRole('button', { name: 'Dùng khóa' }).click()
}
const keep = (rule: object, version: number | null) =>
  fetch(`${centre.url}/v1/alert-rules`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${lan}` },
    body: JSON.stringify({ rule, version }),
  })
const given = (id: string, change: object) => {
  const { origin: _, ...rule } = defaultRules.find((each) => each.id === id)!
  return { ...rule, ...change }
}
const findings = () => violationsOf(page)

test('an alert that fires is counted in the navigation, said to who listens, and shown first with what was seen', async () => {
  const heard = page.waitForResponse((answer) => answer.url().endsWith('/v1/alerts/summary') && answer.ok())
  await page.goto(centre.url)
  await heard
  await page.locator('[data-connection="connected"]').waitFor()
  const news = page.locator('[data-alert-news]')
  expect(await news.textContent()).toBe('')
  // What stood when the page was opened is no news: this one is.
  await publishSnapshots(centre.clickhouse)
  await page.getByRole('link', { name: /^Cảnh báo.*\d+ cảnh báo đang báo/ }).waitFor({ timeout: 60_000 })
  await until(
    'the parked snapshot is said',
    async () => (await news.textContent())!.includes('Cảnh báo mới: Gói số liệu bị IOC quốc gia từ chối'),
    60_000,
  )
  expect(await news.getAttribute('role')).toBe('status')
  await page.getByRole('link', { name: /^Cảnh báo/ }).click()
  const parked = card('Gói số liệu bị IOC quốc gia từ chối')
  await parked.waitFor()
  expect(await parked.textContent()).toMatch(/Đang báo[\s\S]*Nghiêm trọng[\s\S]*Từ[\s\S]*1 gói số liệu/)
  expect(await parked.getByRole('link').getAttribute('href')).toBe('/snapshots')
})

test('markup in any field stays text; a title is what a person wrote', async () => {
  const about = { kind: 'held', source: '*' }
  const rule = given('source-held', { id: 'markup', title: { vi: MARKUP, en: MARKUP }, about })
  expect((await keep(rule, null)).status).toBe(200)
  await page.locator('#alert-rules').getByText(MARKUP).first().waitFor({ timeout: 60_000 })
  expect(await page.locator('#alert-rules img').count()).toBe(0)
  expect(await page.title()).not.toBe('1')
})

test('a wrong key is told; with a right one and a word it is acknowledged by the token’s name', async () => {
  await keep(given('source-stale', { firesAfterSeconds: 1, resolvesAfterSeconds: 1 }), 0)
  const silent = card('Nguồn im lặng quá ba nhịp')
  await silent.locator('code', { hasText: 'hotline-2024/feedback.v1' }).waitFor({ timeout: 60_000 })
  await silent.getByRole('button', { name: /^Nhận xử lý/ }).click({ timeout: 60_000 })
  await signIn('wrong')
  await dialog().getByText('Khóa không đúng').waitFor()
  await signIn()
  await dialog().getByLabel('Lời ghi').fill(`đang gọi đơn vị ${MARKUP}`)
  await page.screenshot({ path: join(shots, 'alert-acknowledge.png') })
  expect(await findings()).toEqual([])
  await dialog().getByRole('button', { name: 'Nhận xử lý' }).click()
  await dialog().waitFor({ state: 'detached' })
  await silent.getByText('lan (Minh)').waitFor({ timeout: 60_000 })
  expect(await silent.textContent()).toContain(`đang gọi đơn vị ${MARKUP}`)
  expect(await silent.getByRole('link').getAttribute('href')).toBe('/sources')
})

test('over, it is in the history with why it ended; a webhook that does not answer is said', async () => {
  const word = progress('hotline-2024', 'feedback.v1', 86_400)
  await centre.kafka.publish('source-progress.v1', [
    event('source-progress.v1', 'hotline-2024', 'p-3', { ...word, recordedAt: '2024-06-20T09:00:00+07:00' }),
  ])
  const row = page.locator('#alert-history tbody tr', { hasText: 'hotline-2024/feedback.v1' })
  await row.waitFor({ timeout: 60_000 })
  expect(await row.textContent()).toMatch(/Cũ[\s\S]*đã trở lại trong mức[\s\S]*lan \(Minh\)/)
  const webhook = page.locator('[data-webhook="bad"]')
  await webhook.waitFor({ timeout: 60_000 })
  expect(await webhook.textContent()).toMatch(/Không gửi được đến webhook[\s\S]*refused: HTTP 503/)
})

test('a rule is tried before it is kept; what it is about is chosen by its name', async () => {
  await page.getByRole('button', { name: 'Thêm quy tắc' }).click()
  await dialog().getByLabel('Tên tiếng Việt').fill('Hồ sơ chờ ghi')
  await dialog()
    .locator('label', { hasText: /^Chỉ tiêu/ })
    .getByRole('combobox')
    .selectOption({ label: 'Tỷ lệ hồ sơ giải quyết đúng hạn' })
  await dialog().getByLabel('Mức', { exact: true }).fill('95,5')
  await dialog()
    .getByRole('button', { name: /^Xem thử/ })
    .click()
  const previewed = dialog().locator('.previewed')
  await previewed.waitFor()
  expect(await previewed.textContent()).toMatch(/dưới mức 95,5%[\s\S]*Không có số liệu/)
  expect(await findings()).toEqual([])
  await page.screenshot({ path: join(shots, 'alert-rule.png') })
  await dialog().getByLabel('Xét điều gì').selectOption({ label: 'Việc còn nợ' })
  await dialog().getByLabel('Mức', { exact: true }).fill('10.000')
  await dialog().getByRole('button', { name: 'Lưu quy tắc' }).click()
  await dialog().waitFor({ state: 'detached' })
  const kept = page.locator('#alert-rules tbody tr', { hasText: 'Hồ sơ chờ ghi' })
  await kept.waitFor({ timeout: 60_000 })
  expect(await kept.textContent()).toMatch(/bản ghi chờ ghi sổ: trên mức 10\.000[\s\S]*lan \(Minh\)[\s\S]*v1/)
  // Switched off it says so.
  await kept.getByRole('button', { name: /^Sửa/ }).click()
  await dialog().getByLabel('Đang dùng').uncheck()
  await dialog().getByRole('button', { name: 'Lưu quy tắc' }).click()
  await dialog().waitFor({ state: 'detached' })
  await kept.getByText('Đang tắt').waitFor({ timeout: 60_000 })
})

test('the audit tells operators who did what; its filter stands in the address', async () => {
  await page.getByRole('link', { name: 'Nhật ký thao tác' }).click()
  const rows = page.locator('#audit tbody tr')
  await rows.first().waitFor()
  expect(await page.locator('#audit').textContent()).toContain('chưa phải là quyền')
  await page.getByRole('combobox', { name: 'Thao tác' }).selectOption({ label: 'Nhận xử lý cảnh báo' })
  await until('one act is left', async () => (await rows.count()) === 1, 60_000)
  expect(new URL(page.url()).searchParams.get('action')).toBe('alerts.acknowledge')
  expect(await rows.first().textContent()).toMatch(/lan[\s\S]*Minh[\s\S]*đang gọi đơn vị <img[\s\S]*Đã làm/)
  expect(await page.locator('#audit img').count()).toBe(0)
})

test.each([
  ['vi', 'light'],
  ['vi', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
])(
  'axe finds nothing on alerts and audit in %s, %s, at a desk and on a phone',
  async (language, theme) => {
    const found: string[] = []
    for (const width of [1280, 390])
      for (const [screen, filled] of [
        ['alerts', '#alert-history tbody tr'],
        ['audit', '#audit tbody tr'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 })
        await page.goto(`${centre.url}/${screen}?lang=${language}&theme=${theme}`)
        await page.locator(filled).first().waitFor()
        await page.screenshot({
          path: join(shots, `${screen}-full-${width}-${language}-${theme}.png`),
          fullPage: true,
        })
        found.push(...(await findings()).map((violation) => `${screen} at ${width} px: ${violation}`))
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth)
        if (sideways > width) found.push(`${screen} at ${width} px is ${sideways} px wide`)
      }
    expect(found).toEqual([])
    await page.setViewportSize({ width: 1280, height: 900 })
  },
  60_000,
)

test('the keyboard opens an alert’s dialog, and Escape gives the focus back', async () => {
  await show()
  const button = page
    .locator('#alerts')
    .getByRole('button', { name: /^Nhận xử lý/ })
    .first()
  await button.waitFor({ timeout: 60_000 })
  await button.focus()
  await page.keyboard.press('Enter')
  await dialog().waitFor()
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  await until(
    'the focus is back',
    () => page.evaluate(() => document.activeElement?.tagName === 'BUTTON'),
    5_000,
  )
})

test('the pages kept their own security policy, and nothing went wrong in them', () => {
  // One key was wrong on purpose, and one rule named what nobody knows.
  expect(complaints.filter((text) => !/40[01]/.test(text))).toEqual([])
})
