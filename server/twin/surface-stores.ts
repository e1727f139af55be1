import { latentFusion_jPerKg } from './humid-air'

const waterHeld_mm = 0.4
const frozenHeld_mm = 60

/** Water and snow-or-ice on each segment, mm of water (= kg/m2). Simple: one liquid store, one frozen store, no layering. */
export class SurfaceStores {
  readonly water_mm: Float64Array
  readonly frozen_mm: Float64Array

  constructor(count: number) {
    this.water_mm = new Float64Array(count)
    this.frozen_mm = new Float64Array(count)
  }

  /**
   * Precipitation, run-off and wear during dt.
   * @param snowShare share that falls as snow, 0..1
   * @param wearPerH share of the frozen store that traffic and ploughs carry off per hour
   * @returns net frozen mass gained from outside, kg/m2 (negative when more is worn off than falls)
   */
  weather(i: number, dtS: number, rate_mmPerH: number, snowShare: number, wearPerH: number): number {
    const fallen = (rate_mmPerH / 3600) * dtS
    const before = this.frozen_mm[i] ?? 0
    const frozen = Math.min(frozenHeld_mm, before + fallen * snowShare) * Math.exp((-wearPerH * dtS) / 3600)
    this.frozen_mm[i] = frozen
    const water = (this.water_mm[i] ?? 0) + fallen * (1 - snowShare)
    this.water_mm[i] = water <= waterHeld_mm ? water : waterHeld_mm + (water - waterHeld_mm) * Math.exp(-dtS / 240)
    return frozen - before
  }

  /**
   * Melts or freezes until the surface is back at 0 °C or the store is used up: real melting stands at exactly 0.
   * @returns the surface temperature after the change, °C. Heat is conserved: capacity x change = latent heat moved.
   */
  changePhase(i: number, surface_c: number, topCapacity_jPerM2K: number): number {
    const water = this.water_mm[i] ?? 0, frozen = this.frozen_mm[i] ?? 0
    if (surface_c > 0 && frozen > 0) {
      const melted = Math.min(frozen, (surface_c * topCapacity_jPerM2K) / latentFusion_jPerKg)
      this.frozen_mm[i] = frozen - melted
      this.water_mm[i] = water + melted
      return surface_c - (melted * latentFusion_jPerKg) / topCapacity_jPerM2K
    }
    if (surface_c < 0 && water > 0) {
      const iced = Math.min(water, (-surface_c * topCapacity_jPerM2K) / latentFusion_jPerKg)
      this.frozen_mm[i] = frozen + iced
      this.water_mm[i] = water - iced
      return surface_c + (iced * latentFusion_jPerKg) / topCapacity_jPerM2K
    }
    return surface_c
  }
}
