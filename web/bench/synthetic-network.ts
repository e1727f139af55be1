import type { RibbonSegment } from '../map/layers/ribbon-geometry'

/** Deterministic pseudo-random numbers in 0..1 (mulberry32). */
export function seeded(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6D2B79F5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** About `count` connected segments of 200 m in a bent street grid around a centre; a tenth of the roads are heated. */
export function syntheticNetwork(count: number, centre: readonly [number, number], seed = 1): RibbonSegment[] {
  const random = seeded(seed)
  const side = Math.ceil(Math.sqrt(count / 2))
  const stepLat = 200 / 111_320
  const stepLon = stepLat / Math.cos(centre[1] * Math.PI / 180)
  const place = (x: number, y: number): [number, number] => [
    centre[0] + (x - side / 2) * stepLon + Math.sin(y / 9) * stepLon * 0.6,
    centre[1] + (y - side / 2) * stepLat + Math.sin(x / 7) * stepLat * 0.6,
  ]
  const segments: RibbonSegment[] = []
  for (let line = 0; line < side; line++) for (const vertical of [false, true]) {
    const widthM = 7 + Math.round(random() * 25)
    const heated = random() < 0.1
    for (let i = 0; i < side && segments.length < count; i++) {
      const at = (t: number): [number, number] => (vertical ? place(line, i + t) : place(i + t, line))
      // Every eighth segment has a bend within, about as often as a real street grid.
      segments.push({ axis: i % 8 === 0 ? [at(0), at(0.5), at(1)] : [at(0), at(1)], widthM, fromM: i * 200, heated, squareEnds: false })
    }
  }
  return segments
}
