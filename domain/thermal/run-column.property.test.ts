import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newColumnLedger, newColumnStates } from './column-states'
import type { ColumnLedger, ColumnStates } from './column-states'
import { newHydronicDrive } from './hydronic-drive'
import { buildPavementGrid } from './pavement-grid'
import type { PavementGrid } from './pavement-grid'
import { runColumn } from './run-column'
import { anyStart, builds, forcingOf, models, site } from './testing/arbitrary-column'

const energyTerms = ['shortwave', 'longwave', 'emitted', 'sensible', 'latent', 'advected', 'traffic', 'fusion', 'pipe', 'bottom'] as const
const stores = ['waterMm', 'snowMm', 'iceMm', 'frostMm'] as const

const heat = (grid: PavementGrid, states: ColumnStates): number => grid.capacityJPerM2K.reduce((sum, capacity, i) => sum + capacity * states.temperatureC[i]!, 0)
const water = (states: ColumnStates): number => stores.reduce((sum, name) => sum + states[name][0]!, 0)
const snapshot = (ledger: ColumnLedger): Record<string, number> => Object.fromEntries(Object.entries(ledger).map(([name, values]: [string, Float64Array]) => [name, values[0]!]))

/** Found at random: still air over ice in thin air, where Newton crept and its last step was a halving. */
const stillAir = { airC: 0, humidity: 0, wind: 0, direct: 0, diffuse: 0, rain: 0, snow: 0, elevation: 0, azimuth: 0, day: false, supplyC: 0, flow: 0, power: 0 }
const creeping: Start = {
  model: 0, build: 0, stepS: 600, surfaceC: 0, deepC: 0, water: 0, snow: 0, ice: 0.4614618192193834, frost: 0,
  weather: [{ ...stillAir, pressurePa: 63666.91929774223, longwave: 208.18056635695498 }, { ...stillAir, pressurePa: 65376.90969856516, longwave: 365.183861542683 }, { ...stillAir, pressurePa: 55000, longwave: 80 }],
}

type Start = typeof anyStart extends fc.Arbitrary<infer T> ? T : never

/** Runs the steps one by one and shows each to `check`. */
function eachStep(start: Start, check: (change: { heatJ: number; waterMm: number; by: Record<string, number>; states: ColumnStates; grid: PavementGrid }) => void): void {
  const model = models[start.model]!
  const grid = buildPavementGrid(builds[start.build]!, start.stepS)
  const forcing = forcingOf(start.weather, start.stepS)
  const states = newColumnStates([grid])
  grid.depthsM.forEach((depth, i) => { states.temperatureC[i] = start.deepC + (start.surfaceC - start.deepC) * Math.exp(-depth / 0.1) })
  states.waterMm[0] = start.water
  states.snowMm[0] = start.snow
  states.iceMm[0] = start.ice
  states.frostMm[0] = start.frost
  states.ledger = newColumnLedger(1)
  const drive = grid.pipeNode < 0 ? null : newHydronicDrive(forcing.count)
  if (drive) start.weather.forEach((w, i) => { drive.supplyC[i] = w.supplyC; drive.flowKgPerM2S[i] = w.flow; drive.powerWPerM2[i] = w.power })
  for (let step = 0; step < forcing.count; step++) {
    const before = { heat: heat(grid, states), water: water(states), ledger: snapshot(states.ledger) }
    runColumn(model, grid, forcing, states, 0, site, drive, step, step + 1, null)
    const after = snapshot(states.ledger)
    const by = Object.fromEntries(Object.keys(after).map((name) => [name, after[name]! - before.ledger[name]!]))
    check({ heatJ: heat(grid, states) - before.heat, waterMm: water(states) - before.water, by, states, grid })
  }
}

describe('a column in any admissible weather (-45 to +75 °C)', () => {
  it('closes its energy to 1e-6 of the sum of the absolute fluxes in every step', () => {
    fc.assert(fc.property(anyStart, (start) => eachStep(start, ({ heatJ, by }) => {
      const sum = energyTerms.reduce((total, name) => total + by[name]!, 0)
      const absolute = energyTerms.reduce((total, name) => total + Math.abs(by[name]!), 0)
      expect(Math.abs(heatJ - sum)).toBeLessThanOrEqual(1e-6 * absolute)
    })), { numRuns: 400, examples: [[creeping]] })
  })

  it('closes its water: precipitation and vapour in, run-off and wear out, nothing below zero', () => {
    fc.assert(fc.property(anyStart, (start) => eachStep(start, ({ waterMm, by, states }) => {
      const balance = by['precipitationMm']! + by['exchangedMm']! - by['runOffMm']! - by['wornMm']!
      expect(Math.abs(waterMm - balance)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(by['precipitationMm']!) + water(states)))
      for (const name of stores) expect(states[name][0]).toBeGreaterThanOrEqual(0)
      for (const name of ['runOffMm', 'wornMm']) expect(by[name]).toBeGreaterThanOrEqual(-1e-12)
    })), { numRuns: 400 })
  })

  it('knows no NaN, and stays between -80 and 130 °C', () => {
    fc.assert(fc.property(anyStart, (start) => eachStep(start, ({ by, states, grid }) => {
      for (const value of Object.values(by)) expect(value).not.toBeNaN()
      for (let i = 0; i < grid.count; i++) expect(Math.abs(states.temperatureC[i]! - 25)).toBeLessThan(105)
      expect(states.condition[0]).toBeLessThan(8)
    })), { numRuns: 400 })
  })

  it('charges what melts and freezes at the latent heat of fusion', () => {
    fc.assert(fc.property(anyStart, (start) => {
      let frozen = start.snow + start.ice + start.frost
      let total = frozen + start.water
      eachStep(start, ({ by, states }) => {
        const nowFrozen = states.snowMm[0]! + states.iceMm[0]! + states.frostMm[0]!
        const most = total + by['precipitationMm']! + Math.max(0, by['exchangedMm']!)
        expect(Math.abs(by['fusion']!) / 0.334e6).toBeLessThanOrEqual(most + 1e-9)
        // A surface at rest between water and ice stands at 0 °C.
        if (by['fusion']! !== 0 && nowFrozen > 1e-3 && states.waterMm[0]! > 1e-3 && states.temperatureC[0] !== 0) expect(Math.abs(states.temperatureC[0]!)).toBeGreaterThan(0)
        frozen = nowFrozen
        total = frozen + states.waterMm[0]!
      })
    }), { numRuns: 200 })
  })
})
