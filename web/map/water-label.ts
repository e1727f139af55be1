import type { Position } from '#domain/network/network'

export interface WaterLabel { position: Position; /** Clockwise from east, degrees, −90…90: how the name lies along the water. */ rotateDeg: number }

const gridSteps = 28
const angleSteps = 24

function inside(ring: readonly Position[], x: number, y: number): boolean {
  let odd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!
    const [xj, yj] = ring[j]!
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd
  }
  return odd
}

function clearance(ring: readonly Position[], x: number, y: number): number {
  let least = Infinity
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!
    const dx = ring[i]![0] - ax
    const dy = ring[i]![1] - ay
    const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
    least = Math.min(least, Math.hypot(x - ax - dx * along, y - ay - dy * along))
  }
  return least
}

/** How far one can go from a point before the shore, in both senses of a direction together. */
function reach(ring: readonly Position[], x: number, y: number, angle: number, step: number): number {
  let total = 0
  for (const sense of [1, -1]) {
    let n = 1
    while (n < 60 && inside(ring, x + Math.cos(angle) * step * n * sense, y + Math.sin(angle) * step * n * sense)) n++
    total += n
  }
  return total
}

/**
 * Where a water's name goes: a roomy place inside the ring, rather near to `towards`, along the longest open direction.
 * Ring and result in degrees; null when no grid point falls inside.
 */
export function waterLabel(ring: readonly Position[], towards: Position): WaterLabel | null {
  const squeeze = Math.cos(towards[1] * Math.PI / 180)
  const flat = ring.map(([lon, lat]): Position => [lon * squeeze, lat])
  const xs = flat.map(([x]) => x)
  const ys = flat.map(([, y]) => y)
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const size = Math.max(east - west, north - south)
  let best: { x: number; y: number; score: number; room: number } | null = null
  for (let i = 1; i < gridSteps; i++) for (let j = 1; j < gridSteps; j++) {
    const x = west + (east - west) * i / gridSteps
    const y = south + (north - south) * j / gridSteps
    if (!inside(flat, x, y)) continue
    const room = clearance(flat, x, y)
    const score = room - Math.hypot(x - towards[0] * squeeze, y - towards[1]) * 0.06
    if (!best || score > best.score) best = { x, y, score, room }
  }
  if (!best) return null
  const { x, y, room } = best
  const step = Math.max(room / 2, size / 200)
  let angle = 0
  let longest = -1
  for (let n = 0; n < angleSteps; n++) {
    const candidate = (n / angleSteps - 0.5) * Math.PI
    const length = reach(flat, x, y, candidate, step)
    if (length > longest) { longest = length; angle = candidate }
  }
  return { position: [x / squeeze, y], rotateDeg: -angle * 180 / Math.PI }
}
