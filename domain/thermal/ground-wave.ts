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
 * A wave for a place in China of which only the latitude is known: our least-squares fit to the normals of ten cities between Haikou
 * (20° N) and Mohe (53° N) at low altitude, as remembered (the test lists them); they lie within 2.5 K of it. It stands in for a measured
 * value and is wrong on the plateau. Diffusivity 0.5e-6 m²/s: METRo's sand.
 */
export function groundWaveOfLatitude(latitudeDeg: number): GroundWave {
  return {
    meanC: 27.07 + (0.0953 - 0.01262 * latitudeDeg) * latitudeDeg, amplitudeK: Math.max(3, 0.5416 * latitudeDeg - 5.08),
    coldestDay: 20, diffusivityM2PerS: 0.5e-6,
  }
}
