import { eliminateUp, substituteDown } from '../../conduction'
import type { BuildLayer } from '../../pavement-build'
import { buildPavementGrid } from '../../pavement-grid'
import { pavementMaterials } from '../../pavement-materials'
import { metroMaterial } from './metro-case'
import { metroCases, readReference, readTable } from './reference-folder'

const depthsM = [0, 0.01, 0.025, 0.045, 0.07, 0.1, 0.13, 0.17, 0.21, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.85, 1, 1.2, 1.5, 2, 2.6, 3.4, 5]
const observedDepthM = 0.4
const stepS = 300

export interface ObservedSurface { name: string; hours: number; layers: BuildLayer[]; atMs: number[]; surfaceC: Float64Array; deepC: Float64Array }

/** Cases whose observations run for `leastHours` without a gap above half an hour and without missing values. */
export function observedSurfaces(leastHours: number): ObservedSurface[] {
  return metroCases('observation.csv').flatMap((name) => {
    const table = readTable(readReference('metro_cases', name, 'observation.csv'))
    const atMs = table.text.map((text) => Date.parse(text.replace('Z', ':00Z')))
    const hours = (atMs.at(-1)! - atMs[0]!) / 3_600_000
    const gapless = atMs.every((at, i) => i === 0 || (at > atMs[i - 1]! && at - atMs[i - 1]! <= 1_800_000))
    if (!(hours >= leastHours) || !gapless) return []
    const surfaceC = table.column('st')
    const deepC = table.column('sst')
    if ([...surfaceC, ...deepC].some((value) => !(Math.abs(value) < 90))) return []
    const station = JSON.parse(readReference('metro_cases', name, 'station.json')) as { layers: { material: string; thickness_m: number }[] }
    const layers = station.layers.map((layer): BuildLayer => ({ ...pavementMaterials[metroMaterial(layer.material)], thicknessM: layer.thickness_m }))
    return [{ name, hours, layers: [...layers, { ...pavementMaterials.soil, thicknessM: 20 }], atMs, surfaceC, deepC }]
  })
}

/** Temperatures at 40 cm that conduction alone gives under the observed surface, and the observed ones at the same instants. */
export function conductDown(observed: ObservedSurface): { ours: number[]; theirs: number[] } {
  const grid = buildPavementGrid({ layers: observed.layers, nodeDepthsM: depthsM, bottom: { kind: 'insulated' }, pipes: null, albedo: 0.1, emissivity: 0.92 }, stepS)
  const first = observed.surfaceC[0]!
  const deep = observed.deepC[0]!
  const profile = Float64Array.from(depthsM, (depth) => (depth < observedDepthM ? first + ((deep - first) * depth) / observedDepthM : deep))
  const node = depthsM.indexOf(observedDepthM)
  const ours: number[] = []
  const theirs: number[] = []
  let j = 0
  for (let at = observed.atMs[0]!; at <= observed.atMs.at(-1)!; at += stepS * 1000) {
    while (j < observed.atMs.length - 2 && observed.atMs[j + 1]! < at) j++
    const share = (at - observed.atMs[j]!) / (observed.atMs[j + 1]! - observed.atMs[j]!)
    const value = (values: Float64Array): number => values[j]! + share * (values[j + 1]! - values[j]!)
    eliminateUp(grid, profile, 0, false)
    grid.alpha[0] = value(observed.surfaceC)
    substituteDown(grid, profile, 0, false)
    ours.push(profile[node]!)
    theirs.push(value(observed.deepC))
  }
  return { ours, theirs }
}
