import type { ExchangeHeights, StabilityFunctions } from './stability-functions'

/**
 * Monin-Obukhov as RoadSurf uses it (Kangas 2015, Karsisto 2024; Campbell 1985): psi = 4.7 zeta for both profiles in stable air with
 * zeta <= 1, psi_h = -2 ln((1 + sqrt(1 - 16 zeta)) / 2) and psi_m = 0.6 psi_h in unstable air, zeta = z_T / L. Both logarithms start at
 * the height of the wind.
 */
export function businger(h: ExchangeHeights): StabilityFunctions {
  const logU = Math.log((h.windHeightM + h.roughnessM) / h.roughnessM)
  const logT = Math.log((h.windHeightM + h.heatRoughnessM) / h.heatRoughnessM)
  const psi = (zeta: number): number => (zeta > 0 ? 4.7 * Math.min(zeta, 1) : -2 * Math.log((1 + Math.sqrt(1 - 16 * zeta)) / 2))
  return {
    richardsonLengthM: h.temperatureHeightM,
    largestInverseObukhovPerM: 1 / h.temperatureHeightM,
    momentum(inverse) {
      const value = psi(inverse * h.temperatureHeightM)
      // Free convection at |zeta| beyond 1e3 would turn the profile negative; it stops at a tenth of the neutral one.
      return Math.max(logU + (inverse > 0 ? value : 0.6 * value), 0.1 * logU)
    },
    heat: (inverse) => Math.max(logT + psi(inverse * h.temperatureHeightM), 0.1 * logT),
  }
}
