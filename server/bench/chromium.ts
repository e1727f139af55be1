import { existsSync } from 'node:fs'
import type { Browser } from '@playwright/test'

/** Where the browser is, or null when there is none. */
export const chromiumPath = (): string | null => [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => path && existsSync(path)) ?? null

export const noChromium = 'not measured: no Chromium (apt-get install chromium, or name it in CHROMIUM_PATH)'

/** The machine's Chromium without a window, drawing in software, as on a control room's thin client; it reaches nothing but loopback. */
export async function launchChromium(path: string): Promise<Browser> {
  // Loaded only here: the other benches need no browser.
  const { chromium } = await import('@playwright/test')
  return chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  })
}
