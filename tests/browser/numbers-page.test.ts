import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { dossier, event, progress, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { shots, violationsOf } from './looked-at.ts'
import { until } from './until.ts'

/** The screens about numbers: every number opens, down to its events, and what is not known is no zero. */
const JUNE = 'date=2024-06-30&period=month'

let centre: LiveCentre
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  centre = await startLiveCentre()
  await publishHalfYear(centre.kafka)
  // Three of the twelve are finished, one of them late; two more were received in May.
  await centre.kafka.publish('dossier.v1', [
    ...[1, 2, 3].map((serial) =>
      event(
        'dossier.v1',
        'first-half-2024',
        `finished-${serial}`,
        dossier(serial, {
          ...{ status: 'returned', sequence: 1, recordedAt: '2024-06-29T17:00:00+07:00' },
          finishedAt: serial === 3 ? '2024-06-29T16:00:00+07:00' : '2024-06-27T16:00:00+07:00',
        }),
      ),
    ),
    ...[51, 52].map((serial) =>
      event(
        'dossier.v1',
        'first-half-2024',
        `may-${serial}`,
        dossier(serial, { receivedAt: '2024-05-20T08:00:00+07:00', dueAt: '2024-08-28' }),
      ),
    ),
  ])
  await until(
    'all of it is counted',
    async () => {
      const json = async (path: string) => (await fetch(`${centre.url}/v1/${path}`)).json()
      const { values } = await json(`indicators?scope=68&indicator=dossier.finished&${JUNE}`)
      // Others lie in other partitions: all of the log is waited for.
      return values[0]?.value === '3' && (await json('river')).totals.kept === 24
    },
    60_000,
  )
  browser = await openBrowser()
  page = await browser.context.newPage()
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
})
afterAll(async () => {
  await browser?.close()
  await centre?.close()
})

const textOf = async (locator: Locator) => (await locator.textContent()) ?? ''
const tile = (id: string) => page.locator(`.tile[data-indicator="${id}"]`)

test('a tile says the number, its halves, what it was before and how old its source is', async () => {
  await page.goto(`${centre.url}/?${JUNE}`)
  await tile('dossier.on-time').waitFor()
  expect(await textOf(tile('dossier.on-time'))).toMatch(/66,67%\s*2 \/ 3[\s\S]*01\/06\/2024 – 30\/06\/2024/)
  expect(await textOf(tile('dossier.received'))).toMatch(
    /12\s*hồ sơ[\s\S]*\+10 \(\+500,0%\)[\s\S]*so với 01\/05\/2024 – 31\/05\/2024/,
  )
  expect(await textOf(tile('dossier.received'))).toMatch(/Mới[\s\S]*tin cuối \S+ (giây|phút) trước/)
  // Nobody has told it: a dash and words for it, no zero.
  expect(await textOf(tile('satisfaction.sipas'))).toMatch(/—[\s\S]*chưa ai báo cáo[\s\S]*Chưa rõ/)
  expect(await textOf(tile('steering.disbursed'))).toMatch(/14,05%\s*1\.224,6 \/ 8\.718,3/)
})

test('a number opens down to the events behind either half', async () => {
  await page.goto(`${centre.url}/?${JUNE}`)
  await page.getByRole('link', { name: 'Tỷ lệ hồ sơ giải quyết đúng hạn', exact: true }).click()
  const definition = page.locator('#definition')
  await definition.getByText('66,67%').waitFor()
  expect(await textOf(definition)).toMatch(
    /Tử số2trong đó xong[\s\S]*Mẫu số3hồ sơ giải quyết xong trong kỳ[\s\S]*Nguồn của quy tắc[\s\S]*dossier\.on-time/,
  )
  const events = page.locator('#taken-apart .events')
  await until('two events', async () => (await events.locator('tbody tr').count()) === 2, 60_000)
  await events.getByRole('button', { name: 'Mẫu số' }).click()
  await until('three events', async () => (await events.locator('tbody tr').count()) === 3, 60_000)
  expect(new URL(page.url()).searchParams.get('half')).toBe('denominator')
  expect(await textOf(events)).toMatch(/-0001[\s\S]*dossier\.v1\/\d+\/\d+/)

  // The SQL that is shown gives the halves that are shown.
  await page.getByText('Câu lệnh SQL').click()
  const sql = await textOf(page.locator('#taken-apart pre'))
  expect(await centre.clickhouse.query(sql)).toEqual([{ numerator: 2, denominator: 3 }])

  // A month of the series is the same screen as of that month.
  const series = page.locator('#series')
  await series.locator('canvas').waitFor()
  expect(await series.locator('tbody tr').count()).toBe(13)
  await series.getByRole('link', { name: '01/05/2024 – 31/05/2024' }).click()
  await definition.getByText('01/05/2024 – 31/05/2024').first().waitFor()
  expect(new URL(page.url()).searchParams.get('date')).toBe('2024-05-31')
})

