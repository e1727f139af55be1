import { physical } from './physical-constants'
import { saturationPressurePa } from './saturation-pressure'

/** Weather while it snows: °C, percent, m/s, mm water equivalent per hour. */
export interface SnowMeltWeather { airC: number; humidityPercent: number; windMPerS: number; snowMmPerH: number }
/** W/m²: sensible heat of the snow, its melting, the free surface's convection and radiation, its evaporation, and what the pavement must give. */
export interface SnowMeltLoad { sensible: number; melting: number; surface: number; evaporation: number; total: number }

/** Film temperature, °C, emissivity and length of the slab, m (ASHRAE Applications ch. 51). */
const filmC = 0.56
const emissivity = 0.9
const lengthM = 6.1
const pressurePa = 101_325
const schmidt = 0.6
/** Specific heat of water in the source, J/kgK, and heat of evaporation at the film's temperature. */
const heatOfWater = 4290
const evaporationJPerKg = 2.499e6

/**
 * Steady load of snow melting (Ramsey, Hewett, Kuehn & Petersen 1999, ASHRAE Trans. 105(1)): q = qs + qm + Ar (qh + qe).
 * @param bareFraction Ar: 1 keeps the surface free, 0 lets the snow insulate it
 */
export function snowMeltLoad(weather: SnowMeltWeather, bareFraction: number): SnowMeltLoad {
  const rate = weather.snowMmPerH / 3600
  const sensible = rate * (physical.heatOfIce * (0 - weather.airC) + heatOfWater * filmC)
  const melting = rate * physical.fusion
  const filmK = filmC + physical.zeroCelsiusK
  const airK = weather.airC + physical.zeroCelsiusK
  const mean = airAt((filmK + airK) / 2)
  const reynolds = (weather.windMPerS * lengthM * mean.density) / mean.viscosity
  const convection = 0.037 * (mean.conductivity / lengthM) * reynolds ** 0.8 * mean.prandtl ** (1 / 3)
  const surface = convection * (filmC - weather.airC) + emissivity * physical.stefanBoltzmann * (filmK ** 4 - airK ** 4)
  const massTransfer = ((mean.prandtl / schmidt) ** (2 / 3) * convection) / (mean.density * physical.heatOfAir)
  const mixing = (vapourPa: number): number => (physical.waterToAir * vapourPa) / (pressurePa - vapourPa)
  const atFilm = mixing(saturationPressurePa(filmC))
  const atAir = mixing((weather.humidityPercent / 100) * saturationPressurePa(weather.airC))
  const evaporation = mean.density * massTransfer * (atFilm - atAir) * evaporationJPerKg
  return { sensible, melting, surface, evaporation, total: sensible + melting + bareFraction * (surface + evaporation) }
}

/** Air at a temperature in kelvin by Sutherland's laws (White 2006): viscosity kg/ms, conductivity W/mK, density kg/m³. */
function airAt(kelvin: number): { viscosity: number; conductivity: number; density: number; prandtl: number } {
  const ratio = (kelvin / 273) ** 1.5
  const viscosity = (1.716e-5 * ratio * (273 + 111)) / (kelvin + 111)
  const conductivity = (0.0241 * ratio * (273 + 194)) / (kelvin + 194)
  return { viscosity, conductivity, density: pressurePa / (physical.gasDryAir * kelvin), prandtl: 0.71 }
}
