import type { LonLat } from '../geodesic'
import type { GnssSystem } from './gnss-systems'

/** Why a sentence is refused as a whole. */
export type NmeaReason =
  | 'checksum' | 'checksum_missing' | 'field_count' | 'number' | 'time' | 'date' | 'range_lat' | 'range_lon' | 'range_minutes' | 'hemisphere' | 'too_long' | 'unsupported'

/** How a position was found (quality indicator of GGA, mode of GNS). `none`: there is no position, whatever the fields hold. */
export type FixKind = 'none' | 'single' | 'dgnss' | 'pps' | 'rtk_fixed' | 'rtk_float' | 'dead_reckoning' | 'manual' | 'simulated'

/** What is well formed and yet hard to believe: told, not refused. */
export type Implausibility = 'null_island' | 'no_position' | 'no_satellites' | 'height' | 'speed'

interface Timed { /** ms since midnight UTC. */ readonly timeOfDayMs: number | null }
interface Placed extends Timed {
  /** Degrees, in the frame of the receiver's corrections; null where the receiver says that it has no fix, so never 0, 0 for none. */
  readonly position: LonLat | null
  readonly implausible: readonly Implausibility[]
}

/** Heights are kept apart: above the receiver's own geoid, that geoid above the ellipsoid, and their sum. None of them is the 1985 datum. */
interface FixData extends Placed {
  readonly fix: FixKind
  readonly satellites: number | null
  readonly hdop: number | null
  readonly receiverAltitudeM: number | null
  readonly geoidSeparationM: number | null
  readonly ellipsoidalHeightM: number | null
  readonly correctionAgeS: number | null
  readonly correctionStation: string | null
}

export interface Gga extends FixData { readonly type: 'GGA'; readonly quality: number }
export interface Gns extends FixData { readonly type: 'GNS'; /** One letter per system. */ readonly modes: string; readonly navigationStatus: string | null }
export interface Rmc extends Placed {
  readonly type: 'RMC'
  /** A: valid, V: a warning, whose position is not to be used. */
  readonly status: 'A' | 'V'
  /** yyyy-mm-dd */
  readonly date: string | null
  readonly speedKn: number | null
  readonly courseDeg: number | null
  readonly mode: string | null
  readonly navigationStatus: string | null
}
export interface Gll extends Placed { readonly type: 'GLL'; readonly status: 'A' | 'V'; readonly mode: string | null }
/** Standard deviations, m; the ellipse's major axis in degrees from north. */
export interface Gst extends Timed {
  readonly type: 'GST'
  readonly rangeRms: number | null
  readonly majorSigmaM: number | null
  readonly minorSigmaM: number | null
  readonly orientationDeg: number | null
  readonly latSigmaM: number | null
  readonly lonSigmaM: number | null
  readonly heightSigmaM: number | null
}
export interface Gsa {
  readonly type: 'GSA'
  readonly automatic: boolean
  /** 1 none, 2 or 3 dimensions. */
  readonly dimensions: 1 | 2 | 3
  readonly satellites: readonly number[]
  readonly pdop: number | null
  readonly hdop: number | null
  readonly vdop: number | null
  readonly systemId: number | null
  readonly system: GnssSystem | null
}
export interface SatelliteInView { readonly prn: number; readonly elevationDeg: number | null; readonly azimuthDeg: number | null; readonly signalDbHz: number | null }
export interface Gsv {
  readonly type: 'GSV'
  readonly messages: number
  readonly message: number
  readonly inView: number
  readonly satellites: readonly SatelliteInView[]
  readonly system: GnssSystem | null
  readonly signalId: number | null
  readonly signal: string | null
}
export interface Zda extends Timed { readonly type: 'ZDA'; readonly date: string | null }
export interface Hdt { readonly type: 'HDT'; readonly headingDeg: number | null }
/** Mode V: the heading is not valid and null. */
export interface Ths { readonly type: 'THS'; readonly headingDeg: number | null; readonly mode: string }
export interface Vtg { readonly type: 'VTG'; readonly courseDeg: number | null; readonly speedKn: number | null; readonly speedKmPerH: number | null; readonly mode: string | null }
export interface Dtm { readonly type: 'DTM'; readonly datum: string; readonly referenceDatum: string }
export interface Transducer { readonly kind: string; readonly value: number | null; readonly unit: string; readonly name: string }
export interface Xdr { readonly type: 'XDR'; readonly transducers: readonly Transducer[] }

export type NmeaSentence = Gga | Gns | Rmc | Gll | Gst | Gsa | Gsv | Zda | Hdt | Ths | Vtg | Dtm | Xdr