test('units stand on a map and in a table; the table is sorted, and both leave as files', async () => {
  await page.goto(`${centre.url}/units?${JUNE}&indicator=dossier.received`)
  const map = page.locator('#units .map')
  await map.getByText('12', { exact: true }).waitFor()
  expect(await map.locator('.map-tile').count()).toBe(12)
  const rows = page.locator('#compared tbody tr')
  await page.locator('#compared').getByRole('button', { name: 'Giá trị' }).click()
  await page
    .locator('#compared')
    .getByRole('button', { name: /Giá trị.*tăng dần/ })
    .click()
  expect(await textOf(rows.first())).toMatch(/Đà Lạt[\s\S]*12/)
  const saving = page.waitForEvent('download')
  await page.locator('#units').getByRole('button', { name: 'Tải CSV' }).click()
  const csv = readFileSync(await (await saving).path(), 'utf8')
  expect(csv).toMatch(/^\uFEFFindicator,unit,name,level,/)
  expect(csv).toContain('dossier.received,24769,Phường 7,commune,2024-06-01,2024-06-30,reported,12,,12,')

  await page.locator('#units').getByRole('button', { name: 'Xã', exact: true }).click()
  await until(
    'every commune has a tile',
    async () => (await page.locator('.map-tile').count()) === 142,
    60_000,
  )

  await page.goto(`${centre.url}/indicators/dossier.received?${JUNE}`)
  await page.locator('#series canvas').waitFor()
  const drawing = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Tải ảnh PNG' }).click()
  const picture = readFileSync(await (await drawing).path())
  expect(picture.subarray(1, 4).toString()).toBe('PNG')
  expect(picture.byteLength).toBeGreaterThan(2_000)
})

test('a scope is chosen from the sixteen centres and stays in the address', async () => {
  await page.goto(`${centre.url}/?${JUNE}`)
  await tile('dossier.received').waitFor()
  await page.getByRole('combobox', { name: 'Phạm vi' }).selectOption({ label: 'IOC huyện Lâm Hà (suy luận)' })
  await tile('dossier.received').locator('.tile-value').getByText('0', { exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('scope')).toBe('676')
  await page.getByRole('link', { name: 'Chỉ tiêu' }).click()
  await page.locator('#indicators tbody tr').first().waitFor()
  expect(new URL(page.url()).searchParams.get('scope')).toBe('676')
  expect(await page.getByText('Phạm vi là góc nhìn, chưa phải là quyền').count()).toBe(1)
  await page.getByRole('searchbox').fill('ho so tiep nhan')
  await until(
    'few are left',
    async () => {
      const left = await page.locator('#indicators tbody tr').count()
      return left > 0 && left < 12
    },
    60_000,
  )
})

test('on a 4K wall the figures are 96 px and more, groups take turns, and a finger or key stops them', async () => {
  await page.setViewportSize({ width: 3840, height: 2160 })
  await page.clock.install()
  await page.goto(`${centre.url}/?${JUNE}&view=wall`)
  // From here on its clock goes only as far as it is told to.
  await page.clock.pauseAt(Date.now() + 1_000)
  const heading = page.locator('.wall h2')
  await page.locator('.wall-value').first().waitFor()
  const size = await page
    .locator('.wall-value')
    .first()
    .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))
  expect(size).toBeGreaterThanOrEqual(96)
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(sideways).toBeLessThanOrEqual(3840)
  expect(await textOf(heading)).toContain('Thủ tục hành chính')
  // Each says its own period, against which it is compared, how old it is, and what must be said beside it.
  const first = page.locator('.wall-tile').first()
  expect(await textOf(first)).toMatch(
    /so với 01\/05\/2024 – 31\/05\/2024[\s\S]*tin cuối[\s\S]*01\/06\/2024 – 30\/06\/2024/,
  )
  expect(await page.locator('.wall-tile .tag').count()).toBeGreaterThan(0)
  // Nothing of the screen is left empty below.
  const end = await page.locator('.wall-actions').evaluate((of) => of.getBoundingClientRect().bottom)
  expect(end).toBeGreaterThan(2160 * 0.93)
  expect(end).toBeLessThanOrEqual(2160)
  await page.screenshot({ path: join(shots, 'wall-3840.png') })
  await page.clock.runFor(16_000)
  await heading.getByText('Phản ánh, kiến nghị').waitFor()
  await page.getByRole('button', { name: 'Dừng chuyển' }).press('Enter')
  await page.clock.runFor(40_000)
  expect(await textOf(heading)).toContain('Phản ánh, kiến nghị')
  await page.clock.resume() // the tests after it have the same page
  await page.setViewportSize({ width: 1280, height: 900 })
})

