/**
 * Probability that precipitation reaches the ground as rain (Koistinen & Saltikoff 1998, as RoadSurf uses it):
 * 1 / (1 + exp(22 - 2.7 T - 0.2 RH)).
 * @param humidityPercent relative humidity over water, 0..100
 */
export function rainProbability(airC: number, humidityPercent: number): number {
  return 1 / (1 + Math.exp(22 - 2.7 * airC - 0.2 * humidityPercent))
}

/** Fraction falling as snow where the forecast does not say: all below a rain probability of 0.3, none above 0.7, linear between. */
export function snowFractionOf(airC: number, humidityPercent: number): number {
  return Math.max(0, Math.min(1, (0.7 - rainProbability(airC, humidityPercent)) / 0.4))
}
