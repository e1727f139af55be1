import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Position } from '#domain/network/network'
import { cityNetwork } from '#server/twin/city-network'
import { atMost, benchResult, type Bench, type BenchContext } from './bench'
import { createBenchDatabase, engines, type Engine } from './bench-database'
import { chromiumPath, launchChromium, noChromium } from './chromium'
import { Part } from './part-client'
import { percentile, rounded } from './percentile'
import { armPage, installWatch, type WatchedWindow } from './screen-watch'

const samples = 40
/** Two surfaces far apart on the ramp, so that the pixel cannot be mistaken. */
const values = [-18, 12] as const
interface Target { sensorId: string; position: Position }

/** From a reading posted to the segment's pixel on the map of the running product in a real browser. */
export const screenLatencyBench: Bench = {
  name: 'screen-latency',
  async run(context) {
    const path = chromiumPath()
    const figures: Record<string, number | null> = {}
    const aims: Record<string, ReturnType<typeof atMost>> = {}
    const notes: string[] = []
    for (const engine of engines) {
      const measured = path === null ? null : await onEngine(engine, path, context).catch((error: Error) => {
        notes.push(`not measured on ${engine}: ${error.message}`)
        return null
      })
      figures[`${engine}_arrived_p50_ms`] = measured && rounded(percentile(measured.map((one) => one.arrivedMs), 0.5))
      figures[`${engine}_arrived_p95_ms`] = measured && rounded(percentile(measured.map((one) => one.arrivedMs), 0.95))
      figures[`${engine}_drawn_p50_ms`] = measured && rounded(percentile(measured.map((one) => one.drawnMs), 0.5))
      figures[`${engine}_drawn_p95_ms`] = measured && rounded(percentile(measured.map((one) => one.drawnMs), 0.95))
      aims[`${engine}_drawn_p95_ms`] = atMost(1000, figures[`${engine}_drawn_p95_ms`] ?? null)
    }
    return benchResult({
      name: 'screen-latency',
      how: `${samples} readings of one surface sensor of Harbin, one POST each at random instants, while all other surface sensors report once a second. Arrived = the page's EventSource has the frame with that value; drawn = the pixel of that segment, `
        + 'read back from the map\'s canvas after a rendered frame, has its new colour and the next animation frame has begun. Both from just before the POST is sent, wall clock of one machine. Chromium 1280x800, software GL.',
      figures, ratios: {}, aims, notes: path === null ? [noChromium] : notes,
    })
  },
}

interface Sample { arrivedMs: number; drawnMs: number }

async function onEngine(engine: Engine, chromium: string, { tell }: BenchContext): Promise<Sample[]> {
  const database = await createBenchDatabase(engine)
  const [server, load] = [new Part('server'), new Part('load')]
  const browser = await launchChromium(chromium)
  try {
    const { url, token } = await server.ask('start', { target: database.target, network: { fixture: 'harbin' } })
    const targets = surfaceTargets()
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.addInitScript(installWatch)
    await page.goto(url)
    await page.waitForFunction(() => (window as WatchedWindow).hearthway !== undefined, undefined, { timeout: 60_000 })
    // The first snapshot, the first colours and the fonts are drawn before anything is timed.
    await wait(3000)
    const target = await visibleTarget(page, targets, url, token)
    await load.ask('feed', { url, token, sensorIds: targets.map((one) => one.sensorId).filter((id) => id !== target.sensorId), everyMs: 1000 })
    await wait(3000)
    const taken: Sample[] = []
    for (let index = 0; index < samples; index++) {
      await wait(200 + Math.random() * 300)
      taken.push(await sample(page, target, values[index % 2 === 0 ? 0 : 1], url, token, 20_000))
    }
    tell(`${engine}: drawn p50 ${Math.round(percentile(taken.map((one) => one.drawnMs), 0.5))} ms, p95 ${Math.round(percentile(taken.map((one) => one.drawnMs), 0.95))} ms`)
    return taken
  } finally {
    await browser.close()
    await Promise.all([load.stop(), server.stop()])
    await database.remove()
  }
}

async function sample(page: Page, { sensorId, position }: Target, value: number, url: string, token: string, patienceMs: number): Promise<Sample> {
  await page.evaluate(armPage, { sensorId, value, position })
  const sentAtMs = performance.timeOrigin + performance.now()
  const answer = await fetch(`${url}/api/readings`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ readings: [{ sensor: sensorId, at: new Date().toISOString(), value }] }),
  })
  const { accepted } = (await answer.json()) as { accepted?: number }
  if (accepted !== 1) throw new Error(`the reading was not accepted (${answer.status})`)
  const seen = await page.evaluate((ms) => Promise.race([
    (window as WatchedWindow).__seen, new Promise<null>((resolve) => { setTimeout(resolve, ms, null) }),
  ]), patienceMs)
  if (!seen) throw new Error(`the pixel at ${position.join(', ')} did not change within ${patienceMs} ms`)
  return { arrivedMs: seen.arrivedAtMs - sentAtMs, drawnMs: seen.drawnAtMs - sentAtMs }
}

/** A sensor whose segment stands free on the screen: its pixel follows its value there and back. */
async function visibleTarget(page: Page, targets: readonly Target[], url: string, token: string): Promise<Target> {
  const inView = await page.evaluate((all) => all.filter(({ position }) => {
    const { x, y } = (window as WatchedWindow).hearthway!.project(position)
    return x > 100 && x < innerWidth - 100 && y > 100 && y < innerHeight - 100
  }), [...targets])
  for (const target of inView) {
    try {
      for (const value of [values[1], ...values]) await sample(page, target, value, url, token, 4000)
      return target
    } catch {
      // Under another ribbon or between two pixels: the next one.
    }
  }
  throw new Error(`none of ${inView.length} segments with a sensor in view changed its pixel`)
}

function surfaceTargets(): Target[] {
  const network = cityNetwork('harbin')
  const segments = new Map(network.segments.map((segment) => [segment.id, segment]))
  return network.sensors.filter((sensor) => sensor.source === 'device' && sensor.quantity === 'surface_temperature').flatMap((sensor) => {
    const axis = segments.get(sensor.segmentId ?? '')?.axis
    return axis ? [{ sensorId: sensor.id, position: midpoint(axis) }] : []
  })
}

function midpoint(axis: readonly Position[]): Position {
  const from = axis[Math.floor((axis.length - 1) / 2)]!
  const to = axis[Math.ceil((axis.length - 1) / 2)]!
  return [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
}
