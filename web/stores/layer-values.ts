import type { LonLat } from '#domain/geo/geodesic'
import type { SegmentView } from '#domain/wire/network'
import type { SurfaceColumns } from '../api/decode-frame'
import { shownCode } from '../format/shown-state'
import type { ForecastTrust } from './forecast-state'
import type { LoopControl } from './loop-control'

/** What the network can be coloured by; the first is what the screen opens with. */
export const mapLayers = ['temperature', 'dew_margin', 'change', 'uncertainty', 'age', 'heat_flux', 'control'] as const
export type MapLayer = (typeof mapLayers)[number]
export const isMapLayer = (text: unknown): text is MapLayer => (mapLayers as readonly unknown[]).includes(text)
/** In whose hands a loop is; a column's code is the place here. */
export const controlCodes = ['auto', 'manual', 'local', 'foreign', 'safe_state'] as const satisfies readonly LoopControl[]
/** Value of a segment of which there is nothing to say: no loop, so no heat. Drawn as a plain road, not as something unknown. */
export const notApplicable = -9999

/** A column to colour by, in segment order: NaN = unknown, `notApplicable` = nothing to say; the state says how it may be trusted. */
export interface LayerColumn { value: Float32Array; state: Uint8Array }

const [unknown, measured, estimated] = [shownCode('unknown'), shownCode('measured'), shownCode('estimated')]

/** One value per segment of what the surface tells of it; the segment's own state stays. */
function fromSurface({ state }: SurfaceColumns, valueOf: (index: number) => number): LayerColumn {
  return { value: Float32Array.from(state, (_, i) => valueOf(i)), state: state.slice() }
}

/** Standard deviation of the temperature, K. */
export const uncertaintyOf = (surface: SurfaceColumns): LayerColumn => fromSurface(surface, (i) => surface.sdK?.[i] ?? Number.NaN)

/** Age of the measurement behind the temperature, min. @param nowS site instant, unix s */
export const ageOf = (surface: SurfaceColumns, nowS: number): LayerColumn => fromSurface(surface, (i) => (surface.measuredAt[i]! > 0 && Number.isFinite(nowS) ? Math.max(0, nowS - surface.measuredAt[i]!) / 60 : Number.NaN))

/** Surface minus dew point, K. @param dewPointC of each segment's air; NaN = unknown */
export const dewMarginOf = (surface: SurfaceColumns, dewPointC: Float32Array): LayerColumn => fromSurface(surface, (i) => surface.temperature[i]! - dewPointC[i]!)

/** How a forecast differs from what is so now, K, and how that forecast may be drawn. Unknown where either is, and where it is withheld. @param meanC of the forecast */
export function changeOf(surface: SurfaceColumns, meanC: Float32Array | null, trust: ForecastTrust): LayerColumn {
  const isDrawn = meanC !== null && trust !== 'withheld'
  const value = Float32Array.from(surface.state, (_, i) => (isDrawn ? meanC[i] ?? Number.NaN : Number.NaN) - surface.temperature[i]!)
  const code = trust === 'withheld' ? unknown : shownCode(trust)
  return { value, state: Uint8Array.from(value, (each) => (Number.isNaN(each) ? unknown : code)) }
}

/** The same for all segments of a loop; what has no loop is a plain road. @param ofLoop NaN = unknown */
export function byLoop(segments: readonly Pick<SegmentView, 'loop_id'>[], ofLoop: (loopId: string) => number): LayerColumn {
  const value = Float32Array.from(segments, ({ loop_id: id }) => (id === null ? notApplicable : ofLoop(id)))
  return { value, state: Uint8Array.from(segments, ({ loop_id: id }, i) => (id === null ? estimated : Number.isNaN(value[i]!) ? unknown : measured)) }
}

/** Heat into the pavement per area of a loop, W/m²: its thermal power over the pavement of its segments. NaN where one is not known. */
export function heatFluxOf(segments: readonly Pick<SegmentView, 'loop_id' | 'length_m' | 'width_m'>[], powerKw: ReadonlyMap<string, number>): Map<string, number> {
  const areaM2 = new Map<string, number>()
  for (const { loop_id: id, length_m: lengthM, width_m: widthM } of segments) if (id !== null) areaM2.set(id, (areaM2.get(id) ?? 0) + lengthM * widthM)
  return new Map([...areaM2].map(([id, area]) => [id, area > 0 ? (powerKw.get(id) ?? Number.NaN) * 1000 / area : Number.NaN]))
}

/** Beyond this a station says nothing of a segment's air, m. Assumed: a river valley and a hill above it differ sooner. */
const airReachM = 15_000
const metresPerDegree = 111_320

/** Of each segment the air that its nearest station within reach measures; NaN where none does. */
export function nearestAir(segments: readonly Pick<SegmentView, 'axis'>[], stations: readonly { position: LonLat; value: number }[]): Float32Array {
  return Float32Array.from(segments, ({ axis }) => {
    const [lon, lat] = axis[axis.length >> 1] ?? [Number.NaN, Number.NaN]
    const across = metresPerDegree * Math.cos(lat * Math.PI / 180)
    let [nearest, value] = [airReachM, Number.NaN]
    for (const station of stations) {
      const distanceM = Math.hypot((station.position[0] - lon) * across, (station.position[1] - lat) * metresPerDegree)
      if (distanceM <= nearest) [nearest, value] = [distanceM, station.value]
    }
    return value
  })
}
