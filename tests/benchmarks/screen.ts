import { type Browser, chromium } from 'playwright-core'

/** A browser that speaks to nobody by itself and tells what its pages hold. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--enable-precise-memory-info',
    ],
  })

/** The first screen in a browser that has seen nothing: until it says it is connected, and the scripts that took. */
export const openedIn = async (browser: Browser, url: string) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  let bytes = 0
  page.on('response', async (response) => {
    if (response.url().endsWith('.js')) bytes += Number(response.headers()['content-length'] ?? 0)
  })
  const beganMs = performance.now()
  await page.goto(url)
  await page.locator('#content[data-live="true"]').waitFor()
  const ms = performance.now() - beganMs
  await context.close()
  return { ms, bytes }
}
