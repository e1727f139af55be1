import type { Segment, Sensor } from '#domain/network/network'
import type { ThermalSegment } from '#domain/thermal/lay-columns'
import type { LoopFlow } from '#domain/thermal/loop-drives'
import type { WeatherSeries } from '#domain/weather/weather-series'
import type { SurfaceHistory } from '#server/store/surface-history'

/** A segment as the forecast's thread needs it. */
export type ForecastSegment = ThermalSegment & Pick<Segment, 'assetId' | 'route' | 'fromM' | 'toM' | 'axis'>

/** Newest readings of the surface sensors, in their order; the value is NaN where there is none. */
export interface SurfaceReadings { value: Float64Array; measuredAtMs: Float64Array; quality: Uint8Array }

/** What the server says to the thread. A network comes in parts, so that handing it over never holds up the server. */
export type ForecastRequest =
  | { ask: 'network'; place: { lat: number; lon: number }; sensors: Sensor[] }
  | { ask: 'segments'; segments: ForecastSegment[] }
  /** `history` is what the surface sensors read over the day before, once, for a thread that has not learned from them yet. */
  | { ask: 'run'; weather: WeatherSeries; nowMs: number; flows: LoopFlow[]; readings: SurfaceReadings; history: SurfaceHistory | null }

/** What the thread answers to 'run': its courses in parts, in the order of the network, then the end. */
export type ForecastReply =
  /** Bytes of `packCourse` one after the other; `ends` says where each ends. */
  | { tell: 'courses'; bytes: Uint8Array; ends: Int32Array }
  | { tell: 'done'; startAtMs: number; unknown: number; cpuMs: number }
  | { tell: 'failed'; reason: string }
