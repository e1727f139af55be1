/** Unit vector in the plane of the map. */
export type Direction = readonly [x: number, y: number]
/** One end of a strip. `outward` points from the strip's body out through this end. */
export interface StripEnd { key: string; outward: Direction }

/** Ends nearer to a straight run than this join at a junction of three or more: 180° − 37°. */
const straightEnough = -0.8

/**
 * For every strip end, the index of the end it runs on into, or −1.
 * Two ends at a place always join; of three or more only those join that are each other's best continuation and nearly
 * straight, so that roads run through a crossing and side roads end at it.
 */
export function partnersOf(ends: readonly StripEnd[]): Int32Array {
  const partners = new Int32Array(ends.length).fill(-1)
  const places = new Map<string, number[]>()
  ends.forEach((end, i) => {
    const here = places.get(end.key)
    if (here) here.push(i)
    else places.set(end.key, [i])
  })
  for (const here of places.values()) {
    if (here.length === 2) {
      partners[here[0]!] = here[1]!
      partners[here[1]!] = here[0]!
    } else if (here.length > 2) joinStraight(ends, here, partners)
  }
  return partners
}

function joinStraight(ends: readonly StripEnd[], here: readonly number[], partners: Int32Array): void {
  const best = here.map((i) => {
    let found = -1
    let lowest = straightEnough
    for (const j of here) {
      if (j === i) continue
      const dot = ends[i]!.outward[0] * ends[j]!.outward[0] + ends[i]!.outward[1] * ends[j]!.outward[1]
      if (dot < lowest) { lowest = dot; found = j }
    }
    return found
  })
  here.forEach((i, place) => {
    const j = best[place]!
    if (j >= 0 && best[here.indexOf(j)] === i) partners[i] = j
  })
}

/** Mitre of two strips that meet with unit normals a and b: the vector m with m·a = m·b = 1; null when longer than the limit. */
export function mitreOf(a: Direction, b: Direction, limit: number): Direction | null {
  const sumX = a[0] + b[0]
  const sumY = a[1] + b[1]
  const squared = sumX * sumX + sumY * sumY
  // |m| = 2 / |a + b|
  if (squared * limit * limit < 4) return null
  return [2 * sumX / squared, 2 * sumY / squared]
}
