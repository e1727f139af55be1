/** Constants of nature used by every configuration; those a reference model takes differently stand in its SurfaceModel. */
export const physical = {
  /** 0 °C in kelvin. */
  zeroCelsiusK: 273.15,
  /** Stefan-Boltzmann constant, W/m²K⁴ (CODATA 2018). */
  stefanBoltzmann: 5.670374e-8,
  /** Gas constant of dry air, J/kgK (WMO). */
  gasDryAir: 287.05,
  /** Ratio of the molar masses of water and dry air. */
  waterToAir: 0.62198,
  /** Specific heat of air at constant pressure, J/kgK. */
  heatOfAir: 1005,
  /** Standard gravity, m/s². */
  gravity: 9.80665,
  /** von Karman constant. */
  karman: 0.4,
  /** Latent heat of vaporisation at 0 °C, J/kg (WMO). */
  vaporisation: 2.501e6,
  /** Latent heat of fusion at 0 °C, J/kg. */
  fusion: 0.334e6,
  /** Specific heat of liquid water, J/kgK. */
  heatOfWater: 4190,
  /** Specific heat of ice at 0 °C, J/kgK. */
  heatOfIce: 2100,
} as const
