import type { Page } from '@playwright/test'
import { atMost, benchResult, type Bench } from './bench'
import { createBenchDatabase } from './bench-database'
import { chromiumPath, launchChromium, noChromium } from './chromium'
import { Part } from './part-client'
import { median, percentile, rounded } from './percentile'
import type { WatchedWindow } from './screen-watch'
import { syntheticSensorId } from './synthetic-city'

const viewport = { width: 1280, height: 800 }
const segments = 50_000
const sensors = 1000
/** As a hand moves: a move every 16 ms, there and back, px. */
const moves = 300
const stepPx = 3
const everyMs = 16

interface Panned { frameMs: number[]; sent: number; heard: number; offPx: number; usableMs: number }
interface PanWindow extends WatchedWindow { __pan?: { frames: number[]; heard: number; on: boolean } }

/** The whole console over a large city, the map dragged with the mouse while live values come in. */
export const panBench: Bench = {
  name: 'pan',
  async run({ tell }) {
    const path = chromiumPath()
    const panned = path === null ? null : await measure(path, tell)
    const lost = panned && panned.sent - panned.heard
    return benchResult({
      name: 'pan',
      how: `The product on the embedded engine with a street grid of ${segments} segments, ${sensors} of them measured once a second, in Chromium, ${viewport.width}x${viewport.height}, software GL, at the zoom that shows the city. The mouse drags the map by ${moves} moves of ${stepPx} px, one each ${everyMs} ms, `
        + 'there and back. Frame = time between two animation frames of the page meanwhile. Lost = moves the page never heard of, coalesced ones counted; off = how far the place under the mouse ended from it.',
      figures: {
        segments, usable_ms: panned && rounded(panned.usableMs), frame_p50_ms: panned && rounded(median(panned.frameMs)), frame_p95_ms: panned && rounded(percentile(panned.frameMs, 0.95)), frame_worst_ms: panned && rounded(Math.max(...panned.frameMs)),
        moves_sent: panned && panned.sent, moves_lost: lost, off_px: panned && rounded(panned.offPx),
      },
      ratios: {}, aims: { frame_p50_ms: atMost(180, panned && rounded(median(panned.frameMs))), moves_lost: atMost(0, lost), off_px: atMost(1, panned && rounded(panned.offPx)) },
      notes: path === null ? [noChromium] : [],
    })
  },
}

async function measure(path: string, tell: (text: string) => void): Promise<Panned> {
  const database = await createBenchDatabase('embedded')
  const [server, load] = [new Part('server'), new Part('load')]
  const browser = await launchChromium(path)
  try {
    tell(`laying ${segments} segments`)
    const { url, token } = await server.ask('start', { target: database.target, network: { segments, sensors } })
    await load.ask('feed', { url, token, sensorIds: Array.from({ length: sensors }, (_, index) => syntheticSensorId(index)), everyMs: 1000 })
    const page = await browser.newPage({ viewport })
    await page.goto(url)
    await page.locator('[data-map-ready="true"]').waitFor({ timeout: 120_000 })
    const usableMs = await page.evaluate(() => performance.now())
    tell(`map drawn after ${Math.round(usableMs)} ms`)
    await page.waitForTimeout(10_000)
    const panned = await pan(page)
    tell(`frame p50 ${Math.round(median(panned.frameMs))} ms, ${panned.sent - panned.heard} of ${panned.sent} moves lost`)
    return { ...panned, usableMs }
  } finally {
    await browser.close()
    await Promise.all([load.stop(), server.stop()])
    await database.remove()
  }
}

async function pan(page: Page): Promise<Omit<Panned, 'usableMs'>> {
  const free = await freePlace(page)
  await page.evaluate(() => {
    const state: NonNullable<PanWindow['__pan']> = { frames: [], heard: 0, on: true }
    ;(window as PanWindow).__pan = state
    window.addEventListener('pointermove', (event) => { if (event.buttons === 1) state.heard += Math.max(1, event.getCoalescedEvents().length) }, { capture: true })
    let last = performance.now()
    const frame = (now: number): void => {
      state.frames.push(now - last)
      last = now
      if (state.on) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const where = (): Promise<{ x: number; y: number }> => page.evaluate(() => (window as PanWindow).hearthway!.project([126.63, 45.76]))
  const before = await where()
  await page.mouse.move(free.x, free.y)
  await page.mouse.down()
  let x = free.x
  for (let move = 0; move < moves; move++) {
    const due = performance.now() + everyMs
    // Ends 40 steps beside where it began: a map that never moved would end at the same place too.
    x += move < moves / 2 + 20 ? stepPx : -stepPx
    await page.mouse.move(x, free.y)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
  }
  // Held still before it is let go: no throw that goes on by itself.
  await page.waitForTimeout(700)
  await page.mouse.up()
  await page.waitForTimeout(700)
  const after = await where()
  const { frames, heard } = await page.evaluate(() => {
    const state = (window as PanWindow).__pan!
    state.on = false
    return { frames: state.frames, heard: state.heard }
  })
  return { frameMs: frames.slice(1), sent: moves, heard, offPx: Math.hypot(after.x - before.x - (x - free.x), after.y - before.y) }
}

/** Where the map lies free of panels, px: its own element is hit there and 250 px to the right. */
async function freePlace(page: Page): Promise<{ x: number; y: number }> {
  const found = await page.evaluate(() => {
    const isMap = (x: number, y: number): boolean => document.elementFromPoint(x, y)?.closest('.maplibregl-canvas-container') !== null
    for (let y = 150; y < innerHeight - 50; y += 40) for (let x = 20; x < innerWidth - 600; x += 40) if (isMap(x, y) && isMap(x + 520, y)) return { x, y }
    return null
  })
  if (!found) throw new Error('no free stretch of map to drag')
  return found
}
