import { describe, expect, it } from 'vitest'
import { assumedSurface } from '../network/segment-defaults'
import { buildOfSegment } from './build-of-segment'
import { newColumnCourse } from './column-course'
import type { ColumnCourse } from './column-course'
import { openSite } from './column-site'
import { newColumnStates } from './column-states'
import { hearthway } from './hearthway'
import { newHydronicDrive } from './hydronic-drive'
import type { HydronicDrive } from './hydronic-drive'
import { buildPavementGrid } from './pavement-grid'
import { prepareForcing } from './prepare-forcing'
import { runColumn } from './run-column'
import { surfaceConditions } from './surface-condition'
import { winterDay } from './testing/winter-day'

const stepS = 300
const perHour = 3600 / stepS
const hours = 48
const count = hours * perHour
const place = { lat: 45.75, lon: 126.63 }
const model = hearthway()
const weather = winterDay(hours + 1)
const forcing = prepareForcing(weather, place, weather.startMs, stepS, count)
const pipes = { depthM: 0.06, spacingM: 0.2, outerDiameterM: 0.02, wallResistanceMKPerW: 0.05 }
const ground = { meanC: 5, amplitudeK: 20, coldestDay: 20, diffusivityM2PerS: 0.5e-6 }

function run(kind: 'road' | 'bridge', hydronic: HydronicDrive | null, change: (site: typeof openSite) => typeof openSite = (site) => site): ColumnCourse {
  const grid = buildPavementGrid(buildOfSegment(assumedSurface[kind], hydronic ? pipes : null), stepS)
  const states = newColumnStates([grid])
  states.temperatureC.fill(-6)
  const course = newColumnCourse(count, perHour)
  runColumn(model, grid, forcing, states, 0, change({ ...openSite, ground }), hydronic, 0, count, course)
  return course
}

const conditions = (course: ColumnCourse): Set<string> => new Set([...course.conditionCode].map((code) => surfaceConditions[code]!))

describe('two winter days in Harbin with snow', () => {
  it('a bare road whitens; one heated with 60 °C stays free of snow and takes what ASHRAE would install', () => {
    const bare = run('road', null)
    const drive = newHydronicDrive(count)
    drive.supplyC.fill(60)
    drive.flowKgPerM2S.fill(0.02)
    const heated = run('road', drive)
    expect(conditions(bare)).toContain('snow')
    for (const frozen of ['snow', 'slush', 'ice', 'frost']) expect(conditions(heated)).not.toContain(frozen)
    expect(heated.surfaceC.every((value, i) => value > bare.surfaceC[i]!)).toBe(true)
    // 1.5 mm/h at -10 °C and 3 m/s: 300 to 500 W/m² (ASHRAE's load is 390), with losses downwards on top.
    for (const power of heated.pipePowerWPerM2.subarray(9, 14)) {
      expect(power).toBeGreaterThan(350)
      expect(power).toBeLessThan(550)
    }
  })

  it('driven by power it takes exactly that', () => {
    const drive = newHydronicDrive(count)
    drive.powerWPerM2.fill(250)
    expect([...run('road', drive).pipePowerWPerM2].every((power) => Math.abs(power - 250) < 1e-3)).toBe(true)
  })

  it('a bridge grows colder by night than a road', () => {
    expect(Math.min(...run('bridge', null).surfaceC)).toBeLessThan(Math.min(...run('road', null).surfaceC))
  })

  it('a street between houses loses sun by day and less warmth by night', () => {
    const open = run('road', null)
    const street = run('road', null, (site) => ({ ...site, skyViewFraction: 0.5, horizonDeg: new Float64Array(36).fill(40) }))
    expect(Math.max(...street.surfaceC)).toBeLessThan(Math.max(...open.surfaceC) - 2)
    expect(Math.min(...street.surfaceC)).toBeGreaterThan(Math.min(...open.surfaceC))
  })

  it('gives the same in one run and in pieces that carry the state over', () => {
    const grid = buildPavementGrid(buildOfSegment(assumedSurface.road, null), stepS)
    const whole = newColumnStates([grid])
    const pieces = newColumnStates([grid, grid])
    whole.temperatureC.fill(-6)
    pieces.temperatureC.fill(-6)
    const [a, b] = [newColumnCourse(count, perHour), newColumnCourse(count, perHour)]
    runColumn(model, grid, forcing, whole, 0, openSite, null, 0, count, a)
    for (let from = 0; from < count; from += 36) runColumn(model, grid, forcing, pieces, 1, openSite, null, from, from + 36, b)
    for (let i = 0; i < hours; i++) expect(Math.abs(a.surfaceC[i]! - b.surfaceC[i]!)).toBeLessThan(0.02)
  })

  it('costs at most 1 ms for 48 h, and a step of 300 s stays within 0.1 K RMS of 30 s', () => {
    const grid = buildPavementGrid(buildOfSegment(assumedSurface.road, null), stepS)
    const states = newColumnStates([grid])
    const course = newColumnCourse(count, perHour)
    let best = Infinity
    for (let round = 0; round < 8; round++) {
      const start = performance.now()
      for (let i = 0; i < 100; i++) {
        states.temperatureC.fill(-6)
        runColumn(model, grid, forcing, states, 0, openSite, null, 0, count, course)
      }
      best = Math.min(best, (performance.now() - start) / 100)
    }
    const fine = prepareForcing(weather, place, weather.startMs, 30, count * 10)
    const [a, b] = [300, 30].map((step) => {
      const own = buildPavementGrid(buildOfSegment(assumedSurface.road, null), step)
      const column = newColumnStates([own])
      column.temperatureC.fill(-6)
      const out = newColumnCourse((hours * 3600) / step, 3600 / step)
      runColumn(model, own, step === 30 ? fine : forcing, column, 0, { ...openSite, ground }, null, 0, (hours * 3600) / step, out)
      return out.surfaceC
    }) as [Float32Array, Float32Array]
    const rms = Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / hours)
    console.log(`one 48 h forecast at ${stepS} s: ${best.toFixed(3)} ms; against 30 s ${rms.toFixed(3)} K RMS`)
    expect(best).toBeLessThan(1)
    expect(rms).toBeLessThan(0.1)
  })
})
