import { join } from 'node:path'
import { type Http, openHttp } from '@ioc/health'
import { createLog } from '@ioc/log'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { servePages } from '../../services/operations-centre/routes/pages.ts'
import { openBrowser } from './browser.ts'
import { pagesBuilt } from './harness.ts'
import { until } from './until.ts'

/** The built pages alone: no interface answers, which is what the page meets when the service is away. */
let http: Http
let url: string
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page

beforeAll(async () => {
  await pagesBuilt()
  const log = createLog('browser-tests', 'error')
  http = await openHttp({ service: 'pages', host: '127.0.0.1', port: 0, log, ready: async () => true })
  await servePages(http.app, join(import.meta.dirname, '../../services/operations-centre/dist'))
  await http.listen()
  url = `http://127.0.0.1:${http.port()}`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await http?.close()
})
beforeEach(async () => {
  page = await browser.context.newPage()
  await page.route(/\/v1\//, (route) => route.abort())
})
afterEach(async () => {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.close()
})

const AUDIT = /\/assets\/audit-[^/]+\.js$/
const refusal = () => page.locator('main [role="alert"]')
const openAudit = () => page.locator('nav a[href^="/audit"]').click()

test('a screen whose script cannot be had says so below the header, and another try shows it', async () => {
  await page.route(AUDIT, (route) => route.abort())
  await page.goto(url)
  await openAudit()
  await refusal().getByText('Chưa tải được phần này').waitFor()
  await page.locator('header').getByText('Mất kết nối từ').waitFor({ timeout: 60_000 })
  // Other screens are not lost with it.
  await page.locator('nav a[href^="/figures"]').click()
  await page.locator('#figures').waitFor()
  await openAudit()
  await refusal().waitFor()

  await page.unroute(AUDIT)
  await refusal().getByRole('button', { name: 'Thử lại' }).click()
  await page.locator('#audit').waitFor()
})

test('with the server away another try says so, in the language of the page', async () => {
  await page.route(AUDIT, (route) => route.abort())
  await page.goto(`${url}/?lang=en`)
  await openAudit()
  await refusal().getByText('This part could not be loaded').waitFor()
  await page.route(`${url}/`, (route) => route.abort())
  await refusal().getByRole('button', { name: 'Try again' }).click()
  await refusal().getByText('The server still does not answer').waitFor()
})

test('a screen that could not be had comes by itself once the connection is back', async () => {
  await page.route(AUDIT, (route) => route.abort())
  await page.goto(url)
  await openAudit()
  await refusal().waitFor()
  await page.locator('header').getByText('Mất kết nối từ').waitFor({ timeout: 60_000 })
  await page.unroute(AUDIT)
  const business = { now: '2024-07-01T08:00:00.000+07:00', running: true, simulated: false }
  await page.route('**/v1/river', (route) =>
    route.fulfill({ json: { asOf: business.now, business, totals: {}, stages: [] } }),
  )
  await page.locator('#audit').waitFor({ timeout: 60_000 })
})

test('after an upgrade another try opens the page anew', async () => {
  await page.route(AUDIT, (route) => route.fulfill({ status: 404, body: 'no such file' }))
  await page.goto(url)
  await openAudit()
  await refusal().waitFor()
  await page.route(`${url}/`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<script type="module" src="/assets/index-new.js"></script>',
    }),
  )
  const again = page.waitForRequest((request) => request.isNavigationRequest())
  await refusal().getByRole('button', { name: 'Thử lại' }).click()
  expect(new URL((await again).url()).pathname).toBe('/audit')
})

test('the screens are loaded while the page is idle, so that they open without the server', async () => {
  const loaded = new Set<string>()
  page.on('requestfinished', (request) => loaded.add(new URL(request.url()).pathname))
  await page.goto(url)
  await until('the last screen is there', async () => [...loaded].some((path) => AUDIT.test(path)), 60_000)
  await page.route(/\/assets\//, (route) => route.abort())
  await openAudit()
  await page.locator('#audit').waitFor()
  expect(await refusal().count()).toBe(0)
})
