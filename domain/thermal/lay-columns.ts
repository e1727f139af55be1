import type { AssetKind, Segment } from '../network/network'
import { buildOfSegment } from './build-of-segment'
import type { ColumnSite } from './column-site'
import { newColumnStates, type ColumnStates } from './column-states'
import { surfaceGroupOf, type FluxCorrections } from './flux-correction'
import { groundWaveOfLatitude } from './ground-wave'
import type { PipeRow } from './pavement-build'
import { buildPavementGrid, type PavementGrid } from './pavement-grid'

/** What the model needs to know of a segment. */
export type ThermalSegment = Pick<Segment, 'id' | 'kind' | 'layers' | 'pavementType' | 'exposure' | 'loopId' | 'lengthM' | 'widthM'>

/** Pipes taken where a loop's own are not known: within the practice of 50-100 mm depth and 100-300 mm spacing (ASHRAE Applications ch. 51). */
export const assumedPipes: PipeRow = { depthM: 0.07, spacingM: 0.2, outerDiameterM: 0.025, wallResistanceMKPerW: 0.08 }

/** Heat of passing vehicles where they pass all day. */
const trafficOf: Record<AssetKind, number> = { road: 1, bridge: 1, runway: 0, taxiway: 0, apron: 0 }

/** A city's columns: one a segment, in the order of the network. Columns of one build share a grid, those of one class react alike to a change of weather. */
export interface CityColumns {
  grids: PavementGrid[]
  sites: ColumnSite[]
  states: ColumnStates
  /** Class of each column, and the column that stands for each class. */
  classOf: Int32Array
  representatives: number[]
}

/** @param corrections read by every run of a column; without them the sun is absorbed by the pavements' own albedo */
export function layColumns(segments: readonly ThermalSegment[], latitudeDeg: number, stepS: number, corrections?: FluxCorrections): CityColumns {
  const byBuild = new Map<string, PavementGrid>()
  const byClass = new Map<string, number>()
  const bySite = new Map<string, ColumnSite>()
  const ground = groundWaveOfLatitude(latitudeDeg)
  const grids: PavementGrid[] = []
  const sites: ColumnSite[] = []
  const representatives: number[] = []
  const classOf = new Int32Array(segments.length)
  segments.forEach((segment, index) => {
    const pipes = segment.loopId === null ? null : assumedPipes
    const build = JSON.stringify([segment.layers, segment.pavementType, segment.exposure.airBelow, pipes !== null])
    let grid = byBuild.get(build)
    if (!grid) byBuild.set(build, grid = buildPavementGrid(buildOfSegment(segment, pipes), stepS))
    grids.push(grid)
    const group = surfaceGroupOf(segment)
    const exposure = `${segment.exposure.skyViewFraction} ${trafficOf[segment.kind]} ${group}`
    let site = bySite.get(exposure)
    if (!site) bySite.set(exposure, site = { skyViewFraction: segment.exposure.skyViewFraction, horizonDeg: null, trafficFactor: trafficOf[segment.kind], ground, solar: corrections?.solar[group] })
    sites.push(site)
    // Sky views a tenth apart react alike to a change of weather, as far as a band of uncertainty can tell.
    const name = `${build} ${Math.round(segment.exposure.skyViewFraction * 10)} ${trafficOf[segment.kind]} ${segment.loopId}`
    let number = byClass.get(name)
    if (number === undefined) {
      byClass.set(name, number = representatives.length)
      representatives.push(index)
    }
    classOf[index] = number
  })
  return { grids, sites, states: newColumnStates(grids), classOf, representatives }
}
