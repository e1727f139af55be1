/** Rings with more corners are not searched for crossings: the polygon is refused anyway, this only tells more of it. */
const maxCorners = 2000

type Corner = readonly [number, number]
const isRing = (value: unknown): value is Corner[] => Array.isArray(value) && value.every((corner) => Array.isArray(corner) && Number.isFinite(corner[0]) && Number.isFinite(corner[1]))
const side = (a: Corner, b: Corner, c: Corner): number => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

/** What else is wrong with polygons that were not wanted in the first place, with its place; null where nothing was found. */
export function polygonFault(polygons: unknown): string | null {
  if (!Array.isArray(polygons)) return 'without coordinates'
  for (const ring of polygons.flat(1) as unknown[]) {
    if (!isRing(ring)) return 'a coordinate is not a finite number'
    if (ring.length < 4) return `a ring has ${ring.length} positions, at least 4 are needed`
    const [first, last] = [ring[0]!, ring.at(-1)!]
    if (first[0] !== last[0] || first[1] !== last[1]) return `a ring is not closed: it begins at ${first.join(', ')} and ends at ${last.join(', ')}`
    const place = crossing(ring)
    if (place) return `a ring crosses itself near ${place.join(', ')}`
  }
  return null
}

function crossing(ring: readonly Corner[]): Corner | null {
  if (ring.length > maxCorners) return null
  for (let i = 0; i + 1 < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[i + 1]!]
    for (let j = i + 2; j + 1 < ring.length; j++) {
      if (i === 0 && j + 2 === ring.length) continue
      const [c, d] = [ring[j]!, ring[j + 1]!]
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return c
      if ((c[0] === a[0] && c[1] === a[1]) || (d[0] === b[0] && d[1] === b[1])) return d
    }
  }
  return null
}
