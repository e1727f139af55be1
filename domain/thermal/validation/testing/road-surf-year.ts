import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { newColumnCourse } from '../../column-course'
import type { ColumnSite } from '../../column-site'
import { newColumnStates } from '../../column-states'
import { condensationTemperatureC, specificHumidity } from '../../moist-air'
import type { PavementBuild } from '../../pavement-build'
import { buildPavementGrid } from '../../pavement-grid'
import { snowFractionOf } from '../../precipitation-phase'
import { runColumn } from '../../run-column'
import { saturationPressurePa } from '../../saturation-pressure'
import { newSurfaceForcing } from '../../surface-forcing'
import type { SurfaceForcing } from '../../surface-forcing'
import type { SurfaceModel } from '../../surface-model'
import { readReference, readTable, referenceFolder } from './reference-folder'
import type { Table } from './reference-folder'

/** [folder, file] of every year that RoadSurf has run. */
export function roadSurfYears(): [string, string][] {
  if (!existsSync(referenceFolder)) return []
  return readdirSync(referenceFolder).filter((name) => name.startsWith('roadsurf_')).sort()
    .flatMap((folder) => readdirSync(join(referenceFolder, folder)).filter((file) => file.endsWith('_hourly.csv')).map((file): [string, string] => [folder, file]))
}

export const readRoadSurfYear = (folder: string, file: string): Table => readTable(readReference(folder, file))

/** RoadSurf's 15 nodes: growing by 0.0103 x 1.4^i + 0.02 m; two nodes of 1.79 MJ/m³K and 0.50 W/mK, ground of 2.03 and 1.35 below. */
export function roadSurfBuild(): PavementBuild {
  const depths = [0]
  for (let i = 0; i < 15; i++) depths.push(depths[i]! + 0.0103 * 1.4 ** i + 0.02)
  const nodes = depths.slice(0, 15)
  // It takes each conductance from the upper node: the upper conductivity reaches down to the third node, the upper capacity half-way.
  const half = (nodes[1]! + nodes[2]!) / 2
  return {
    layers: [
      { heatCapacityJPerM3K: 1.79e6, conductivityWPerMK: 0.5, thicknessM: half },
      { heatCapacityJPerM3K: 2.03e6, conductivityWPerMK: 0.5, thicknessM: nodes[2]! - half },
      { heatCapacityJPerM3K: 2.03e6, conductivityWPerMK: 1.35, thicknessM: 10 },
    ],
    nodeDepthsM: nodes, bottom: { kind: 'ground', distanceM: depths[15]! - nodes[14]! }, pipes: null, albedo: 0.1, emissivity: 0.95,
  }
}

/** The ground the library was run with: Finnish, 6.4 ± 0.6 °C at 4.28 m. */
const finnishGround: ColumnSite = { skyViewFraction: 1, horizonDeg: null, trafficFactor: 1, ground: { meanC: 6.4, amplitudeK: 0.6 * Math.exp(4.28 / 2.7), coldestDay: 30, diffusivityM2PerS: 0.72e-6 } }

/** Hourly values interpolated linearly, as RoadSurf does; precipitation too. */
export function roadSurfForcing(year: Table, stepS: number): SurfaceForcing {
  const air = year.column('Tair_C'), humidity = year.column('RH_pct'), wind = year.column('wind_ms')
  const rain = year.column('precip_mmh'), sun = year.column('GHI_Wm2'), sky = year.column('LWdown_Wm2')
  const perHour = 3600 / stepS
  const forcing = newSurfaceForcing(Date.parse(`${year.text[0]!}Z`), stepS, (year.count - 1) * perHour)
  for (let i = 0; i < forcing.count; i++) {
    const hour = Math.floor((i + 1) / perHour)
    const share = (i + 1) / perHour - hour
    const at = (values: Float64Array): number => values[hour]! + (share === 0 ? 0 : share * (values[hour + 1]! - values[hour]!))
    const airC = at(air)
    const vapour = Math.min(1, at(humidity) / 100) * saturationPressurePa(airC)
    forcing.airC[i] = airC
    forcing.windMPerS[i] = at(wind)
    forcing.pressurePa[i] = 1e5
    forcing.humidityKgPerKg[i] = specificHumidity(vapour, 1e5)
    forcing.condensationC[i] = condensationTemperatureC(vapour)
    forcing.diffuseWPerM2[i] = at(sun)
    forcing.longwaveDownWPerM2[i] = at(sky)
    const snow = snowFractionOf(airC, at(humidity))
    // It takes less than 0.05 mm/h for none.
    const rate = at(rain) < 0.05 ? 0 : at(rain) / 3600
    forcing.rainMmPerS[i] = (1 - snow) * rate
    forcing.snowMmPerS[i] = snow * rate
    const clock = hour % 24
    forcing.dayTraffic[i] = clock > 4 && clock < 19 ? 1 : 0
  }
  return forcing
}

/** Our answer at each full hour: the mean of the nodes at 0 and 3 cm, °C, and the stores. */
export function runRoadSurfYear(year: Table, model: SurfaceModel, stepS: number): { meanC: Float64Array; waterMm: Float64Array; frozenMm: Float64Array } {
  const forcing = roadSurfForcing(year, stepS)
  const grid = buildPavementGrid(roadSurfBuild(), stepS)
  const states = newColumnStates([grid])
  states.temperatureC.fill(forcing.airC[0]!)
  const perHour = 3600 / stepS
  const hours = forcing.count / perHour
  const course = newColumnCourse(forcing.count, perHour)
  const meanC = new Float64Array(hours)
  for (let hour = 0; hour < hours; hour++) {
    runColumn(model, grid, forcing, states, 0, finnishGround, null, hour * perHour, (hour + 1) * perHour, course)
    meanC[hour] = (states.temperatureC[0]! + states.temperatureC[1]!) / 2
  }
  return { meanC, waterMm: Float64Array.from(course.waterMm), frozenMm: Float64Array.from(course.frozenMm) }
}
