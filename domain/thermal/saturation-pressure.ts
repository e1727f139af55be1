/**
 * Saturation vapour pressure, Pa, by Tetens in Murray's (1967) coefficients: over water at or above 0 °C, over ice below it.
 * Within 1 % of Goff-Gratch from -20 to +75 °C, 2.5 % down to -45 °C. Both reference models use it.
 * @param temperatureC surface or air temperature, °C
 */
export function saturationPressurePa(temperatureC: number): number {
  return temperatureC >= 0
    ? 610.78 * Math.exp((17.269 * temperatureC) / (temperatureC + 237.3))
    : 610.78 * Math.exp((21.875 * temperatureC) / (temperatureC + 265.5))
}

/** d ln(e)/dT of `saturationPressurePa`, 1/K: the slope is this times the pressure. */
export function saturationLogSlope(temperatureC: number): number {
  if (temperatureC >= 0) {
    const d = temperatureC + 237.3
    return (17.269 * 237.3) / (d * d)
  }
  const d = temperatureC + 265.5
  return (21.875 * 265.5) / (d * d)
}
