import type { Segment } from '#domain/network/network'
import { hiddenParameters, type HiddenParameters } from './hidden-parameters'
import { airHeatCapacity_jPerKgK, latentFusion_jPerKg, latentHeat_jPerM2, latentVaporisation_jPerKg, saturationHumidity } from './humid-air'
import { layerGrid, nodesPerColumn } from './layer-grid'
import type { Weather } from './scenario'
import { between } from './seeded'
import { SurfaceStores } from './surface-stores'

const stefanBoltzmann = 5.670374e-8
const n = nodesPerColumn

export interface SkyNow extends Weather { shortWave_wPerM2: number; longWave_wPerM2: number; /** 0..1 */ trafficShare: number }

/**
 * The twin's pavements: per segment a surface energy balance over a 1-D column (README.md gives the equations), advanced implicitly.
 * Everything lies in flat arrays; segment i owns nodes i*12 .. i*12+11, surface first.
 */
export class PavementModel {
  readonly temperature_c: Float64Array
  readonly stores: SurfaceStores
  /** Pipe exchange set by the loops before a step: conductance W/m2K and supply °C; 0 = no flow. */
  readonly pipeConductance: Float64Array
  readonly pipeSupply_c: Float64Array
  /** Heat from the pipes into the column during the last step, W/m2. */
  readonly pipeHeat_wPerM2: Float64Array
  /** Everything that entered segment i during the last step, J/m2; equals the change of `storedEnergy`. */
  readonly energyIn_jPerM2: Float64Array
  readonly pipeNode: Uint8Array
  readonly depth_m: Float64Array
  readonly hidden: HiddenParameters[]
  /** Half-cell conductance between the pipe plane and the fluid side is the loops' business; this is the columns' own. */
  private readonly link: Float64Array
  private readonly capacity: Float64Array
  private readonly bottomLink: Float64Array
  private readonly airBelow: Uint8Array
  private readonly c = new Float64Array(n)
  private readonly d = new Float64Array(n)

  constructor(readonly segments: readonly Segment[], seed: string, private readonly ground_c: number, air_c: number) {
    const count = segments.length
    const perNode = (): Float64Array => new Float64Array(count * n)
    const perSegment = (): Float64Array => new Float64Array(count)
    this.temperature_c = perNode(); this.link = perNode(); this.capacity = perNode(); this.depth_m = perNode()
    this.pipeConductance = perSegment(); this.pipeSupply_c = perSegment(); this.pipeHeat_wPerM2 = perSegment()
    this.energyIn_jPerM2 = perSegment(); this.bottomLink = perSegment()
    this.pipeNode = new Uint8Array(count); this.airBelow = new Uint8Array(count)
    this.stores = new SurfaceStores(count)
    this.hidden = segments.map((segment) => hiddenParameters(seed, segment))
    segments.forEach((segment, i) => this.lay(i, segment, seed, air_c))
  }

  private lay(i: number, segment: Segment, seed: string, air_c: number): void {
    const grid = layerGrid(segment.layers, segment.exposure.airBelow)
    const { conductivityFactor, capacityFactor } = this.hidden[i] as HiddenParameters
    const half = (j: number): number => (grid.thickness_m[j] ?? 1) / 2 / ((grid.conductivity_wPerMK[j] ?? 1) * conductivityFactor)
    const deepest_m = grid.depth_m[n - 1] ?? 1
    this.airBelow[i] = segment.exposure.airBelow ? 1 : 0
    for (let j = 0; j < n; j++) {
      const k = i * n + j
      this.capacity[k] = (grid.capacity_jPerM3K[j] ?? 0) * capacityFactor * (grid.thickness_m[j] ?? 0)
      this.link[k] = j < n - 1 ? 1 / (half(j) + half(j + 1)) : 0
      this.depth_m[k] = grid.depth_m[j] ?? 0
      const share = segment.exposure.airBelow ? 0 : (this.depth_m[k] ?? 0) / deepest_m
      this.temperature_c[k] = air_c + (this.ground_c - air_c) * share
    }
    this.bottomLink[i] = 1 / ((this.airBelow[i] ? 1 / 6 : 0) + half(n - 1))
    const pipe_m = Math.min(between(`${seed}/${segment.id}/pipe`, 0.045, 0.065), 0.7 * deepest_m)
    let best = 1
    for (let j = 1; j < n; j++) if (Math.abs((grid.depth_m[j] ?? 0) - pipe_m) < Math.abs((grid.depth_m[best] ?? 0) - pipe_m)) best = j
    this.pipeNode[i] = best
  }

