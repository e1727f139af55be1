/** The integrated profiles of one similarity theory between a surface and the heights of measurement. */
export interface StabilityFunctions {
  /** Integrated momentum profile, dimensionless: wind = u* / k * momentum(1/L). */
  momentum(inverseObukhovPerM: number): number
  /** Integrated heat profile, dimensionless. */
  heat(inverseObukhovPerM: number): number
  /** Length zRi of the bulk Richardson number Ri = g zRi (Ta - Ts) / (T u²), m; Ri = zRi / L * heat / momentum². */
  richardsonLengthM: number
  /** Largest 1/L admitted, 1/m: beyond it the exchange no longer falls. */
  largestInverseObukhovPerM: number
}

/** Roughness of a surface and heights of the measurements above it, m. */
export interface ExchangeHeights { roughnessM: number; heatRoughnessM: number; windHeightM: number; temperatureHeightM: number }
