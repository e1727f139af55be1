import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { atMost, benchResult, type Bench } from './bench'
import { chromiumPath, launchChromium, noChromium } from './chromium'
import { installReplay, type ReplayWindow } from './console-replay'
import { median, rounded } from './percentile'
import { startDemo } from './start-demo'

const viewport = { width: 1920, height: 1080 }
const starts = 5
const watchedS = 60
/** The live stream's own pace, and how long a shift is. */
const tickMs = 250
const shiftH = 8
const shiftFrames = (shiftH * 3_600_000) / tickMs

/** What the desk's page costs the machine it is open on: to load, to keep open, to leave open for a shift. */
export const consoleBench: Bench = {
  name: 'console',
  async run({ tell }) {
    const path = chromiumPath()
    const measured = path === null ? null : await measure(path, tell)
    const heapGrowth = measured && measured.heapAfterMb / measured.heapBeforeMb - 1
    return benchResult({
      name: 'console',
      how: `npm run demo (Harbin, x60) and Chromium, ${viewport.width}x${viewport.height}, software GL. Initial = every script and style sheet a first load fetches with the map's and the charts' chunks refused (fonts are neither), each through gzip. `
        + `Interactive = from the navigation until a segment's id, typed into the search and taken with Enter, is selected and a frame is drawn, in a new browser profile, median of ${starts}; the map comes up meanwhile. `
        + `Script = the main thread's ScriptDuration over ${watchedS} s of the open page with a segment selected; task = all of its work. Shift = the last 240 deltas of that stream said again as ${shiftFrames} frames, ${tickMs} ms of site time apart, `
        + `as fast as the page takes them; heap used after a collection, before (once 2,000 of them have been taken) and after.`,
      figures: {
        initial_gz_kb: measured && rounded(measured.initialKb), interactive_ms: measured && rounded(median(measured.interactiveMs)), map_drawn_ms: measured && rounded(median(measured.mapDrawnMs)),
        script_percent: measured && rounded(measured.script * 100), task_percent: measured && rounded(measured.task * 100), shift_frame_ms: measured && rounded(measured.shiftMs / shiftFrames),
        heap_before_mb: measured && rounded(measured.heapBeforeMb), heap_after_mb: measured && rounded(measured.heapAfterMb), heap_growth_percent: heapGrowth === null ? null : rounded(heapGrowth * 100),
      },
      ratios: {},
      aims: {
        initial_gz_kb: atMost(500, measured && rounded(measured.initialKb)), interactive_ms: atMost(3000, measured && rounded(median(measured.interactiveMs))),
        script_percent: atMost(5, measured && rounded(measured.script * 100)), heap_growth_percent: atMost(10, heapGrowth === null ? null : rounded(heapGrowth * 100)),
      },
      notes: path === null ? [noChromium] : [],
    })
  },
}

interface Measured { initialKb: number; interactiveMs: number[]; mapDrawnMs: number[]; script: number; task: number; shiftMs: number; heapBeforeMb: number; heapAfterMb: number }

