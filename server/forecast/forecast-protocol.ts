import type { Segment, Sensor } from '#domain/network/network'
import type { Background } from '#domain/thermal/background'
import type { ThermalSegment } from '#domain/thermal/lay-columns'
import type { LoopFlow } from '#domain/thermal/loop-drives'
import type { NowcastRows } from '#domain/thermal/nowcast-plan'
import type { LoopWish } from '#domain/thermal/what-if'
import type { WeatherSeries } from '#domain/weather/weather-series'
import type { ThermalState } from '#domain/wire/thermal-state'
import type { WhatIfLoop, WhatIfSummary } from '#domain/wire/what-if'
import type { SurfaceHistory } from '#server/store/surface-history'

/** A segment as the forecast's thread needs it. */
export type ForecastSegment = ThermalSegment & Pick<Segment, 'assetId' | 'route' | 'fromM' | 'toM' | 'axis'>

/** Newest readings of the surface sensors, in their order; the value is NaN where there is none. */
export interface SurfaceReadings { value: Float64Array; measuredAtMs: Float64Array; quality: Uint8Array }

/** What the server says to the thread. A network comes in parts, so that handing it over never holds up the server. */
export type ForecastRequest =
  | { ask: 'network'; version: string; place: { lat: number; lon: number }; sensors: Sensor[] }
  | { ask: 'segments'; segments: ForecastSegment[] }
  /** `history` is what the surface sensors read over the day before, once, for a thread that has not learned from them yet. */
  | { ask: 'run'; weather: WeatherSeries; nowMs: number; flows: LoopFlow[]; readings: SurfaceReadings; history: SurfaceHistory | null }
  /** Where the model stands now, without a run; nothing is told before the first run. */
  | { ask: 'now'; weather: WeatherSeries; nowMs: number; flows: LoopFlow[] }
  | ColumnQuestion

/** What may be asked at any time, also while a run is under way: it is answered from the columns as they last stood. `flows` are those of now. */
export type ColumnQuestion =
  /** The commands hold from `fromMs`. */
  | { ask: 'whatIf'; id: number; nowMs: number; fromMs: number; flows: LoopFlow[]; wishes: LoopWish[]; courses: boolean }
  | { ask: 'thermalState'; id: number; nowMs: number; flows: LoopFlow[]; segmentId: string }

/** How the columns stand from which a question is answered. */
export interface ColumnStand { startMs: number; /** Site instant of the run that brought them there. */ runAtMs: number; weatherIssuedAtMs: number; weatherSource: string }

/** Why a question has no answer: no run has brought the columns anywhere yet; they stand too far from now. */
export type NoColumns = 'no_run' | 'columns_old'

export type ColumnAnswer =
  /** `segments`: JSON of an array of `WhatIfSegment`, encoded here so that the server's own thread need not. */
  | { tell: 'whatIf'; id: number; stand: ColumnStand; loops: WhatIfLoop[]; summary: WhatIfSummary; segments: Uint8Array }
  | { tell: 'thermalState'; id: number; stand: ColumnStand; state: ThermalState }
  | { tell: 'noColumns'; id: number; reason: NoColumns }
  | { tell: 'questionFailed'; id: number; reason: string }

/** What the thread tells for the live picture. */
export type LiveReply =
  /** Once per network: how stations speak for segments. */
  | { tell: 'plan'; network: string; rows: NowcastRows }
  /** To 'run' before its courses, and to 'now': the model's surfaces, without any measurement. */
  | { tell: 'background'; network: string; background: Background }
  /** To 'now' where there is nothing to tell, and why if that is a fault. */
  | { tell: 'noBackground'; reason: string | null }

/** What the thread answers to 'run': what is for the live picture, its courses in parts, in the order of the network, then the end. */
export type RunReply =
  /** Bytes of `packCourse` one after the other; `ends` says where each ends. */
  | { tell: 'courses'; bytes: Uint8Array; ends: Int32Array }
  | { tell: 'done'; startAtMs: number; unknown: number; cpuMs: number }
  | { tell: 'failed'; reason: string }

export type ForecastReply = LiveReply | RunReply | ColumnAnswer
