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

/** A published value, opened where a snapshot shows it: down to its rule, its SQL and its events, on the real publisher. */
const DAY = 'dossier/2024-06-30'
/** So few cases of a ward that a snapshot may not name them. */
const FEW = '24772'

let centre: LiveCentre
let publisher: Awaited<ReturnType<typeof startPublisher>>
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
const complaints: string[] = []

const json = async (path: string) => (await fetch(centre.url + path)).json()
const publishDay = async (why: string) => {
  const key = readFileSync(join(centre.dataDir, 'keys/operator'), 'utf8').trim()
  const answer = await fetch(`${centre.url}/v1/snapshots/${DAY}/publish`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ why }),
  })
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"revision"')])
}
const keep = async (kept: number) =>
  until('the ledger has them', async () => (await json('/v1/river')).totals.kept === kept, 60_000)

beforeAll(async () => {
  centre = await startLiveCentre()
  await publishHalfYear(centre.kafka)
  const finished = { status: 'finished', finishedAt: '2024-06-25T09:00:00+07:00', unitCode: FEW }
  await centre.kafka.publish(
    'dossier.v1',
    [81, 82, 83].map((n) => event('dossier.v1', 'first-half-2024', `few-${n}`, dossier(n, finished))),
  )
  await keep(22)
  publisher = await startPublisher(centre)
  await publishDay('kết thúc quý')
  await centre.kafka.publish(
    'dossier.v1',
    [71, 72].map((n) => event('dossier.v1', 'first-half-2024', `late-${n}`, dossier(n))),
  )
  await keep(24)
  await publishDay('hồ sơ đến muộn')
  browser = await openBrowser()
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  page = await browser.context.newPage()
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
})
afterAll(async () => {
  await browser?.close()
  await publisher?.close()
  await centre?.close()
})

/** Its address; every value of a snapshot has one. */
const at = (indicator: string, unit: string, level: string, revision = 2) =>
  `/snapshots/${DAY}/${revision}/${indicator}?unit=${unit}&level=${level}&of=half-year&to=2024-06-30`
const RECEIVED = at('dossier.received', '68', 'province')
const panel = (id: string) => page.locator(`section.panel#${id}`)
const textOf = async (id: string) => (await panel(id).textContent()) ?? ''
const verdict = () => panel('counted-again').locator('[data-agrees]').getAttribute('data-agrees')
const open = async (address: string) => {
  await page.goto(centre.url + address)
  await panel('counted-again').waitFor({ timeout: 60_000 })
}
const day = () => page.locator('.snapshot-day')
const here = () => new URL(page.url())

test('from the values of a day to one of them, by keyboard: its words are in the address, its heading is read', async () => {
  await page.goto(`${centre.url}/snapshots?day=${DAY}`)
  const values = day().getByRole('region', { name: 'Giá trị đã công bố' }).first()
  await values.getByLabel('Chỉ tiêu').selectOption('dossier.received', { timeout: 60_000 })
  await values.locator('tbody .title', { hasText: 'Hồ sơ tiếp nhận' }).first().waitFor()
  expect(here().searchParams.get('indicator')).toBe('dossier.received')
  const link = values.getByRole('link', {
    name: /Tách số: Hồ sơ tiếp nhận, Tỉnh Lâm Đồng, nửa năm: 17 hồ sơ/,
  })
  await link.first().focus()
  await page.keyboard.press('Enter')
  await panel('published-value').waitFor()
  expect(here().pathname + here().search).toBe(RECEIVED)
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('published-value-title')
  await panel('counted-again').waitFor({ timeout: 60_000 })
  expect(await page.locator('nav.screens [aria-current="page"]').textContent()).toBe('Gói số liệu')
  await page.goBack()
  await values.locator('tbody .title', { hasText: 'Hồ sơ tiếp nhận' }).first().waitFor()
})

