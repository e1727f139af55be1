import { physical } from './physical-constants'
import { saturationPressurePa } from './saturation-pressure'

/** Specific humidity, kg/kg, of a vapour pressure: 0.622 e / (p - 0.378 e). */
export function specificHumidity(vapourPa: number, pressurePa: number): number {
  return (physical.waterToAir * vapourPa) / (pressurePa - (1 - physical.waterToAir) * vapourPa)
}

/** Vapour pressure, Pa, of a specific humidity: the inverse of `specificHumidity`. */
export function vapourPressurePa(humidityKgPerKg: number, pressurePa: number): number {
  return (humidityKgPerKg * pressurePa) / (physical.waterToAir + (1 - physical.waterToAir) * humidityKgPerKg)
}

/**
 * Vapour pressure, Pa, of a dew point over water, as weather services give it also below 0 °C (Tetens, Murray 1967).
 * Never above saturation at the air temperature.
 */
export function vapourPressureOfDewPointPa(dewPointC: number): number {
  return 610.78 * Math.exp((17.269 * dewPointC) / (dewPointC + 237.3))
}

/** Temperature, °C, below which this vapour settles on a surface: dew point above 0 °C, frost point below. Inverse of `saturationPressurePa`. */
export function condensationTemperatureC(vapourPa: number): number {
  const logRatio = Math.log(Math.max(vapourPa, 1e-3) / saturationPressurePa(0))
  return logRatio >= 0 ? (237.3 * logRatio) / (17.269 - logRatio) : (265.5 * logRatio) / (21.875 - logRatio)
}
