import { newColumnStates } from '../../column-states'
import { openSite } from '../../column-site'
import { newColumnCourse } from '../../column-course'
import type { ColumnCourse } from '../../column-course'
import { condensationTemperatureC, vapourPressurePa } from '../../moist-air'
import { buildPavementGrid } from '../../pavement-grid'
import { runColumn } from '../../run-column'
import { newSurfaceForcing } from '../../surface-forcing'
import type { SurfaceForcing } from '../../surface-forcing'
import type { SurfaceModel } from '../../surface-model'
import type { MetroCase } from './metro-case'

/** The case's drivers from its first profile on, at `stepS`: instants at the end of a step, precipitation as the mean over it. */
export function metroForcing(metro: MetroCase, stepS: number, hours = Infinity): SurfaceForcing {
  const lastMs = Math.min(metro.rowMs.at(-1)!, metro.startMs + hours * 3_600_000)
  const forcing = newSurfaceForcing(metro.startMs, stepS, Math.floor((lastMs - metro.startMs) / 1000 / stepS))
  const { drivers } = metro
  const finePerStep = stepS / drivers.stepS
  const samples = Math.max(1, Math.round(finePerStep))
  const firstFine = (metro.startMs - drivers.startMs) / 1000 / drivers.stepS
  for (let i = 0; i < forcing.count; i++) {
    const fine = Math.min(Math.round(firstFine + (i + 1) * finePerStep), drivers.airC.length - 1)
    const atMs = metro.startMs + (i + 1) * stepS * 1000
    forcing.airC[i] = drivers.airC[fine]!
    forcing.windMPerS[i] = drivers.wind[fine]!
    forcing.pressurePa[i] = drivers.pressurePa[fine]!
    forcing.humidityKgPerKg[i] = drivers.humidity[fine]!
    forcing.condensationC[i] = condensationTemperatureC(vapourPressurePa(drivers.humidity[fine]!, drivers.pressurePa[fine]!))
    forcing.diffuseWPerM2[i] = interpolate(metro.rowMs, metro.shortwave, atMs)
    forcing.longwaveDownWPerM2[i] = interpolate(metro.rowMs, metro.longwave, atMs)
    const from = Math.round(firstFine + i * finePerStep) + 1
    forcing.rainMmPerS[i] = mean(drivers.rainMmPerS, from, from + samples)
    forcing.snowMmPerS[i] = mean(drivers.snowMmPerS, from, from + samples)
  }
  return forcing
}

/** Our forecast at the rows of METRo's after the first. */
export function runMetroCase(metro: MetroCase, model: SurfaceModel, forcing: SurfaceForcing): ColumnCourse {
  const grid = buildPavementGrid(metro.build, forcing.stepS)
  const states = newColumnStates([grid])
  states.temperatureC.set(metro.firstC)
  states.waterMm[0] = metro.firstWaterMm
  states.iceMm[0] = metro.firstFrozenMm
  const course = newColumnCourse(forcing.count, (metro.rowMs[1]! - metro.rowMs[0]!) / 1000 / forcing.stepS)
  runColumn(model, grid, forcing, states, 0, { ...openSite, trafficFactor: metro.drivers.trafficWPerM2[0]! / model.trafficDayWPerM2 }, null, 0, forcing.count, course)
  return course
}

function interpolate(at: Float64Array, values: Float64Array, instant: number): number {
  const place = Math.max(0, Math.min(at.length - 1.0001, (instant - at[0]!) / (at[1]! - at[0]!)))
  const i = Math.floor(place)
  return values[i]! + (place - i) * (values[i + 1]! - values[i]!)
}

function mean(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += values[Math.min(i, values.length - 1)]!
  return sum / (to - from)
}