test('it says what was published, by whose rule, what is inferred of it, and that counting gives the same', async () => {
  await open(RECEIVED)
  const published = (await textOf('published-value')).normalize('NFC')
  expect(published).toMatch(/Hồ sơ tiếp nhận[\s\S]*17[\s\S]*Tỉnh Lâm Đồng \(68\) · tỉnh/)
  expect(published).toContain('01/01/2024 – 30/06/2024 (nửa năm)')
  expect(published).toContain('hồ sơ tiếp nhận trong kỳ')
  expect(published).toContain('quy tắc đếm là suy luận')
  await panel('published-value').locator('[data-evidence="inferred"]').waitFor()
  expect(await verdict()).toBe('true')
  expect(await panel('counted-again').locator('tbody tr').first().textContent()).toBe('Tử số1717')
  await panel('counted-again')
    .getByText('Danh mục và quy tắc dùng ở đây đúng là của lúc chốt số liệu.')
    .waitFor()
  // The earlier revision is of its own cut: without the two that came late.
  await open(at('dossier.received', '68', 'province', 1))
  expect([await verdict(), await panel('counted-again').locator('tbody tr').first().textContent()]).toEqual([
    'true',
    'Tử số1515',
  ])
  // All of it is there in English as well.
  await open(`${RECEIVED}&lang=en`)
  expect(await textOf('published-value')).toContain('the counting rule is inferred')
  expect(await textOf('counted-again')).toContain('Agrees: counted again as of the cut of the snapshot')
})

test('the SQL is copied, and pasted into ClickHouse it gives the published number', async () => {
  await open(RECEIVED)
  await panel('how').locator('summary').click()
  await panel('how').getByRole('button', { name: 'Chép SQL' }).click()
  await panel('how').getByRole('button', { name: 'Đã chép' }).waitFor()
  const sql = await page.evaluate(() => navigator.clipboard.readText())
  expect(sql).toBe(await panel('how').locator('pre').textContent())
  expect(await centre.clickhouse.query(sql.replace(/;\s*$/, ''))).toMatchObject([{ numerator: 17 }])
})

test('counted again on request; the events behind a half are listed on request, and the address says so', async () => {
  await open(RECEIVED)
  const atMs = async () => panel('counted-again').locator('time').textContent()
  const before = await atMs()
  await until('the clock went on', () => new Date().toTimeString().slice(6, 8) !== before?.slice(6), 60_000)
  await panel('counted-again').getByRole('button', { name: 'Tính lại lần nữa' }).click()
  await until('it was counted anew', async () => (await atMs()) !== before, 60_000)
  expect(await page.locator('#events tbody').count()).toBe(0)
  await panel('events').getByRole('button', { name: 'Tử số' }).click()
  await panel('events').getByText('Tất cả 17 sự kiện').waitFor({ timeout: 60_000 })
  expect(here().searchParams.get('half')).toBe('numerator')
  expect(await panel('events').locator('tbody tr').count()).toBe(17)
  expect(await textOf('events')).toContain('000.00.00.H36-240620-0071')
  await panel('events').getByRole('button', { name: 'Ẩn danh sách' }).click()
  await panel('events').locator('tbody').waitFor({ state: 'detached' })
  expect(here().searchParams.has('half')).toBe(false)
})

test('a change opens on both sides, each in its own revision', async () => {
  await page.goto(`${centre.url}/snapshots?day=${DAY}`)
  const row = day()
    .getByRole('region', { name: 'Thay đổi so với lần trước' })
    .locator('tr', { hasText: 'dossier.received' })
  await row.first().waitFor({ timeout: 60_000 })
  const hrefs = await row
    .first()
    .getByRole('link')
    .evaluateAll((links) => links.map((a) => a.getAttribute('href')))
  expect(hrefs.map((href) => href?.split('?')[0])).toEqual(
    [1, 2].map((n) => `/snapshots/${DAY}/${n}/dossier.received`),
  )
})

test('what is withheld stays so: the page says why, and shows neither numbers nor events', async () => {
  await open(at('dossier.on-time', FEW, 'commune'))
  await panel('published-value').locator('[data-kept="withheld"]').waitFor()
  expect(await textOf('published-value')).toContain('Giữ kín: số trường hợp quá ít')
  expect([await verdict(), await panel('counted-again').locator('tbody').count()]).toEqual(['null', 1]) // the rules
  expect(await textOf('events')).toContain('không liệt kê sự kiện')
  expect(await panel('events').getByRole('button').count()).toBe(0)
})

