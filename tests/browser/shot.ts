import { openBrowser } from './browser.ts'
const b = await openBrowser()
const [url, tag='a'] = process.argv.slice(2)
const page = await b.context.newPage()
for (const [w,h,lang,theme] of [[1280,900,'vi','light'],[390,844,'vi','light'],[3840,2160,'vi','dark']] as const) {
  await page.setViewportSize({width:w,height:h})
  await page.goto(`${url}/?lang=${lang}&theme=${theme}`)
  await page.waitForTimeout(2500)
  if (w === 390) { const H = await page.evaluate(()=>document.documentElement.scrollHeight); await page.setViewportSize({width:w,height:H}); for (let i=0;i*1500<H;i++) await page.screenshot({path:`/tmp/shots/${tag}-390-${i}.png`, clip:{x:0,y:i*1500,width:390,height:Math.min(1500,H-i*1500)}}) }
  else await page.screenshot({path:`/tmp/shots/${tag}-${w}-${lang}-${theme}.png`, fullPage: w!==3840})
}
await b.close()
