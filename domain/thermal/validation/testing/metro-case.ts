import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { BuildLayer, PavementBuild } from '../../pavement-build'
import { pavementMaterials } from '../../pavement-materials'
import { readReference, readTable, referenceFolder } from './reference-folder'

/** One case of METRo's own tests as this model needs it. */
export interface MetroCase {
  name: string
  build: PavementBuild
  /** First profile of METRo, °C per node, and its stores, mm. */
  firstC: Float64Array
  firstWaterMm: number
  firstFrozenMm: number
  /** Instant of that profile, unix ms. */
  startMs: number
  /** Rows of METRo's forecast: instant, surface temperature, condition code 1..8. */
  rowMs: Float64Array
  surfaceC: Float64Array
  condition: Float64Array
  frozenMm: Float64Array
  waterMm: Float64Array
  sensibleWPerM2: Float64Array
  /** Incident fluxes as METRo used them, W/m², per row. */
  shortwave: Float64Array
  longwave: Float64Array
  drivers: { startMs: number; stepS: number; airC: Float64Array; rainMmPerS: Float64Array; snowMmPerS: Float64Array; wind: Float64Array; pressurePa: Float64Array; humidity: Float64Array; trafficWPerM2: Float64Array }
}

export const metroMaterial = (name: string): keyof typeof pavementMaterials => {
  const word = name.toLowerCase()
  return word === 'asphalt' ? 'asphalt' : word === 'cement' || word === 'concrete' ? 'concrete' : word === 'sand' ? 'soil' : 'crushedRock'
}

export function readMetroCase(name: string): MetroCase {
  const station = JSON.parse(readReference('metro_cases', name, 'station.json')) as { station_type: string; layers: { material: string; thickness_m: number }[] }
  const levels = JSON.parse(readReference('metro_cases', name, 'levels_m.json')) as number[]
  const run = readTable(readReference('metro_cases', name, 'roadcast_run.csv'))
  const bridge = station.station_type === 'bridge'
  const layers: BuildLayer[] = station.layers.map((layer) => ({ ...pavementMaterials[metroMaterial(layer.material)], thicknessM: layer.thickness_m }))
  // Below a road METRo goes on in sand; under a bridge the last node is the air's.
  if (!bridge) layers.push({ ...pavementMaterials.soil, thicknessM: 20 })
  const depths = bridge ? levels.slice(0, -1) : [...levels, ...extraDepths(levels.at(-1)!)]
  const lastGap = levels.at(-1)! - levels.at(-2)!
  const first = levels.map((_, i) => run.column(`T_lev-temp${i}`)[0]!)
  const rowMs = Float64Array.from(run.text, (text) => Date.parse(text.replace('Z', ':00Z')))
  const frozenMm = run.column('sn')
  return {
    name,
    build: {
      layers, nodeDepthsM: depths, pipes: null, albedo: 0.1, emissivity: 0.92,
      bottom: bridge ? { kind: 'air', conductanceWPerM2K: layers.at(-1)!.conductivityWPerMK / lastGap } : { kind: 'insulated' },
    },
    firstC: Float64Array.from(depths, (_, i) => first[Math.min(i, first.length - 1)]!),
    firstWaterMm: run.column('ra')[0]! || 0, firstFrozenMm: frozenMm[0]! || 0,
    startMs: rowMs[0]!, rowMs, surfaceC: run.column('st'), condition: run.column('rc'), frozenMm, waterMm: run.column('ra'), sensibleWPerM2: run.column('fc'),
    shortwave: run.column('sf').map((value, i) => value / (1 - metroAlbedo(frozenMm[i]!))),
    longwave: run.column('ir').map((value) => value / 0.92),
    drivers: readDrivers(name),
  }
}

/** METRo's albedo under `frozenMm` of snow and ice: already taken off in its absorbed flux. */
const metroAlbedo = (frozenMm: number): number => Math.max(0.1, Math.min(0.5, 0.1 + 0.08 * (frozenMm - 1)))

const extraDepths = (from: number): number[] => [0.45, 1, 1.8, 3, 5].map((further) => from + further)

function readDrivers(name: string): MetroCase['drivers'] {
  const content = gunzipSync(readFileSync(join(referenceFolder, 'metro_cases', name, 'drivers_30s.csv.gz'))).toString()
  const head = /t0_unix_utc=(\d+) dt_s=(\d+)/.exec(content)!
  const table = readTable(content)
  const rate = table.column('QP_mps')
  const phase = table.column('PI')
  return {
    startMs: Number(head[1]) * 1000, stepS: Number(head[2]), airC: table.column('AT_C'), wind: table.column('WS_ms'), pressurePa: table.column('AP_Pa'), humidity: table.column('AH_kgkg'),
    trafficWPerM2: table.column('FA_Wm2'), rainMmPerS: rate.map((value, i) => (phase[i] === 1 ? value * 1000 : 0)), snowMmPerS: rate.map((value, i) => (phase[i] === 2 ? value * 1000 : 0)),
  }
}
