import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { PORT_OFFSETS } from '@ioc/config/settings.ts'
import { readControls } from '@ioc/source/control-log.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { dossier, event, progress, publishHalfYear } from './events.ts'
import { type LiveCentre, startLiveCentre } from './harness.ts'
import { violationsOf } from './looked-at.ts'
import { until } from './until.ts'

let centre: LiveCentre
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page

beforeAll(async () => {
  centre = await startLiveCentre()
  await publishHalfYear(centre.kafka)
  await centre.kafka.publish('dossier.v1', [
    ...Array.from({ length: 3 }, (_, i) =>
      event('dossier.v1', 'careless', `c-${i}`, dossier(800 + i, { dueAt: '2024-02-30' })),
    ),
    event('dossier.v1', 'careless', 'c-9', dossier(809, { unitCode: '99999' })),
  ])
  await until(
    'all of it is in the ledger',
    async () => {
      const { totals } = await (await fetch(`${centre.url}/v1/river`)).json()
      return totals.kept === 19 && totals.rejected === 5
    },
    60_000,
  )
  browser = await openBrowser()
  page = await browser.context.newPage()
})
afterAll(async () => {
  await browser?.close()
  await centre?.close()
})

const row = (source: string) => page.locator('#sources tbody tr', { hasText: source })
const operatorKey = () => readFileSync(join(centre.dataDir, 'keys/operator'), 'utf8').trim()
const names = () => page.locator('#sources tbody tr code.title').allTextContents()

test('from when to when a source tells everything; a door that tells nothing of itself is counted by the ledger', async () => {
  const word = { ...progress('partial', 'dossier.v1', 86_400), completeFrom: '2024-02-01T00:00:00+07:00' }
  await centre.kafka.publish('source-progress.v1', [event('source-progress.v1', 'partial', 'p-9', word)])
  await page.goto(`${centre.url}/sources`)
  await row('partial').getByText('từ 01/02/2024').waitFor({ timeout: 60_000 })
  expect(await row('partial').textContent()).toMatch(/hết 30\/06\/2024/)
  await row('careless').getByText('theo sổ cái').first().waitFor()
  expect(await row('careless').textContent()).toMatch(/4\s*theo sổ cái[\s\S]*4\s*theo sổ cái/)
  const { sources } = await (await fetch(`${centre.url}/v1/sources`)).json()
  const of = (name: string) => sources.find(({ source }: { source: string }) => source === name)
  expect(of('partial')).toMatchObject({ completeFrom: '2024-02-01T00:00:00.000+07:00', ledger: null })
  expect(of('careless')).toMatchObject({
    ...{ completeFrom: null, completeUpTo: null, emitted: null, ledger: { records: 4, rejected: 4 } },
  })
})

test('right after a restart the first answer tells what was known before: of sources, and of what they feed', async () => {
  const told = async () => {
    const [listed, overview, river] = await Promise.all(
      ['sources', 'overview?date=2024-06-30', 'river'].map(async (path) =>
        (await fetch(`${centre.url}/v1/${path}`)).json(),
      ),
    )
    const { sources } = listed as { sources: { source: string; freshness: string; ledger: object | null }[] }
    const tiles = (overview as { groups: { tiles: { indicator: { id: string }; freshness: string }[] }[] })
      .groups
    const { stages } = river as { stages: { id: string; state: string }[] }
    return {
      sources: sources.map(({ source, freshness, ledger }) => [source, freshness, ledger]),
      tiles: tiles.flatMap((group) => group.tiles.map((tile) => [tile.indicator.id, tile.freshness])),
      figures: stages.find(({ id }) => id === 'indicators')!.state,
    }
  }
  // The silent one grows stale within seconds; then nothing changes any more.
  await until(
    'it is stale',
    async () => (await told()).sources.some(([, state]) => state === 'stale'),
    60_000,
  )
  await until('figures were counted', async () => (await told()).figures !== 'unknown', 60_000)
  const { sources, tiles } = await told()
  expect(sources.find(([source]) => source === 'careless')?.[2]).toEqual({ records: 4, rejected: 4 })
  await centre.stopCentre()
  await centre.startCentre()
  const first = await told()
  expect(first.sources).toEqual(sources)
  expect(first.tiles).toEqual(tiles)
  await until('figures were counted again', async () => (await told()).figures !== 'unknown', 60_000)
})

test('rejects stand by reason with their source, and lead to those dead letters', async () => {
  await page.goto(`${centre.url}/sources`)
  const reason = row('careless').getByRole('link', { name: /wrong-instant/ })
  await reason.waitFor({ timeout: 60_000 })
  expect(await reason.textContent()).toMatch(/^3/)
  expect(
    await row('careless')
      .getByRole('link', { name: /unknown-unit/ })
      .textContent(),
  ).toMatch(/^1/)
  expect(await row('survey-push').textContent()).toContain('không có')
  await reason.click()
  await until(
    'the list is narrowed',
    async () => (await page.locator('#dead-letters tbody tr').count()) === 3,
    60_000,
  )
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(
    '/dead-letters?source=careless&reason=wrong-instant',
  )
})