async function measure(path: string, tell: (text: string) => void): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'hearthway-bench-console-'))
  const demo = await startDemo(join(folder, 'demo'), true)
  let browser: Browser | undefined
  try {
    browser = await launchChromium(path)
    // The history that was laid in is judged and forecast before anything is timed.
    await wait(20_000)
    const segmentId = await aSegment(demo.url)
    const initialKb = await initialSize(browser, demo.url)
    tell(`initial scripts and styles: ${initialKb.toFixed(0)} kB gz`)
    const opened: { interactiveMs: number; mapDrawnMs: number }[] = []
    for (let start = 0; start < starts; start++) opened.push(await firstUse(browser, demo.url, segmentId))
    tell(`interactive after ${opened.map(({ interactiveMs }) => Math.round(interactiveMs)).join(', ')} ms`)
    return { initialKb, interactiveMs: opened.map(({ interactiveMs }) => interactiveMs), mapDrawnMs: opened.map(({ mapDrawnMs }) => mapDrawnMs), ...await leftOpen(browser, demo.url, segmentId, tell) }
  } finally {
    await browser?.close()
    await demo.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** One with a sensor of its own, so that its inspector has a chart and a table to renew. */
async function aSegment(url: string): Promise<string> {
  const { sensors } = await (await fetch(`${url}/api/network`)).json() as { sensors: { segment_id: string | null; source: string; quantity: string }[] }
  const id = sensors.find(({ segment_id: segment, source, quantity }) => segment !== null && source === 'device' && quantity === 'surface_temperature')?.segment_id
  if (!id) throw new Error('the demo has no segment with a surface sensor')
  return id
}

async function initialSize(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage({ viewport })
  await page.route(/\/(MapView|UiChart)[^/]*\.(js|css)$/, (route) => route.abort())
  const bodies: Promise<number>[] = []
  page.on('response', (response) => {
    if (!/\.(js|css)(\?|$)/.test(new URL(response.url()).pathname)) return
    bodies.push(response.body().then((body) => gzipSync(body).byteLength))
  })
  await page.goto(url)
  await page.locator('.top-bar').getByRole('combobox').waitFor()
  await page.waitForTimeout(3000)
  const sizes = await Promise.all(bodies)
  await page.close()
  return sizes.reduce((sum, size) => sum + size, 0) / 1024
}

/** A segment's id is typed again and again until the page answers it, as an impatient person would. */
async function firstUse(browser: Browser, url: string, segmentId: string): Promise<{ interactiveMs: number; mapDrawnMs: number }> {
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  try {
    await page.goto(url, { waitUntil: 'commit' })
    const search = page.locator('.top-bar').getByRole('combobox')
    await search.waitFor()
    const selected = page.locator(`[data-segment-id="${segmentId}"]`)
    for (;;) {
      await search.fill(segmentId)
      await search.press('Enter')
      if (await selected.waitFor({ state: 'attached', timeout: 100 }).then(() => true, () => false)) break
    }
    const interactiveMs = await page.evaluate(() => new Promise<number>((resolve) => { requestAnimationFrame(() => resolve(performance.now())) }))
    await page.locator('[data-map-ready="true"]').waitFor({ timeout: 60_000 })
    return { interactiveMs, mapDrawnMs: await page.evaluate(() => performance.now()) }
  } finally {
    await context.close()
  }
}

async function leftOpen(browser: Browser, url: string, segmentId: string, tell: (text: string) => void): Promise<Pick<Measured, 'script' | 'task' | 'shiftMs' | 'heapBeforeMb' | 'heapAfterMb'>> {
  const page = await browser.newPage({ viewport })
  await page.addInitScript(installReplay, 240)
  await page.goto(`${url}/segment/${encodeURIComponent(segmentId)}`)
  await page.locator('[data-map-ready="true"]').waitFor({ timeout: 60_000 })
  await page.waitForTimeout(10_000)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const before = await metrics(devtools)
  await page.waitForTimeout(watchedS * 1000)
  const after = await metrics(devtools)
  const spent = (name: string): number => (after(name) - before(name)) / (after('Timestamp') - before('Timestamp'))
  const [script, task] = [spent('ScriptDuration'), spent('TaskDuration')]
  tell(`open: script ${(script * 100).toFixed(1)} %, all work ${(task * 100).toFixed(1)} % of the main thread`)
  // The real stream ends here; its words are said again.
  await page.evaluate(() => (window as ReplayWindow).__stream?.close())
  await play(page, 2000)
  const heapBeforeMb = await heapMb(devtools)
  const began = performance.now()
  for (let done = 0; done < shiftFrames; done += shiftFrames / 8) {
    await play(page, shiftFrames / 8)
    tell(`${Math.round(((done / shiftFrames) + 1 / 8) * shiftH)} h of updates: ${(await heapMb(devtools)).toFixed(1)} MB`)
  }
  const shiftMs = performance.now() - began
  const heapAfterMb = await heapMb(devtools)
  await page.close()
  return { script, task, shiftMs, heapBeforeMb, heapAfterMb }
}

const play = (page: Page, frames: number): Promise<unknown> => page.evaluate(([count, stepMs]) => (window as ReplayWindow).__play!(count!, stepMs!), [frames, tickMs])

async function metrics(devtools: CDPSession): Promise<(name: string) => number> {
  const { metrics: all } = await devtools.send('Performance.getMetrics')
  return (name) => all.find((one) => one.name === name)?.value ?? Number.NaN
}

async function heapMb(devtools: CDPSession): Promise<number> {
  // Twice: what the first collection lets go of may hold more.
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.collectGarbage')
  return (await devtools.send('Runtime.getHeapUsage')).usedSize / 2 ** 20
}
