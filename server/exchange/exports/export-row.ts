import type { SurfaceState } from '#domain/sensing/surface-state'
import type { SurfaceCondition } from '#domain/thermal/surface-condition'
import type { SegmentDetail } from '#domain/wire/network'

/** A segment with its surface at one instant. */
export interface ExportRow {
  detail: SegmentDetail
  /** Surface temperature, °C, of a forecast its mean; null where nothing may be shown as a number. */
  temperatureC: number | null
  /** Its standard deviation, K; null where that is not known. */
  sdK: number | null
  state: SurfaceState | 'forecast'
  /** Site instant of the reading behind the temperature, of an estimate the oldest one it rests on; null where there is none, as in a forecast. */
  measuredAt: Date | null
  /** Where the temperature comes from: device, import, the name of the estimate, the forecast's run; null where there is none. */
  source: string | null
  /** Only of a forecast: its 10th and 90th percentiles, °C, and the surface's condition. */
  forecast?: { p10C: number | null; p90C: number | null; condition: SurfaceCondition | null } | null
}
