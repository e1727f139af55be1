/**
 * Measures the ribbon layer on a synthetic network. Query: ?segments=5000&zoom=11.5&updates=20; segments=0 is the empty map.
 * The result lies on window.__result when done; times are ms.
 */
import 'maplibre-gl/dist/maplibre-gl.css'
import { MapLibreOverlay } from '@deck.gl/maplibre'
import { Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { buildRibbonGeometry } from '../map/layers/ribbon-geometry'
import { RibbonLayer } from '../map/layers/ribbon-layer'
import { RibbonStore } from '../map/layers/ribbon-store'
import { seeded, syntheticNetwork } from './synthetic-network'

interface Summary { best: number; p50: number; p95: number; max: number }
export interface RibbonBenchResult {
  segments: number; zoom: number; build_ms: number; gpu_bytes: number
  update_js: Summary; tick_to_gpu_done: Summary; pan_frame: Summary; pick: Summary | null
  frames_per_step: number
  renderer: string
}
declare global { interface Window { __result?: RibbonBenchResult | { error: string }; __map?: MapLibreMap } }

const query = new URLSearchParams(location.search)
const segmentCount = Number(query.get('segments') ?? 5000)
const zoom = Number(query.get('zoom') ?? 11.5)
const updates = Number(query.get('updates') ?? 20)
const centre: [number, number] = [126.63, 45.76]

function summary(times: number[]): Summary {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number): number => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0) * 100) / 100
  return { best: at(0), p50: at(0.5), p95: at(0.95), max: at(1) }
}

async function run(): Promise<RibbonBenchResult> {
  setWorkerUrl(workerUrl)
  const map = new MapLibreMap({
    container: 'map', center: centre, zoom, attributionControl: false, fadeDuration: 0,
    style: { version: 8, sources: {}, layers: [{ id: 'land', type: 'background', paint: { 'background-color': '#0A1016' } }] },
  })
  window.__map = map
  await map.once('load')
  let frames = 0
  map.on('render', () => { frames++ })
  const gl = map.getCanvas().getContext('webgl2') as WebGL2RenderingContext
  const pixel = new Uint8Array(4)
  /** A read of one pixel waits for everything queued on the GPU. */
  const gpuDone = (): void => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel)
  const frame = async (): Promise<void> => { const drawn = map.once('render'); map.triggerRepaint(); await drawn; gpuDone() }

  const network = syntheticNetwork(segmentCount, centre)
  const startedAt = performance.now()
  const geometry = buildRibbonGeometry(network)
  const build_ms = Math.round(performance.now() - startedAt)
  const store = new RibbonStore(network.length)
  const random = seeded(7)
  const temperature = new Float32Array(network.length)
  const state = new Uint8Array(network.length)
  const step = (): void => {
    for (let i = 0; i < network.length; i++) { temperature[i] = (network[i]!.heated ? 2 : -9) + random() * 3; state[i] = i % 40 === 0 ? 1 : i % 211 === 0 ? 3 : 2 }
  }
  step()
  store.setValues(temperature, state)
  let overlay: MapLibreOverlay | null = null
  if (segmentCount > 0) {
    const colours = { casing: [0.02, 0.03, 0.04], bed: [0.12, 0.17, 0.21], unknown: [0.46, 0.52, 0.56], frame: [0.33, 0.85, 0.75], dim: 1 } as const
    overlay = new MapLibreOverlay({ interleaved: true, layers: [new RibbonLayer({ id: 'ribbons', geometry, store, colours, pickable: true })] })
    map.addControl(overlay)
  }
  for (let i = 0; i < 8; i++) await frame()

  const framesBefore = frames
  const js: number[] = []
  const drawn: number[] = []
  for (let i = 0; i < updates; i++) {
    step()
    const tick = performance.now()
    store.setValues(temperature, state)
    js.push(performance.now() - tick)
    await frame()
    drawn.push(performance.now() - tick)
  }
  const pan: number[] = []
  for (let i = 0; i < updates; i++) {
    const tick = performance.now()
    map.jumpTo({ center: [centre[0] + Math.sin(i) * 0.01, centre[1]] })
    await frame()
    pan.push(performance.now() - tick)
  }
  const pick: number[] = []
  for (let i = 0; overlay && i < updates; i++) {
    const tick = performance.now()
    overlay.pickObject({ x: 200 + i * 30, y: 200 + i * 17, radius: 2 })
    pick.push(performance.now() - tick)
  }
  // One tick, one frame: a second one would be drawn for nothing.
  const frames_per_step = Math.round((frames - framesBefore) / updates / 2 * 100) / 100
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  return {
    segments: network.length, zoom, build_ms, gpu_bytes: geometry.vertices.byteLength + geometry.indices.byteLength + store.texels.byteLength,
    update_js: summary(js), tick_to_gpu_done: summary(drawn), pan_frame: summary(pan), pick: overlay ? summary(pick) : null, frames_per_step,
    renderer: info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : 'unnamed',
  }
}

run().then((result) => { window.__result = result }, (thrown: unknown) => { window.__result = { error: String(thrown) } })
