import type { OutgoingRecord } from '@ioc/kafka'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { dossier, event } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { until } from './until.ts'

let centre: LiveCentre
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page

beforeAll(async () => {
  centre = await startLiveCentre()
  await publish(dossiers([1, 2, 3]))
  browser = await openBrowser()
  page = await browser.context.newPage()
})
afterAll(async () => {
  await browser?.close()
  await centre?.close()
})

let sent = 0
const dossiers = (serials: readonly number[], source = 'live-demo', change: object = {}): OutgoingRecord[] =>
  serials.map((serial) => event('dossier.v1', source, `event-${sent++}`, dossier(serial, change)))
const publish = (records: OutgoingRecord[]) => centre.kafka.publish('dossier.v1', records)
const range = (from: number, many: number) => Array.from({ length: many }, (_, i) => from + i)

/** A count as the page tells it. */
const told = async (name: string) =>
  Number((await page.locator(`[data-count="${name}"]`).getAttribute('data-value')) ?? Number.NaN)
const sum = async () =>
  (await told('shown')) +
  (await told('not-shown')) +
  (await told('unreadable')) +
  ((await page.locator('[data-count="held"]').count()) > 0 ? await told('held') : 0) +
  ((await page.locator('[data-count="lost"]').count()) > 0 ? await told('lost') : 0)
const open = async (query = '') => {
  await page.goto(`${centre.url}/feed${query}`)
  await page.locator('#feed ol[data-connected="true"]').waitFor({ state: 'attached' })
}
const lines = (serial: number) => page.locator('#feed li', { hasText: `-${String(serial).padStart(4, '0')}` })

test('what came before the page is there and marked; the count in the page is what Kafka has got since', async () => {
  await open()
  expect(await page.locator('#feed li[data-earlier="true"]').count()).toBe(3)
  expect([await told('log'), await sum()]).toEqual([0, 0])
  await publish([...dossiers(range(100, 1_500)), { ...dossiers([1])[0]!, value: '{"not' }])
  await until('all of it is counted', async () => (await told('log')) === 1_501, 60_000)
  expect(await sum()).toBe(1_501)
  expect(await page.locator('#feed li[data-earlier="false"]').count()).toBe(await told('shown'))
})

test('a pause loses nothing, however much comes meanwhile, and the count goes on where it stood', async () => {
  await open()
  await page.getByRole('button', { name: 'Tạm dừng' }).click()
  await publish(dossiers([9801]))
  await until('it is held', async () => (await told('held')) === 1, 60_000)
  expect(await lines(9801).count()).toBe(0)
  await publish(dossiers(range(2_000, 3_000)))
  await until('all of it is counted', async () => (await told('log')) === 3_001, 60_000)
  expect(await sum()).toBe(3_001)
  await page.getByRole('button', { name: 'Tiếp tục' }).click()
  await publish(dossiers([9802]))
  await lines(9802).waitFor({ timeout: 60_000 })
  await lines(9801).waitFor()
  expect([await told('log'), await sum()]).toEqual([3_002, 3_002])
})

test('the filter stands in the address, and the server applies it', async () => {
  await open('?unit=673')
  await page.locator('#feed select option[value="24820"]').waitFor({ state: 'attached' })
  expect(await page.getByLabel('Đơn vị').inputValue()).toBe('673')
  // By its name, not by its code.
  const shown = (select: string) =>
    page.getByLabel(select).evaluate((of) => (of as HTMLSelectElement).selectedOptions[0]!.text)
  expect(await shown('Đơn vị')).toBe('Thành phố Bảo Lộc')
  await publish([...dossiers(range(6_000, 200)), ...dossiers([9901], 'live-demo', { unitCode: '24820' })])
  await lines(9901).waitFor({ timeout: 60_000 })
  await until('all of it is counted', async () => (await told('log')) === 201, 60_000)
  expect([await told('matched'), await told('shown'), await sum()]).toEqual([1, 1, 201])

  await page.getByLabel('Loại').focus()
  await page.getByLabel('Loại').selectOption('dossier.v1')
  expect(await shown('Loại')).toBe('Hồ sơ')
  expect(await page.getByLabel('Loại').evaluate((of) => of === document.activeElement)).toBe(true)
  await page.getByLabel('Đơn vị').selectOption('')
  await until('the address says it', () => new URL(page.url()).search === '?contract=dossier.v1', 60_000)
  await page.goBack() // choosing is no step of its own
  expect(page.url()).not.toContain('/feed?unit')
})

test('an unknown word in the address is answered with what is meant, not with silence', async () => {
  await page.goto(`${centre.url}/feed?unit=6733`)
  await page.getByText('Đơn vị: danh mục không có đơn vị 6733; gần giống: 673').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Bỏ lọc' }).click()
  await page.locator('#feed ol[data-connected="true"]').waitFor({ state: 'attached' })
})

test('a lost connection is resumed, each event once, and the count stays whole', async () => {
  await open()
  await publish(dossiers([9911]))
  await lines(9911).waitFor({ timeout: 60_000 })
  await centre.stopCentre()
  await publish(dossiers([9912, 9913]))
  await centre.startCentre()
  await publish(dossiers([9914]))
  await lines(9914).waitFor({ timeout: 60_000 })
  for (const serial of [9911, 9912, 9913, 9914]) expect(await lines(serial).count()).toBe(1)
  expect([await told('log'), await sum()]).toEqual([4, 4])
})
