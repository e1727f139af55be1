import { isObject } from '../geojson-features'

const maxDepth = 12

/** Applies a function to every finite position of a geometry, in place; heights and what is no position stay as they are. */
export function mapPositions(geometry: unknown, change: (xy: [number, number]) => readonly [number, number]): void {
  const within = (value: unknown, depth: number): void => {
    if (!Array.isArray(value) || depth > maxDepth) return
    const [x, y] = value as unknown[]
    if (typeof x === 'number' && typeof y === 'number') {
      if (!Number.isFinite(x) || !Number.isFinite(y)) return
      const [a, b] = change([x, y])
      value[0] = a
      value[1] = b
    } else for (const part of value) within(part, depth + 1)
  }
  const walk = (one: unknown, depth: number): void => {
    if (!isObject(one) || depth > maxDepth) return
    within(one['coordinates'], 0)
    if (Array.isArray(one['geometries'])) for (const part of one['geometries']) walk(part, depth + 1)
  }
  walk(geometry, 0)
}

/** Positions of a geometry as written, first two numbers of each. */
export function positionsOf(geometry: unknown): [number, number][] {
  const found: [number, number][] = []
  mapPositions(geometry, (xy) => {
    found.push(xy)
    return xy
  })
  return found
}
