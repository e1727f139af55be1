import { physical } from './physical-constants'

/**
 * Long-wave from the sky where the forecast gives none, W/m²: clear sky by Prata (1996, Q. J. R. Meteorol. Soc. 122, 1127-1151),
 * eps = 1 - (1 + w) exp(-sqrt(1.2 + 3 w)), w = 46.5 e[hPa] / T; cloud by Unsworth & Monteith (1975), (1 - 0.84 c) eps + 0.84 c.
 * Good to some 20 W/m².
 */
export function longwaveDownWPerM2(airC: number, vapourPa: number, cloudFraction: number): number {
  const airK = airC + physical.zeroCelsiusK
  const water = (46.5 * vapourPa) / 100 / airK
  const clear = 1 - (1 + water) * Math.exp(-Math.sqrt(1.2 + 3 * water))
  return ((1 - 0.84 * cloudFraction) * clear + 0.84 * cloudFraction) * physical.stefanBoltzmann * airK ** 4
}
