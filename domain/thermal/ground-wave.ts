/** Undisturbed ground by its annual wave. */
export interface GroundWave {
  meanC: number
  /** Half the yearly range of the surface's monthly means, K. */
  amplitudeK: number
  /** Day of the year (0 = 1 January) on which the surface is coldest. */
  coldestDay: number
  /** Diffusivity of the ground, m²/s. */
  diffusivityM2PerS: number
}

const yearS = 365.25 * 86400
const jan1Ms = Date.UTC(2001, 0, 1)

/**
 * Temperature of the ground at a depth and instant (Kusuda & Achenbach 1965, ASHRAE Trans. 71(1)):
 * T = mean - A exp(-z/d) cos(2 pi (t - t0) / year - z/d), d = sqrt(year * a / pi).
 */
export function groundTemperatureC(wave: GroundWave, depthM: number, atMs: number): number {
  const damping = depthM / Math.sqrt((yearS * wave.diffusivityM2PerS) / Math.PI)
  const days = (atMs - jan1Ms) / 86_400_000 - wave.coldestDay
  return wave.meanC - wave.amplitudeK * Math.exp(-damping) * Math.cos((2 * Math.PI * days) / 365.25 - damping)
}

/**
 * A wave for a place in China of which only the latitude is known, fitted by us to the annual means and ranges of 30 stations between
 * 18 and 53° N at low altitude (China's standard GB 50176 climate tables); errors of 3 K are common, more on the plateau.
 */
export function groundWaveOfLatitude(latitudeDeg: number): GroundWave {
  return { meanC: 42 - 0.82 * latitudeDeg, amplitudeK: Math.max(3, 0.66 * latitudeDeg - 8), coldestDay: 20, diffusivityM2PerS: 0.5e-6 }
}
