import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { packageRoot } from '#server/package-root'
import { atMost, benchResult, type Bench } from './bench'
import { chromiumPath, launchChromium, noChromium } from './chromium'
import { servePages } from './page-server'
import { rounded } from './percentile'

interface Summary { p50: number; p95: number; max: number }
/** What web/bench/ribbon.ts leaves on window.__result; times in ms. */
interface RibbonFigures { build_ms: number; update_js: Summary; tick_to_gpu_done: Summary; pan_frame: Summary; pick: Summary | null; renderer: string }

const cases = [
  { name: 'empty', segments: 0, zoom: 11.5 }, { name: '5k', segments: 5000, zoom: 11.5 }, { name: '50k', segments: 50_000, zoom: 11.5 }, { name: '50k_zoomed', segments: 50_000, zoom: 14 },
] as const

/** New temperatures for every segment of the map's ribbon: JavaScript until they are handed over, and the drawn frame. */
export const ribbonBench: Bench = {
  name: 'ribbon',
  async run({ tell }) {
    const path = chromiumPath()
    const measured = path === null ? {} : await measure(path, tell)
    const figures: Record<string, number | null> = {}
    for (const { name } of cases) {
      const of = measured[name]
      figures[`${name}_frame_p50_ms`] = of?.tick_to_gpu_done.p50 ?? null
      figures[`${name}_frame_p95_ms`] = of?.tick_to_gpu_done.p95 ?? null
      figures[`${name}_pan_frame_p50_ms`] = of?.pan_frame.p50 ?? null
      if (name === 'empty') continue
      figures[`${name}_update_js_p50_ms`] = of?.update_js.p50 ?? null
      figures[`${name}_update_js_p95_ms`] = of?.update_js.p95 ?? null
      figures[`${name}_build_ms`] = of?.build_ms ?? null
      figures[`${name}_pick_p50_ms`] = of?.pick?.p50 ?? null
    }
    const overEmpty = (name: string): number | null => (measured[name] && measured['empty'] ? rounded(measured[name].tick_to_gpu_done.p50 / measured['empty'].tick_to_gpu_done.p50) : null)
    const aim = (key: string, limit: number) => [key, atMost(limit, figures[key] ?? null)] as const
    return benchResult({
      name: 'ribbon',
      how: 'Chromium, 1280x800, software GL (SwiftShader), a street grid at zoom 11.5 (and 14): per update every segment gets a new temperature. JS = writing the values into the layer\'s store; frame = from the same instant until '
        + 'MapLibre has rendered and a read of one pixel has waited for the GPU, so it holds the JS too. Empty = the same map without ribbons. 20 updates each; the page draws nothing else.',
      figures, ratios: { '5k_frame_of_empty': overEmpty('5k'), '50k_frame_of_empty': overEmpty('50k') },
      aims: Object.fromEntries([aim('5k_update_js_p50_ms', 1), aim('50k_update_js_p50_ms', 1), aim('5k_frame_p50_ms', 60), aim('50k_frame_p50_ms', 180)]),
      notes: path === null ? [noChromium] : [`renderer: ${measured['empty']?.renderer ?? 'unknown'}`],
    })
  },
}

async function measure(path: string, tell: (text: string) => void): Promise<Record<string, RibbonFigures>> {
  buildPage()
  const pages = await servePages(join(packageRoot(), 'dist', 'web-bench'))
  let browser: Browser | undefined
  try {
    browser = await launchChromium(path)
    const found: Record<string, RibbonFigures> = {}
    for (const { name, segments, zoom } of cases) {
      const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      await tab.goto(`${pages.url}/bench/ribbon.html?segments=${segments}&zoom=${zoom}`)
      await tab.waitForFunction(() => '__result' in window, undefined, { timeout: 180_000 })
      const result = await tab.evaluate(() => (window as unknown as { __result: RibbonFigures | { error: string } }).__result)
      if ('error' in result) throw new Error(`${name}: ${result.error}`)
      tell(`${name}: JS ${result.update_js.p50} ms, frame ${result.tick_to_gpu_done.p50} ms`)
      found[name] = result
      await tab.close()
    }
    return found
  } finally {
    await browser?.close()
    pages.close()
  }
}

/** The bench page is built apart, so that the page that is shipped does not carry it. */
function buildPage(): void {
  const built = spawnSync(process.execPath, [join(packageRoot(), 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: packageRoot(), env: { ...process.env, HEARTHWAY_BENCH: '1' }, stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (built.status !== 0) throw new Error('the bench page could not be built; the lines above say why')
}
