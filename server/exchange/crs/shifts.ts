import { fromBd09 } from '#domain/geo/gcj02/bd09'
import { fromGcj02 } from '#domain/geo/gcj02/gcj02'

type LonLat = readonly [lon: number, lat: number]
export type Shift = 'gcj02' | 'bd09'

const shiftOf = (back: (position: LonLat) => [number, number]) => {
  /** A place that cannot be turned back is none of those maps: it stays. */
  const inverse = (position: LonLat): [number, number] => {
    try {
      return back(position)
    } catch {
      return [position[0], position[1]]
    }
  }
  return {
    inverse,
    /** How far the shift has moved a place, m to the east and to the north. */
    offsetM: (shifted: LonLat): [number, number] => {
      const [lon, lat] = inverse(shifted)
      return [(shifted[0] - lon) * 111_320 * Math.cos((lat / 180) * Math.PI), (shifted[1] - lat) * 111_320]
    },
  }
}
/** The two shifts of Chinese web maps, undone. */
export const shifts = { gcj02: shiftOf(fromGcj02), bd09: shiftOf(fromBd09) } as const
