import type { LonLat } from './geodesic'

/** A line that is known to lie where it says: of the standing network, or of published control data. */
export interface KnownLine { name: string | null; axis: readonly LonLat[] }
/** The lines of a file under one reading of their coordinates. */
export interface Reading<As extends string = string> { as: As; lines: readonly KnownLine[] }

/** How lines lie on known ones. Shares 0..1, distances in m. */
export interface Placement<As extends string = string> {
  as: As
  /** Share of the samples within `agreeM` of a known line that runs the same way. */
  agreeing: number
  /** Median distance of the samples that have such a line within `searchM`; null where none has. */
  medianM: number | null
  samples: number
  /** Ends of lines, and the share of them within `meetM` of any known line: roads join roads, whoever drew them. */
  ends: { samples: number; meeting: number }
  /** The same against known lines of the same name, at any distance; null where no names meet. */
  named: { samples: number; medianM: number } | null
}

/** Two drawings of one road differ by less. */
export const agreeM = 12
export const searchM = 1500
/** An end that joins a road lies on it within a lane. */
export const meetM = 4
const maxSamples = 600
const sameWayCos = Math.cos((25 * Math.PI) / 180)
const cellM = 250
const minPieceM = 5
const metresPerDegree = 111_320

type Piece = readonly [x: number, y: number, dx: number, dy: number]

/** A plane around one place: good to a per mille within a city. */
class Plane {
  readonly #cos: number
  constructor(readonly origin: LonLat) { this.#cos = Math.cos((origin[1] * Math.PI) / 180) }
  at = ([lon, lat]: LonLat): [number, number] => [(lon - this.origin[0]) * metresPerDegree * this.#cos, (lat - this.origin[1]) * metresPerDegree]
  /** The straight pieces of a line as start and direction, m; tiny ones are left out. A single place is a piece without direction. */
  pieces(axis: readonly LonLat[]): Piece[] {
    const points = axis.map(this.at)
    if (points.length === 1) return [[...points[0]!, 0, 0]]
    return points.slice(1).flatMap(([x, y], i): Piece[] => {
      const [fromX, fromY] = points[i]!
      return Math.hypot(x - fromX, y - fromY) < minPieceM ? [] : [[fromX, fromY, x - fromX, y - fromY]]
    })
  }
}

const distanceTo = (x: number, y: number, [fromX, fromY, dx, dy]: Piece): number => {
  if (dx === 0 && dy === 0) return Math.hypot(x - fromX, y - fromY)
  const t = Math.max(0, Math.min(1, ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - fromX - t * dx, y - fromY - t * dy)
}
const sameWay = (a: Piece, b: Piece): boolean => Math.abs(a[2] * b[2] + a[3] * b[3]) >= sameWayCos * Math.hypot(a[2], a[3]) * Math.hypot(b[2], b[3])
const median = (values: number[]): number | null => (values.length === 0 ? null : values.sort((a, b) => a - b)[values.length >> 1]!)

/** Pieces by squares of the ground. */
class Ground {
  readonly #cells = new Map<string, Piece[]>()
  constructor(pieces: readonly Piece[]) {
    for (const piece of pieces) {
      const [x, y, dx, dy] = piece
      const steps = Math.ceil(Math.hypot(dx, dy) / cellM)
      let before = ''
      for (let i = 0; i <= steps; i++) {
        const key = this.#key(x + (dx * i) / steps, y + (dy * i) / steps)
        if (key === before) continue
        before = key
        const cell = this.#cells.get(key)
        if (cell) cell.push(piece)
        else this.#cells.set(key, [piece])
      }
    }
  }

  #key = (x: number, y: number): string => `${Math.floor(x / cellM)} ${Math.floor(y / cellM)}`

  /** Whether any piece passes within `meetM`. */
  meets([x, y]: readonly [number, number]): boolean {
    for (const i of [-meetM, meetM]) for (const j of [-meetM, meetM]) {
      if (this.#cells.get(this.#key(x + i, y + j))?.some((piece) => distanceTo(x, y, piece) <= meetM)) return true
    }
    return false
  }

  /** Distance of a piece's middle to the nearest piece that runs the same way, m; null beyond `searchM`. */
  nearest(piece: Piece): number | null {
    const [x, y] = [piece[0] + piece[2] / 2, piece[1] + piece[3] / 2]
    let best = searchM
    let found = false
    for (let ring = 0; ring * cellM <= Math.min(best + cellM, searchM + cellM); ring++) {
      for (let i = -ring; i <= ring; i++) for (let j = -ring; j <= ring; j += Math.abs(i) === ring ? 1 : Math.max(1, 2 * ring)) {
        for (const other of this.#cells.get(this.#key(x + i * cellM, y + j * cellM)) ?? []) {
          if (!sameWay(piece, other)) continue
          const distance = distanceTo(x, y, other)
          if (distance <= best) [best, found] = [distance, true]
        }
      }
    }
    return found ? best : null
  }
}

/** Every n-th of a list, at most `most`. */
const spread = <T>(list: readonly T[], most: number): T[] => (list.length <= most ? [...list] : Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)]!))

/**
 * Lays the lines of a file on known lines, once per reading of their coordinates: which reading puts roads on roads? Distances are to known lines that run
 * the same way (within 25 degrees), so that a street grid does not agree with itself shifted by a block.
 * @param readings the same lines, in the same order, under each reading
 * @param known lines that are where they say
 * @returns one placement per reading, in their order
 */
export function judgePlacement<As extends string>(readings: readonly Reading<As>[], known: readonly KnownLine[]): Placement<As>[] {
  const origin = known.find(({ axis }) => axis.length > 0)?.axis[0]
  if (!origin) return readings.map(({ as }) => ({ as, agreeing: 0, medianM: null, samples: 0, ends: { samples: 0, meeting: 0 }, named: null }))
  const plane = new Plane(origin)
  const ground = new Ground(known.flatMap(({ axis }) => (axis.length > 1 ? plane.pieces(axis) : [])))
  const byName = new Map<string, Piece[]>()
  for (const { name, axis } of known) {
    if (name === null) continue
    const pieces = byName.get(name) ?? []
    byName.set(name, pieces)
    for (const piece of plane.pieces(axis)) pieces.push(piece)
  }

  return readings.map(({ as, lines }) => {
    const pieces = lines.flatMap(({ name, axis }) => plane.pieces(axis).map((piece) => ({ name, piece })))
    const samples = spread(pieces.filter(({ piece }) => piece[2] !== 0 || piece[3] !== 0), maxSamples)
    const distances = samples.map(({ piece }) => ground.nearest(piece))
    const near = distances.filter((distance): distance is number => distance !== null)
    const ends = spread(lines.filter(({ axis }) => axis.length > 1).flatMap(({ axis }) => [axis[0]!, axis.at(-1)!]), maxSamples).map(plane.at)
    const named = spread(pieces.filter(({ name }) => name !== null && byName.has(name)), maxSamples).map(({ name, piece }) => {
      const [x, y] = [piece[0] + piece[2] / 2, piece[1] + piece[3] / 2]
      return byName.get(name!)!.reduce((best, other) => Math.min(best, distanceTo(x, y, other)), Infinity)
    })
    return {
      as, samples: samples.length, agreeing: samples.length === 0 ? 0 : near.filter((distance) => distance <= agreeM).length / samples.length, medianM: median(near),
      ends: { samples: ends.length, meeting: ends.length === 0 ? 0 : ends.filter((end) => ground.meets(end)).length / ends.length },
      named: named.length === 0 ? null : { samples: named.length, medianM: median(named)! },
    }
  })
}
