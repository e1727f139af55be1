/**
 * Drives the bench page in Chromium: `npx tsx web/bench/ribbon-bench.ts URL-OF-PAGE`. Prints one JSON line per case.
 * Software GL on purpose: a control room's thin client.
 */
import { chromium } from '@playwright/test'

const page = process.argv[2]
if (!page) throw new Error('the address of the bench page is missing, e.g. http://127.0.0.1:5173/bench/ribbon.html')

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
})
try {
  for (const [segments, zoom] of [[0, 11.5], [5000, 11.5], [50_000, 11.5], [50_000, 14]] as const) {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    tab.on('console', (message) => { if (message.type() === 'error') console.error(message.text()) })
    await tab.goto(`${page}?segments=${segments}&zoom=${zoom}`)
    await tab.waitForFunction(() => '__result' in window, undefined, { timeout: 120_000 })
    console.log(JSON.stringify(await tab.evaluate(() => (window as unknown as { __result: unknown }).__result)))
    if (process.argv[3]) await tab.screenshot({ path: `${process.argv[3]}-${segments}-${zoom}.png` })
    await tab.close()
  }
} finally {
  await browser.close()
}
