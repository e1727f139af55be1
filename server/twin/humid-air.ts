/** Saturation vapour pressure over water, Pa, at a temperature in °C (Magnus form, Alduchov & Eskridge 1996). Over -80..100 °C only. */
export function vapourPressure_pa(temperature_c: number): number {
  const t = Math.min(100, Math.max(-80, temperature_c))
  return 610.94 * Math.exp((17.625 * t) / (t + 243.04))
}

/** Specific humidity, kg/kg, of air whose vapour pressure is that of saturation at `temperature_c`; at `pressure_pa`. */
export function saturationHumidity(temperature_c: number, pressure_pa: number): number {
  const e = Math.min(vapourPressure_pa(temperature_c), 0.9 * pressure_pa)
  return (0.622 * e) / (pressure_pa - 0.378 * e)
}

export const airHeatCapacity_jPerKgK = 1005
export const latentVaporisation_jPerKg = 2.48e6
export const latentFusion_jPerKg = 3.34e5

/** Heat released to the surface, J/m2, when `mass` kg/m2 of vapour settles, `frozen` of it as ice (both negative when they leave). */
export const latentHeat_jPerM2 = (mass: number, frozen: number): number => mass * latentVaporisation_jPerKg + frozen * latentFusion_jPerKg