test.each([
  ['vi', 'light'],
  ['vi', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
])(
  'axe finds nothing on an opened indicator and on the map of communes in %s, %s',
  async (language, theme) => {
    const found: string[] = []
    for (const [name, path, filled] of [
      ['indicator', `/indicators/dossier.on-time?${JUNE}`, '#series canvas'],
      ['communes', `/units?${JUNE}&indicator=dossier.received&level=commune`, '.map-tile'],
      ['wall', `/?${JUNE}&view=wall`, '.wall-value'],
    ] as const)
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await page.goto(`${centre.url}${path}&lang=${language}&theme=${theme}`)
        await page.waitForSelector(filled)
        await page.screenshot({
          path: join(shots, `${name}-${width}-${language}-${theme}.png`),
          fullPage: true,
        })
        const violations = await violationsOf(page)
        found.push(...violations.map((violation) => `${name} at ${width} px: ${violation}`))
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth)
        if (sideways > width) found.push(`${name} at ${width} px is ${sideways} px wide`)
      }
    expect(found).toEqual([])
    await page.setViewportSize({ width: 1280, height: 900 })
  },
  600_000, // a hundred and forty tiles are looked at one by one
)

test('a dead letter mended and replayed changes the number', async () => {
  const operator = readFileSync(join(centre.dataDir, 'keys/operator'), 'utf8').trim()
  await page.goto(`${centre.url}/?${JUNE}`)
  const received = tile('dossier.received').locator('.tile-value')
  await received.getByText('12', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Bản ghi bị loại' }).click()
  const row = page.locator('#dead-letters tbody tr', { hasText: 'first-half-2024' })
  await row.getByRole('button', { name: 'Chi tiết' }).click()
  const dialog = page.locator('dialog.dead-letter')
  await dialog.getByLabel('Khóa điều hành').fill(operator)
  await dialog.getByLabel('Tên người thao tác').fill('Lan')
  await dialog.getByRole('button', { name: 'Dùng khóa' }).click()
  await dialog.getByLabel('Vì sao').fill('ngày hẹn trả sai')
  await dialog.getByRole('button', { name: /Mở nội dung/ }).click()
  await dialog.getByRole('button', { name: 'JSON', exact: true }).click()
  const json = dialog.getByLabel('Sự kiện')
  await json.waitFor()
  await json.fill((await json.inputValue()).replace('2024-02-30', '2024-06-28'))
  await dialog.getByRole('button', { name: 'Xem kết luận' }).click()
  await dialog.getByText('Sẽ được giữ').waitFor()
  await dialog.getByRole('button', { name: 'Gửi lại', exact: true }).click()
  await dialog.getByText('Đã gửi và được giữ').waitFor({ timeout: 60_000 })
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Tổng quan' }).click()
  await received.getByText('13', { exact: true }).waitFor({ timeout: 60_000 })
})

test('a source that falls silent turns its tile: delayed after one rhythm, stale after three', async () => {
  // Its first rhythm is longer than the page may take to ask once.
  const rhythmSeconds = 20
  await page.goto(`${centre.url}/?${JUNE}`)
  const state = (word: string) => tile('satisfaction.sipas').locator('.state', { hasText: word })
  await state('Chưa rõ').waitFor()
  await centre.kafka.publish('source-progress.v1', [
    event(
      'source-progress.v1',
      'survey-2024',
      'progress-3',
      progress('survey-2024', 'survey-response.v1', rhythmSeconds),
    ),
  ])
  for (const word of ['Mới', 'Chậm', 'Cũ']) await state(word).waitFor({ timeout: 90_000 })
  expect(await tile('satisfaction.sipas').getAttribute('data-freshness')).toBe('stale')
})

test('the pages kept their own security policy', () => {
  expect(complaints.filter((text) => !/40[04]/.test(text))).toEqual([])
})
