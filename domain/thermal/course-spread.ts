/** Distance of the 10th and 90th percentile from the mean course by the weather alone, K; one value a step of a column's course. */
export interface Spread { belowK: Float32Array; aboveK: Float32Array }

/** Of a normal distribution, between the mean and the 90th percentile. */
const z90 = 1.2816

/** 10th and 90th percentile of the members' distance from the control (linear between ranks, as R's type 7), never on the wrong side of it. */
export function spreadOf(controlC: Float32Array, membersC: readonly Float32Array[]): Spread {
  const belowK = new Float32Array(controlC.length)
  const aboveK = new Float32Array(controlC.length)
  const distances = new Float32Array(membersC.length)
  for (let step = 0; step < controlC.length; step++) {
    for (let m = 0; m < membersC.length; m++) distances[m] = membersC[m]![step]! - controlC[step]!
    distances.sort()
    belowK[step] = Math.min(0, quantile(distances, 0.1))
    aboveK[step] = Math.max(0, quantile(distances, 0.9))
  }
  return { belowK, aboveK }
}

function quantile(sorted: Float32Array, share: number): number {
  const place = share * (sorted.length - 1)
  const before = Math.floor(place)
  return sorted[before]! + (place - before) * ((sorted[before + 1] ?? sorted[before]!) - sorted[before]!)
}

/**
 * Error of the model itself where its start is forgotten, K, once the stations have taught it the radiation: 1.4-2.2 K RMS over two days against the twin, the weather's error in it. With
 * it and the other weathers 83-95 % of the twin's truth lies between the percentiles (server/forecast/forecast-twin.test.ts prints by city, kind and lead;
 * least in the day after snow). The time over which a start is forgotten is our choice.
 */
export const modelErrorK = 1.5
const forgetsS = 6 * 3600

/** What the model's own error comes to after `afterS`, K, when it started right. */
export const modelDriftK = (afterS: number): number => modelErrorK * Math.sqrt(1 - Math.exp((-2 * afterS) / forgetsS))

/**
 * Fills the percentiles around a course: the weather's spread and the model's own error, which grows from that of the first value to
 * `modelErrorK`, added as independent errors are.
 * @param startErrorK standard deviation of value 0, K
 */
export function setPercentiles(surfaceC: Float32Array, spread: Spread | null, startErrorK: number, stepS: number, p10C: Float32Array, p90C: Float32Array): void {
  for (let step = 0; step < surfaceC.length; step++) {
    const memory = Math.exp((-2 * step * stepS) / forgetsS)
    const own = z90 * Math.sqrt(startErrorK * startErrorK * memory + modelErrorK * modelErrorK * (1 - memory))
    const below = step === 0 || !spread ? 0 : spread.belowK[step - 1]!
    const above = step === 0 || !spread ? 0 : spread.aboveK[step - 1]!
    p10C[step] = surfaceC[step]! - Math.sqrt(own * own + below * below)
    p90C[step] = surfaceC[step]! + Math.sqrt(own * own + above * above)
  }
}