test('a score shows what it was made of, each with its own address', async () => {
  const { values } = await json(`/v1/snapshots/${DAY}/2/values?unit=68&limit=1000`)
  const score = values.find(
    ({ indicator, value }: { indicator: string; value: { kind: string; state: string } }) =>
      indicator.startsWith('dossier.quality') && value.kind === 'points' && value.state === 'reported',
  )
  const { indicator, level, period } = score
  await open(`/snapshots/${DAY}/2/${indicator}?unit=68&level=${level}&of=${period.kind}&to=${period.to}`)
  expect(await verdict()).toBe('true')
  expect(await page.locator('#how details').count()).toBe(0)
  const links = await panel('how')
    .locator('tbody a')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href')!))
  expect(links.length).toBeGreaterThan(0)
  await open(links.find((href) => href.startsWith('/snapshots/'))!)
  expect(['true', 'null']).toContain(await verdict())
})

test.each([
  [
    `/snapshots/${DAY}/9/dossier.received`,
    /Chưa công bố gói số liệu nào như vậy cho ngày 30\/06\/2024, lần 9/,
    'Các lần công bố của ngày này',
  ],
  [
    `/snapshots/${DAY}/2/dossier.on-tim`,
    /Gói số liệu này không có chỉ tiêu dossier\.on-tim; gần giống: dossier\.on-time/,
    'Giá trị đã công bố',
  ],
  [
    `/snapshots/${DAY}/2/dossier.received?unit=999`,
    /không có giá trị như vậy của đơn vị 999; chỉ tiêu này có của: /,
    'Giá trị đã công bố',
  ],
  [
    `/snapshots/zzz/2024-06-30/1/dossier.received`,
    /Không có nhóm số liệu này: zzz; hiện có: dossier/,
    'Lịch gói số liệu',
  ],
  [
    `/snapshots/${DAY}/2/dossier.received?of=week`,
    /Kỳ: không nằm trong các giá trị cho phép: day, month/,
    'Lịch gói số liệu',
  ],
  [
    `/snapshots/dossier/2024-02-30/1/dossier.received`,
    /Đến ngày: không phải một ngày trên lịch/,
    'Lịch gói số liệu',
  ],
])(
  '%s says what is not there, and what one can do',
  async (address, said, way) => {
    const answer = await page.goto(centre.url + address)
    expect(answer?.status()).toBe(200) // the page; what it asked for is not there
    await page.locator('.refusal').waitFor({ timeout: 60_000 })
    expect((await page.locator('.refusal').textContent())?.normalize('NFC')).toMatch(said)
    await panel('published-value').getByText('Hãy chọn lại từ danh sách giá trị của gói').waitFor()
    await panel('published-value').getByRole('link', { name: way }).click()
    await until('it leads to the calendar', () => here().pathname === '/snapshots', 60_000)
  },
  60_000,
)

test.each([
  ['vi', 'light', 1280],
  ['vi', 'light', 390],
  ['en', 'dark', 1280],
  ['en', 'dark', 390],
] as const)(
  'axe finds nothing on an opened value in %s, %s, at %i px, counted or withheld',
  async (language, theme, width) => {
    await page.setViewportSize({ width, height: 900 })
    const own = `&lang=${language}&theme=${theme}`
    for (const [name, address] of [
      ['counted', `${RECEIVED}&half=numerator`],
      ['withheld', at('dossier.on-time', FEW, 'commune')],
    ] as const) {
      await open(address + own)
      if (name === 'counted') {
        await panel('how').locator('summary').click()
        await panel('events').locator('tbody tr').first().waitFor({ timeout: 60_000 })
      }
      await page.screenshot({
        path: join(shots, `published-value-${name}-${width}-${language}-${theme}.png`),
        fullPage: true,
      })
      expect([name, await violationsOf(page)]).toEqual([name, []])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  },
  120_000,
)

test('while the ledger is away the page says so, and comes back by itself', async () => {
  await page.route('**/explain?*', (route) => route.abort())
  await page.goto(centre.url + RECEIVED)
  await panel('published-value')
    .getByRole('status')
    .getByText('Trang sẽ tự động thử lại')
    .waitFor({ timeout: 60_000 })
  await page.unroute('**/explain?*')
  await panel('counted-again').waitFor({ timeout: 60_000 })
  expect(await verdict()).toBe('true')
  // What was refused or cut off on purpose is all the pages complained of.
  expect(complaints.filter((text) => !/40[04]|ERR_FAILED/.test(text))).toEqual([])
})
