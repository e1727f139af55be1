/** Uniform grid of about 1 km cells: nearest neighbours without comparing every pair. */
const cellDeg = 0.01
/** Metres per degree of latitude, mean of the CGCS2000 meridian; good to 0.6 % everywhere, ample for weights. */
const metresPerDegree = 111_195

export class SensorGrid {
  private readonly cells = new Map<string, { lon: number; lat: number; item: number }[]>()

  /** @param position lon, lat in degrees */
  add(position: readonly [number, number], item: number): void {
    const key = cellKey(Math.floor(position[0] / cellDeg), Math.floor(position[1] / cellDeg))
    const cell = this.cells.get(key)
    const entry = { lon: position[0], lat: position[1], item }
    if (cell) cell.push(entry)
    else this.cells.set(key, [entry])
  }

  /** Up to `count` items within `reachM`, nearest first. Rings of cells are searched outwards until no nearer one can follow. */
  nearest(position: readonly [number, number], count: number, reachM: number): { item: number; distanceM: number }[] {
    const [lon, lat] = position
    const east = Math.cos((lat * Math.PI) / 180) * metresPerDegree
    const cx = Math.floor(lon / cellDeg)
    const cy = Math.floor(lat / cellDeg)
    // A cell is narrowest in longitude: ring r is complete out to r cells of that width.
    const ringM = cellDeg * Math.min(east, metresPerDegree)
    const found: { item: number; distanceM: number }[] = []
    for (let ring = 0; (ring - 1) * ringM <= reachM; ring++) {
      this.visitRing(cx, cy, ring, (entry) => {
        const distanceM = Math.hypot((entry.lon - lon) * east, (entry.lat - lat) * metresPerDegree)
        if (distanceM <= reachM) found.push({ item: entry.item, distanceM })
      })
      if (found.length >= count && found.filter((hit) => hit.distanceM <= ring * ringM).length >= count) break
    }
    return found.sort((a, b) => a.distanceM - b.distanceM || a.item - b.item).slice(0, count)
  }

  private visitRing(cx: number, cy: number, ring: number, visit: (entry: { lon: number; lat: number; item: number }) => void): void {
    for (let x = cx - ring; x <= cx + ring; x++) {
      const edge = Math.abs(x - cx) === ring
      for (let y = cy - ring; y <= cy + ring; y += edge || ring === 0 ? 1 : 2 * ring) this.cells.get(cellKey(x, y))?.forEach(visit)
    }
  }
}

const cellKey = (x: number, y: number): string => `${x},${y}`
