import { albedoUnder, longwaveOnPlane, shortwaveOnPlane } from './absorbed-radiation'
import type { ColumnCourse } from './column-course'
import type { ColumnSite } from './column-site'
import type { ColumnStates } from './column-states'
import { eliminateUp, substituteDown } from './conduction'
import { groundTemperatureC } from './ground-wave'
import type { HydronicDrive } from './hydronic-drive'
import { flowConductance } from './hydronic-drive'
import { settle } from './phase-change'
import type { PavementGrid } from './pavement-grid'
import { factorWet } from './pavement-grid'
import { physical } from './physical-constants'
import { recordStep } from './record-step'
import { SurfaceBalance } from './surface-balance'
import { surfaceConditionOf } from './surface-condition'
import type { SurfaceForcing } from './surface-forcing'
import type { SurfaceModel } from './surface-model'
import { SurfaceStores, shedKeep } from './surface-stores'

const balance = new SurfaceBalance()
const stores = new SurfaceStores()
const { heatOfWater, heatOfIce } = physical

/**
 * Steps column `index` through forcing steps [fromStep, toStep): backward Euler, all terms at the end of the step (README). Allocates
 * nothing inside the loop. Not re-entrant: scratch is shared, as everything here runs on one thread.
 * @param hydronic the loop below, null where none; needs a grid with pipes
 * @param out written at the steps it wants, null for none
 */
export function runColumn(
  model: SurfaceModel, grid: PavementGrid, forcing: SurfaceForcing, states: ColumnStates, index: number,
  site: ColumnSite, hydronic: HydronicDrive | null, fromStep: number, toStep: number, out: ColumnCourse | null,
): void {
  if (forcing.stepS !== grid.stepS) throw new RangeError(`grid factored for ${grid.stepS} s, forcing stepped by ${forcing.stepS} s`)
  const { stepS } = grid
  const { albedo, emissivity, bottom } = grid.build
  const temperatureC = states.temperatureC
  const offset = states.offsets[index]!
  const keep = shedKeep(model, site.trafficFactor, stepS)
  const stepsPerDay = Math.max(1, Math.round(86400 / stepS))
  const bottomDepthM = grid.depthsM[grid.count - 1]! + (bottom.kind === 'ground' ? bottom.distanceM : 0)
  const solarFactor = site.solar?.factor ?? 1
  let groundC = 0
  let flow = 0
  let pipeConductance = 0
  let pipeSum = 0
  let pipeSteps = 0
  stores.water = states.waterMm[index]!
  stores.snow = states.snowMm[index]!
  stores.ice = states.iceMm[index]!
  stores.frost = states.frostMm[index]!
  balance.emissivity = emissivity
  balance.storedWPerM2K = grid.capacityJPerM2K[0]! / stepS
  balance.k0 = grid.conductanceWPerM2K[0]!
  let trend = 0

  for (let step = fromStep; step < toStep; step++) {
    const airC = forcing.airC[step]!
    const rain = forcing.rainMmPerS[step]!
    const snow = forcing.snowMmPerS[step]!
    const day = forcing.dayTraffic[step]! === 1
    stores.begin(rain * stepS, snow * stepS)

    if (bottom.kind === 'ground') {
      if ((step - fromStep) % stepsPerDay === 0) groundC = site.ground === null ? temperatureC[offset + grid.count - 1]! : groundTemperatureC(site.ground, bottomDepthM, forcing.startMs + step * stepS * 1000)
    } else groundC = airC

    let pipeWPerM2 = 0
    if (hydronic !== null) {
      const newFlow = hydronic.flowKgPerM2S[step]!
      if (newFlow !== flow) {
        flow = newFlow
        pipeConductance = flowConductance(flow, hydronic.fluidHeatJPerKgK, grid.pipeResistanceM2KPerW)
      }
      if (flow > 0) factorWet(grid, pipeConductance)
      pipeWPerM2 = hydronic.powerWPerM2[step]! + (flow > 0 ? pipeConductance * hydronic.supplyC[step]! : 0)
    }
    grid.alpha[grid.count] = groundC
    grid.pipeWPerM2[0] = pipeWPerM2
    eliminateUp(grid, temperatureC, offset, flow > 0)

    const old = temperatureC[offset]!
    balance.oldC = old
    balance.alpha1 = grid.alpha[1]!
    balance.beta1 = flow > 0 ? grid.wet.beta[1]! : grid.beta[1]!
    balance.shortwave = solarFactor * (1 - albedoUnder(model, albedo, stores)) * shortwaveOnPlane(forcing, step, site)
    balance.longwave = emissivity * longwaveOnPlane(forcing.longwaveDownWPerM2[step]!, airC, site.skyViewFraction)
    balance.traffic = site.trafficFactor * (day ? model.trafficDayWPerM2 : model.trafficNightWPerM2)
    balance.airC = airC
    balance.windMPerS = Math.max(forcing.windMPerS[step]!, day ? model.leastWindDayMPerS : model.leastWindNightMPerS)
    balance.humidity = forcing.humidityKgPerKg[step]!
    balance.pressurePa = forcing.pressurePa[step]!
    balance.condensationC = forcing.condensationC[step]!
    balance.advectedPerK = model.precipitationHeat ? heatOfWater * rain + heatOfIce * snow : 0
    balance.advectedAtZero = model.precipitationHeat ? heatOfWater * rain * airC + heatOfIce * snow * Math.min(airC, 0) : 0

    balance.surfaceC = old + trend
    settle(model, balance, stores, stepS)
    trend = balance.surfaceC - old
    grid.alpha[0] = balance.surfaceC
    substituteDown(grid, temperatureC, offset, flow > 0)
    stores.shed(model, keep)

    const pipe = flow > 0 ? pipeWPerM2 - pipeConductance * temperatureC[offset + grid.pipeNode]! : pipeWPerM2
    pipeSum += pipe
    pipeSteps++
    if (states.ledger !== null) {
      const last = grid.count - 1
      recordStep(states.ledger, index, balance, stores, grid, grid.conductanceWPerM2K[last]! * (groundC - temperatureC[offset + last]!), pipe, rain + snow)
    }
    const code = surfaceConditionOf(stores.water, stores.snow, stores.ice, stores.frost, balance.vapour > 0 && rain === 0)
    states.condition[index] = code
    if (out !== null && (step + 1) % out.everySteps === 0) {
      const place = (step + 1) / out.everySteps - 1
      out.surfaceC[place] = balance.surfaceC
      out.conditionCode[place] = code
      out.pipePowerWPerM2[place] = pipeSum / pipeSteps
      out.waterMm[place] = stores.water
      out.frozenMm[place] = stores.frozen
      pipeSum = 0
      pipeSteps = 0
    }
  }
  states.waterMm[index] = stores.water
  states.snowMm[index] = stores.snow
  states.iceMm[index] = stores.ice
  states.frostMm[index] = stores.frost
}