  /** Surface temperature of segment i, °C: the top centimetre. */
  surface_c(i: number): number { return this.temperature_c[i * n] ?? NaN }

  /** Temperature at a depth (m) of segment i, °C, between nodes linearly. */
  at_c(i: number, depth: number): number {
    const first = i * n
    let j = 0
    while (j < n - 2 && (this.depth_m[first + j + 1] ?? 0) < depth) j++
    const z0 = this.depth_m[first + j] ?? 0, z1 = this.depth_m[first + j + 1] ?? 1
    const t0 = this.temperature_c[first + j] ?? NaN, t1 = this.temperature_c[first + j + 1] ?? NaN
    return t0 + (t1 - t0) * Math.min(1, Math.max(0, (depth - z0) / (z1 - z0)))
  }

  /** Heat content of segment i over 0 °C with water as the zero of latent heat, J/m2. */
  storedEnergy_jPerM2(i: number): number {
    let sum = -latentFusion_jPerKg * (this.stores.frozen_mm[i] ?? 0)
    for (let k = i * n; k < i * n + n; k++) sum += (this.capacity[k] ?? 0) * (this.temperature_c[k] ?? 0)
    return sum
  }

  /** Advances every segment by dtS seconds (10..60 s is what it is meant for). */
  step(dtS: number, sky: SkyNow): void {
    for (let i = 0; i < this.segments.length; i++) this.stepSegment(i, dtS, sky)
  }