test('why a source cannot be read, and what was odd about it, stands with it in the language of the page', async () => {
  // A producer that tells of one connected source, as its own /v1/sources does.
  const told = {
    ...{ name: 'land-office', contract: 'dossier.v1', simulated: false, rhythmSeconds: 60, state: 'waiting' },
    ...{
      emitted: 0,
      rejected: 0,
      completeUpToMs: null,
      errorSinceMs: Date.parse('2024-07-01T07:00:00+07:00'),
    },
    error: 'https://mot-cua.vn/api answers 401: the credentials of this source are not accepted there',
    notice: 'the moon <b>is</b> in the way',
  }
  const producer = createServer((_, answer) => answer.end(JSON.stringify({ sources: [told], push: [] })))
  const port = Number(new URL(centre.url).port) + PORT_OFFSETS['dossier-producer']
  producer.listen(port, '127.0.0.1')
  await once(producer, 'listening')
  try {
    await page.goto(`${centre.url}/sources`)
    const own = row('land-office')
    // It names a system, an account, a file: who only looks on is told that there is something.
    const ask = own.getByRole('button', { name: 'Nhập khóa để xem' })
    await ask.first().waitFor({ timeout: 60_000 })
    expect(await own.locator('.trouble').first().textContent()).toMatch(
      /Không đọc được từ 01\/07\/2024 07:00: lý do chỉ hiện với người có khóa điều hành/,
    )
    const { sources } = await (await fetch(`${centre.url}/v1/sources`)).json()
    expect(sources.find(({ source }: { source: string }) => source === 'land-office')).toMatchObject({
      fault: { text: null, since: '2024-07-01T07:00:00.000+07:00' },
      notice: { text: null },
    })
    expect(await violationsOf(page)).toEqual([])
    await ask.first().click()
    await page.getByLabel('Khóa điều hành').fill(operatorKey())
    await page.getByRole('button', { name: 'Dùng khóa' }).click()
    await own
      .getByText(
        'https://mot-cua.vn/api trả lời 401: hệ thống nguồn không chấp nhận thông tin đăng nhập của nguồn',
      )
      .waitFor({ timeout: 60_000 })
    expect(await own.locator('.trouble').first().textContent()).toMatch(
      /Không đọc được từ 01\/07\/2024 07:00: https/,
    )
    // What has no Vietnamese stays as it came, is text, and is marked as English.
    expect(await own.locator('.trouble [lang="en"]').textContent()).toBe(told.notice)
    await page.goto(`${centre.url}/sources?lang=en&theme=dark`)
    await row('land-office').getByText('the credentials of this source are not accepted there').waitFor()
    expect(await violationsOf(page)).toEqual([])
  } finally {
    await page.evaluate(() => sessionStorage.clear())
    await new Promise((done) => producer.close(done).closeAllConnections())
  }
})

test('an operator holds a source with a reason; it then stands first, until it is released by the same dialog', async () => {
  await page.goto(`${centre.url}/sources`)
  // Silent for more than three rhythms of a second: what needs an eye comes first.
  await until('the silent one is first', async () => (await names())[0] === 'hotline-2024', 60_000)
  await row('first-half-2024').getByRole('button', { name: 'Giữ nguồn' }).click()
  const dialog = page.locator('dialog')
  await dialog.getByLabel('Khóa điều hành').fill(operatorKey())
  await dialog.getByLabel('Tên người thao tác').fill('Lan')
  await dialog.getByRole('button', { name: 'Dùng khóa' }).click()
  // Without a word why nothing can be done.
  expect(await dialog.getByRole('button', { name: 'Giữ nguồn' }).isDisabled()).toBe(true)
  await dialog.getByLabel('Vì sao').fill('nguồn đang chuyển máy')
  await dialog.getByRole('button', { name: 'Giữ nguồn' }).click()
  await dialog.waitFor({ state: 'detached' })
  await row('first-half-2024').getByText('nguồn đang chuyển máy').waitFor({ timeout: 60_000 })
  await until('the held one is first', async () => (await names())[0] === 'first-half-2024', 60_000)
  expect([...(await readControls(centre.kafka)).values()]).toMatchObject([
    {
      source: 'first-half-2024',
      contract: 'dossier.v1',
      state: 'held',
      by: 'operator (Lan)',
      why: 'nguồn đang chuyển máy',
    },
  ])
  await row('first-half-2024').getByRole('button', { name: 'Thả nguồn' }).click()
  await dialog.getByLabel('Vì sao').fill('đã xong')
  await dialog.getByRole('button', { name: 'Thả nguồn' }).click()
  await dialog.waitFor({ state: 'detached' })
  await row('first-half-2024')
    .getByText(/Được thả.*bởi operator \(Lan\)/)
    .waitFor({ timeout: 60_000 })
})
