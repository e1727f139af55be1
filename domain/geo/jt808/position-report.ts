import type { LonLat } from '../geodesic'
import { bcdDigits, ByteReader } from './byte-reader'
import type { Jt808Reason } from './frame'

/** Why the coordinates of a report are not a position. Encrypted ones are shifted by the maker's plug-in and are not CGCS2000. */
export type NoPosition = 'no_fix' | 'encrypted' | 'null_island'

/** Message 0x0200, or one item of 0x0704. */
export interface PositionReport {
  readonly atMs: number
  /** Degrees, frame unstated: it is the terminal's. Null where `noPosition` says why. */
  readonly position: LonLat | null
  readonly noPosition: NoPosition | null
  /** What the message says, whether it may be used or not. */
  readonly sent: LonLat
  readonly altitudeM: number
  readonly speedKmPerH: number
  readonly courseDeg: number
  readonly accOn: boolean
  readonly fixed: boolean
  readonly encrypted: boolean
  readonly gpsUsed: boolean
  readonly bdsUsed: boolean
  readonly glonassUsed: boolean
  readonly galileoUsed: boolean
  readonly alarmBits: number
  readonly statusBits: number
  /** Odometer, km, and satellites used, where the terminal adds them. */
  readonly odometerKm: number | null
  readonly satellites: number | null
  /** Additional items by their identifier, as they came. */
  readonly items: ReadonlyMap<number, Uint8Array>
}

export type ReportResult = { readonly accepted: true; readonly report: PositionReport } | { readonly accepted: false; readonly reason: Jt808Reason }

/** Terminals write China's time, whatever theirs. */
const offsetMs = 8 * 3_600_000

/** yyMMddhhmmss at GMT+8 to unix ms; null for what no calendar or clock has. */
function instantOf(bytes: Uint8Array): number | null {
  const digits = bcdDigits(bytes)
  if (digits === null || digits.length !== 12) return null
  const [year, month, day, hour, minute, second] = digits.match(/../g)!.map(Number) as [number, number, number, number, number, number]
  const localMs = Date.UTC(2000 + year, month - 1, day, hour, minute, second)
  // A 31st of February or an hour 25 comes back as something else.
  const again = new Date(localMs).toISOString().replace(/\D/g, '').slice(2, 14)
  return again === digits ? localMs - offsetMs : null
}

const figure = (bytes: Uint8Array | undefined): number | null => (bytes === undefined ? null : bytes.reduce((sum, byte) => sum * 256 + byte, 0))

/** Items behind the fixed part: identifier, length, value; the first of each. A list that does not add up is given up from there on. */
function itemsOf(reader: ByteReader): Map<number, Uint8Array> {
  const items = new Map<number, Uint8Array>()
  while (reader.left >= 2) {
    const [id, length] = [reader.u8(), reader.u8()]
    if (length > reader.left) break
    const value = reader.take(length)
    if (!items.has(id)) items.set(id, value)
  }
  return items
}

/** Reads the body of a position report (JT/T 808-2013 and 2019, 8.18 / 8.12). Refuses what is no instant or no place on earth. */
export function readPositionReport(body: Uint8Array): ReportResult {
  const reader = new ByteReader(body)
  const [alarmBits, statusBits, latE6, lonE6, altitudeM, speed, courseDeg] = [reader.u32(), reader.u32(), reader.u32(), reader.u32(), reader.u16(), reader.u16(), reader.u16()]
  const atMs = instantOf(reader.take(6))
  if (reader.short) return { accepted: false, reason: 'length' }
  if (atMs === null) return { accepted: false, reason: 'time' }
  const bit = (place: number): boolean => (statusBits >>> place) % 2 === 1
  const [fixed, encrypted] = [bit(1), bit(5)]
  // Sign after division, so that a southern figure of 0 is no -0.
  const signed = (value: number, negative: boolean): number => (negative && value > 0 ? -value : value) / 1e6
  const sent: LonLat = [signed(lonE6, bit(3)), signed(latE6, bit(2))]
  if (!encrypted && Math.abs(sent[1]) > 90) return { accepted: false, reason: 'range_lat' }
  if (!encrypted && Math.abs(sent[0]) > 180) return { accepted: false, reason: 'range_lon' }
  const noPosition: NoPosition | null = encrypted ? 'encrypted' : !fixed ? 'no_fix' : latE6 === 0 && lonE6 === 0 ? 'null_island' : null
  const items = itemsOf(reader)
  const odometer = figure(items.get(0x01))
  return {
    accepted: true,
    report: {
      atMs, position: noPosition === null ? sent : null, noPosition, sent, altitudeM, speedKmPerH: speed / 10, courseDeg, accOn: bit(0), fixed, encrypted,
      gpsUsed: bit(18), bdsUsed: bit(19), glonassUsed: bit(20), galileoUsed: bit(21), alarmBits, statusBits, odometerKm: odometer === null ? null : odometer / 10, satellites: figure(items.get(0x31)), items,
    },
  }
}
