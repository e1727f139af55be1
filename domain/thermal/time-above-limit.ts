export interface TimeAboveLimit {
  /** First step at which the surface is above the limit; -1 = not within the course. */
  firstStep: number
  /** How long it is above it in all, s: each step above counts whole. */
  totalS: number
  /** Steps without a value, of which nothing is said. */
  unknownSteps: number
}

/** How long, from `fromStep` on, a surface is hotter than `limitC` (rutting, heat bands); steps of `stepS` seconds. */
export function timeAboveLimit(surfaceC: Float32Array, stepS: number, limitC: number, fromStep: number): TimeAboveLimit {
  const found: TimeAboveLimit = { firstStep: -1, totalS: 0, unknownSteps: 0 }
  for (let i = Math.max(0, fromStep); i < surfaceC.length; i++) {
    const value = surfaceC[i] as number
    if (Number.isNaN(value)) found.unknownSteps += 1
    else if (value > limitC) {
      if (found.firstStep < 0) found.firstStep = i
      found.totalS += stepS
    }
  }
  return found
}
