import { decimalYear } from '../geo/epoch/decimal-year'
import type { VelocityModel } from '../geo/epoch/crustal-velocity'
import type { CorrectionSource, PositionReference } from '../geo/epoch/position-provenance'
import type { TerrestrialFrame } from '../geo/epoch/terrestrial-frames'
import type { LonLat } from '../geo/geodesic'
import type { FixKind } from '../geo/nmea/nmea-sentence'

export const receiverKinds = ['vehicle', 'station'] as const
/** NMEA 0183 by TCP or HTTP, or JT/T 808 by TCP. */
export const receiverProtocols = ['nmea', 'jt808'] as const

/** A satellite receiver that moves or stands, and what somebody who knows it has said of its figures. */
export interface Receiver {
  id: string
  name: string
  kind: (typeof receiverKinds)[number]
  protocol: (typeof receiverProtocols)[number]
  /** Frame, epoch (`current`: that of each measurement; else a decimal year) and corrections; null: nobody has said. */
  frame: TerrestrialFrame | null
  epoch: 'current' | number | null
  correctionSource: CorrectionSource | null
  /** How the ground under it moves. */
  velocity: VelocityModel
  /** The surface sensor it carries; null: positions only. */
  sensorId: string | null
  /** JT/T 808: the additional item that carries the surface temperature; null: none does. */
  surfaceItemId: number | null
}

/** One measured position as the receiver gave it, in the receiver's own frame. Heights are three figures that nobody mixes. */
export interface ReceivedFix {
  /** Instant of the measurement, unix ms. */
  atMs: number
  position: LonLat
  ellipsoidalHeightM: number | null
  receiverAltitudeM: number | null
  geoidSeparationM: number | null
  /** `unknown`: the protocol says that there is a fix and no more. */
  fix: FixKind | 'unknown'
  /** The receiver's own standard deviation, horizontal; null where it does not say. */
  sigmaM: number | null
  speedMPerS: number | null
  /** Where it looks or goes, degrees from north; null where it stands too still to tell. */
  headingDeg: number | null
  surfaceTemperatureC: number | null
}

/** A position that is none, and why. */
export interface RefusedFix { refused: string }

/** Slower than this a course over ground is noise, m/s. */
export const leastCourseSpeedMPerS = 1.5

/** What is stated of a position of this receiver at an instant (unix ms): all three of frame, epoch and corrections, or nothing. */
export function referenceOf({ frame, epoch, correctionSource }: Pick<Receiver, 'frame' | 'epoch' | 'correctionSource'>, atMs: number): PositionReference {
  if (frame === null || epoch === null || correctionSource === null) return { state: 'unstated' }
  return { state: 'stated', frame, epochYear: epoch === 'current' ? decimalYear(atMs) : epoch, correctionSource }
}

/** Assumed where a receiver tells no standard deviation, m, horizontal: orders of size that makers give under an open sky. */
const assumedSigmaM: Readonly<Record<ReceivedFix['fix'], number>> = {
  rtk_fixed: 0.05, rtk_float: 0.5, dgnss: 1.5, pps: 2, single: 5, dead_reckoning: 10, unknown: 5, none: 10, manual: 10, simulated: 10,
}

/** Horizontal standard deviation of a fix as told, else as assumed for its kind, m. */
export const sigmaOf = (fix: Pick<ReceivedFix, 'fix' | 'sigmaM'>): number => fix.sigmaM ?? assumedSigmaM[fix.fix]
