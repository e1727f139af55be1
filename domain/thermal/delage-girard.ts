import type { ExchangeHeights, StabilityFunctions } from './stability-functions'

/** Constants of Delage & Girard (1992) and Delage (1997) as Environment Canada runs them. */
const ci = 40
const as = 12
const asx = 5
/** Least height of a stable boundary layer, m, and the wind for which its equilibrium height is taken, m/s. */
const hMin = 30
const nominalWindMPerS = 3
const coriolis = 1e-4
const root3 = Math.sqrt(3)

/**
 * Unstable: phi_m = (1 - 40 z/L)^(-1/6), phi_h = (1 - 40 z/L)^(-1/3) (Delage & Girard 1992, Boundary-Layer Meteorology 58, 19-31),
 * integrated in closed form. Stable: the lower of the log-linear profile (slope `asx`) and Delage (1997, BLM 82, 23-48, eq. 33-37), whose
 * boundary-layer height is taken for a wind of 3 m/s so that the exchange depends on the Richardson number alone.
 */
export function delageGirard(h: ExchangeHeights): StabilityFunctions {
  const { roughnessM: z0, heatRoughnessM: z0t, windHeightM: zu, temperatureHeightM: zt } = h
  const logU = Math.log((zu + z0) / z0)
  const logT = Math.log((zt + z0) / z0t)
  const zRi = (zu * zu) / (zt + z0 - z0t)
  const layer = (inverse: number): number =>
    Math.max(hMin, Math.sqrt((0.4 * nominalWindMPerS) / (inverse * coriolis * logU)), (zu + 10 * z0) * 1.2, 1.2 / (4 * as * inverse))
  return {
    richardsonLengthM: zRi,
    largestInverseObukhovPerM: 50,
    momentum(inverse) {
      if (inverse === 0) return logU
      if (inverse < 0) return logU - sixthRoot(-inverse, zu + z0) + sixthRoot(-inverse, z0)
      const height = 1 / layer(inverse)
      return Math.min(logU + asx * zu * inverse, logU + stable(inverse, height, zu + z0) - stable(inverse, height, z0))
    },
    heat(inverse) {
      if (inverse === 0) return logT
      if (inverse < 0) return logT - cubeRoot(-inverse, zt + z0) + cubeRoot(-inverse, z0t)
      const height = 1 / layer(inverse)
      return Math.min(logT + asx * (zt + z0 - z0t) * inverse, logT + stable(inverse, height, zt + z0) - stable(inverse, height, z0t))
    },
  }
}

/** Integral of (1 - phi_m)/z from 0 to z, for phi_m = x^-1, x = (1 + ci z/|L|)^(1/6). */
function sixthRoot(inverse: number, z: number): number {
  const x = (1 + ci * z * inverse) ** (1 / 6)
  return Math.log((x + 1) ** 2 * Math.sqrt(x * x - x + 1) * (x * x + x + 1) ** 1.5) - root3 * Math.atan2(x * x - 1, root3 * x)
}

/** Integral of (1 - phi_h)/z from 0 to z, for phi_h = y^-1, y = (1 + ci z/|L|)^(1/3). */
function cubeRoot(inverse: number, z: number): number {
  const y = (1 + ci * z * inverse) ** (1 / 3)
  return 1.5 * Math.log(y * y + y + 1) - root3 * Math.atan((2 * y + 1) / root3)
}

/** Delage's (1997) stable profile; `height` is 1 / boundary-layer height. */
function stable(inverse: number, height: number, z: number): number {
  const d = 4 * as * inverse
  const c = d * height - height * height
  const b = d - 2 * height
  const a = Math.sqrt(Math.max(1 + b * z - c * z * z, 0))
  return 0.5 * (a - z * height - Math.log(1 + b * z * 0.5 + a) - (b / (2 * Math.sqrt(c))) * Math.asin(Math.max(-1, Math.min(1, (b - 2 * c * z) / d))))
}
