/** Magnus form over water, -45..60 °C (Alduchov & Eskridge 1996), hPa. */
const vapourPressureHpa = (temperatureC: number): number => 6.1094 * Math.exp((17.625 * temperatureC) / (temperatureC + 243.04))

/** Dew point, °C, of air at `temperatureC` with a relative humidity over water in % (above 0). */
export function dewPointOf(temperatureC: number, humidityPercent: number): number {
  const gamma = Math.log(humidityPercent / 100) + (17.625 * temperatureC) / (temperatureC + 243.04)
  return (243.04 * gamma) / (17.625 - gamma)
}

/** Relative humidity over water, %. */
export const humidityOf = (temperatureC: number, dewPointC: number): number => (100 * vapourPressureHpa(dewPointC)) / vapourPressureHpa(temperatureC)

/** Pressure at `elevationM`, Pa, from the one reduced to sea level, by a standard lapse of 6.5 K/km (WMO-No. 8). */
export const stationPressureOf = (seaLevelPa: number, elevationM: number, temperatureC: number): number =>
  seaLevelPa * (1 - (0.0065 * elevationM) / (temperatureC + 0.0065 * elevationM + 273.15)) ** 5.257
