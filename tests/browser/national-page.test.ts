import { join } from 'node:path'
import { groups } from '@ioc/indicators'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageOf } from '../../services/national-ioc/page.ts'
import { GROUP_WORDS } from '../../services/national-ioc/words.ts'
import { openBrowser } from './browser.ts'
import { shots, violationsOf } from './looked-at.ts'

const digest = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const row = { date: '2024-06-30', revision: 1, receivedAt: '2024-07-01T00:05:00.000+07:00' }
const refused = { ...row, group: 'dossier', bytesDigest: digest, code: 'different-body', attempts: 3 }
const html = pageOf(
  [...groups.map(({ id }) => id), 'other-group'].map((group) => ({ ...row, group, digest })),
  [refused],
  [{ ...refused, digest }],
)

let browser: Awaited<ReturnType<typeof openBrowser>>
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

test.each(
  [390, 800, 1280].flatMap((width) => (['light', 'dark'] as const).map((theme) => ({ width, theme }))),
)(
  'the receiver’s page fits $width px, in $theme, and a digest can be read',
  async ({ width, theme }) => {
    const page = await browser.context.newPage()
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: theme })
    await page.setContent(html)
    await page.screenshot({ path: join(shots, `national-${width}-${theme}.png`), fullPage: true })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    const narrowest = await page
      .locator('td code', { hasText: digest })
      .evaluateAll((all) => Math.min(...all.map((each) => each.getBoundingClientRect().width)))
    expect(narrowest).toBeGreaterThan(200)
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(ground).toBe(theme === 'dark' ? 'rgb(20, 24, 22)' : 'rgb(255, 255, 255)')
    const violations = await violationsOf(page)
    expect(violations).toEqual([])
    await page.close()
  },
  60_000,
)

test('every group that is published has its words at the receiver', () => {
  expect(groups.map(({ id }) => [id, GROUP_WORDS[id]?.vi])).toEqual(
    groups.map(({ id, title }) => [id, title.vi]),
  )
})
