/** What the model says of every surface when it has not been told a measurement, and how fast it changes. */
export interface Background {
  /** Site instant, unix ms. */
  atMs: number
  /** °C; NaN where the model knows nothing. */
  surfaceC: Float32Array
  /** Change over the model's next step, K/s. */
  kPerS: Float32Array
}

/** The change is carried no farther than so many of the model's steps of 300 s, ms. */
const carriedMs = 600_000
/** A background older than this says nothing any more, ms. */
export const backgroundLastsMs = 1_800_000

export const isBackgroundOld = (background: Background, nowMs: number): boolean => Math.abs(nowMs - background.atMs) > backgroundLastsMs

/** The model's surface of segment `i` at `atMs`, °C; NaN where it knows nothing. */
export function backgroundC(background: Background, i: number, atMs: number): number {
  const aheadMs = Math.min(carriedMs, Math.max(-carriedMs, atMs - background.atMs))
  return background.surfaceC[i]! + (background.kPerS[i]! * aheadMs) / 1000
}

/** A background that does not change. */
export const stillBackground = (surfaceC: Float32Array, atMs: number): Background => ({ atMs, surfaceC, kPerS: new Float32Array(surfaceC.length) })