  private stepSegment(i: number, dtS: number, sky: SkyNow): void {
    const { temperature_c: t, capacity, link, c, d, stores } = this
    const p = this.hidden[i] as HiddenParameters
    const first = i * n, last = first + n - 1
    const air_c = sky.air_c + p.airOffset_k
    const snowShare = Math.min(1, Math.max(0, (2 - air_c) / 2))
    const gained = stores.weather(i, dtS, sky.precipitation_mmPerH, snowShare, 0.05 + 0.3 * sky.trafficShare * (p.traffic_wPerM2 / 14))

    // Fluxes that hardly depend on the new surface temperature.
    const surface = t[first] ?? 0, kelvin = surface + 273.15, airKelvin = air_c + 273.15
    const frozen = stores.frozen_mm[i] ?? 0
    const albedo = p.albedo + (0.55 - p.albedo) * Math.min(1, frozen / 2)
    const radiative = 4 * p.emissivity * stefanBoltzmann * kelvin * kelvin * kelvin
    const wind = Math.max(sky.wind_mPerS * 0.72 * p.windShare, 0.4 + 1.2 * sky.trafficShare * (p.traffic_wPerM2 / 14))
    const convective = 4.8 + 3.4 * wind
    const latent = this.latentFlux(i, dtS, surface, convective, sky, capacity[first] ?? 1)
    const fixed = (1 - albedo) * sky.shortWave_wPerM2 * (0.25 + 0.75 * p.skyView)
      + p.emissivity * (p.skyView * sky.longWave_wPerM2 + (1 - p.skyView) * stefanBoltzmann * airKelvin * airKelvin * airKelvin * airKelvin)
      + radiative * (surface - kelvin / 4)
      + convective * air_c + p.traffic_wPerM2 * sky.trafficShare + latent.heat
    const loss = radiative + convective
    const bottom_c = this.airBelow[i] ? air_c : this.ground_c
    const bottom = this.bottomLink[i] ?? 0
    const pipe = first + (this.pipeNode[i] ?? 0), pipeG = this.pipeConductance[i] ?? 0, supply_c = this.pipeSupply_c[i] ?? 0

    // Backward Euler, tridiagonal: forward elimination down the column, substitution up.
    for (let j = 0; j < n; j++) {
      const k = first + j
      const mass = (capacity[k] ?? 0) / dtS
      const above = j > 0 ? link[k - 1] ?? 0 : 0, below = link[k] ?? 0
      let diagonal = mass + above + below
      let right = mass * (t[k] ?? 0)
      if (j === 0) { diagonal += loss; right += fixed }
      if (k === pipe) { diagonal += pipeG; right += pipeG * supply_c }
      if (k === last) { diagonal += bottom; right += bottom * bottom_c }
      const pivot = diagonal - above * (j > 0 ? c[j - 1] ?? 0 : 0)
      c[j] = below / pivot
      d[j] = (right + above * (j > 0 ? d[j - 1] ?? 0 : 0)) / pivot
    }
    for (let j = n - 1; j >= 0; j--) t[first + j] = (d[j] ?? 0) + (j < n - 1 ? (c[j] ?? 0) * (t[first + j + 1] ?? 0) : 0)

    const pipeHeat = pipeG * (supply_c - (t[pipe] ?? 0))
    const surfaceHeat = fixed - loss * (t[first] ?? 0)
    this.pipeHeat_wPerM2[i] = pipeHeat
    this.energyIn_jPerM2[i] = dtS * (surfaceHeat + pipeHeat + bottom * (bottom_c - (t[last] ?? 0))) - latentFusion_jPerKg * (gained + latent.frozen)
    t[first] = stores.changePhase(i, t[first] ?? 0, capacity[first] ?? 1)
  }

  private readonly latent = { heat: 0, frozen: 0 }

  /**
   * Evaporation (negative) or dew and frost (positive), W/m2, by the Lewis relation; moves the water, limited to what lies there.
   * Damped by its own slope, so that a wet hot surface cannot swing. `frozen` is the frozen mass gained, kg/m2.
   */
  private latentFlux(i: number, dtS: number, surface_c: number, convective: number, sky: SkyNow, topCapacity: number): { heat: number; frozen: number } {
    const { stores, latent } = this
    const pressure_pa = sky.pressure_hpa * 100
    const water = stores.water_mm[i] ?? 0, frozen = stores.frozen_mm[i] ?? 0
    latent.heat = 0
    latent.frozen = 0
    if (surface_c >= sky.dewPoint_c && water + frozen <= 0) return latent
    const difference = saturationHumidity(sky.dewPoint_c, pressure_pa) - saturationHumidity(surface_c, pressure_pa)
    const transfer = convective / airHeatCapacity_jPerKgK
    const slope = transfer * latentVaporisation_jPerKg * (saturationHumidity(surface_c + 0.5, pressure_pa) - saturationHumidity(surface_c - 0.5, pressure_pa))
    const wetShare = difference > 0 ? 1 : Math.min(1, (water + frozen) / 0.25)
    const mass = Math.max((transfer * wetShare * difference * dtS) / (1 + (dtS * slope) / topCapacity), -(water + frozen))
    // Gain freezes where it is cold; loss takes liquid first.
    const asFrozen = mass > 0 ? (surface_c < 0 ? mass : 0) : Math.min(0, mass + water)
    stores.water_mm[i] = Math.max(0, water + (mass - asFrozen))
    stores.frozen_mm[i] = Math.max(0, frozen + asFrozen)
    latent.frozen = asFrozen
    latent.heat = latentHeat_jPerM2(mass, asFrozen) / dtS
    return latent
  }
}
