import { isShiftedRegion } from '../../gcj02/is-shifted-region'
import type { NmeaResult } from '../parse-nmea'
import { usablePosition } from '../usable-position'

/** ms of the day as hh:mm:ss.sss */
const clock = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString().slice(11, 23))

/** A result under the names of the vector files, so that every expected key can be looked up. A key that has no place here is undefined. */
export function vectorView(result: NmeaResult): Record<string, unknown> {
  if (!result.accepted) return { accept: false, reason: result.reason }
  if (result.ignored) return { accept: true, ignored: true, reason: result.reason, talker: result.address.slice(0, 2), type: result.address.slice(2) }
  const { sentence: s, talker } = result
  const view: Record<string, unknown> = { accept: true, ignored: false, talker, type: s.type }
  if ('timeOfDayMs' in s) view['time'] = clock(s.timeOfDayMs)
  if ('position' in s) {
    Object.assign(view, { lat_deg: s.position?.[1] ?? null, lon_deg: s.position?.[0] ?? null, position: s.position && { lat_deg: s.position[1], lon_deg: s.position[0] }, usable: usablePosition(s) !== null })
    Object.assign(view, { implausible: s.implausible.length > 0, in_china: s.position !== null && isShiftedRegion(s.position) })
  }
  if ('fix' in s) {
    Object.assign(view, { fix: s.fix, sats: s.satellites, hdop: s.hdop, alt_msl_m: s.receiverAltitudeM, geoid_sep_m: s.geoidSeparationM, ellipsoidal_h_m: s.ellipsoidalHeightM })
    Object.assign(view, { age_s: s.correctionAgeS, station: s.correctionStation, simulated: s.fix === 'simulated' })
  }
  if ('status' in s) view['status'] = s.status
  if ('date' in s) view['date'] = s.date
  if ('mode' in s) view['mode'] = s.mode
  if ('navigationStatus' in s) view['nav_status'] = s.navigationStatus
  if ('speedKn' in s) Object.assign(view, { speed_kn: s.speedKn, course_deg: s.courseDeg })
  if ('headingDeg' in s) view['heading_deg'] = s.headingDeg
  if ('system' in s) view['system'] = s.system
  if (s.type === 'GGA') view['quality'] = s.quality
  if (s.type === 'GNS') view['mode_string'] = s.modes
  if (s.type === 'VTG') view['speed_kmh'] = s.speedKmPerH
  if (s.type === 'DTM') Object.assign(view, { datum: s.datum, ref_datum: s.referenceDatum })
  if (s.type === 'GSA') Object.assign(view, { fix_dim: s.dimensions, system_id: s.systemId, prns: s.satellites, pdop: s.pdop, hdop: s.hdop, vdop: s.vdop })
  if (s.type === 'GSV') {
    Object.assign(view, { total: s.messages, msg: s.message, in_view: s.inView, signal_id: s.signalId, signal: s.signal })
    view['sats_list'] = s.satellites.map((one) => [one.prn, one.elevationDeg, one.azimuthDeg, one.signalDbHz])
  }
  if (s.type === 'GST') {
    Object.assign(view, { rms: s.rangeRms, rms_m: s.rangeRms, sigma_major_m: s.majorSigmaM, sigma_minor_m: s.minorSigmaM, orient_deg: s.orientationDeg, orientation_deg: s.orientationDeg })
    Object.assign(view, { sigma_lat_m: s.latSigmaM, sigma_lon_m: s.lonSigmaM, sigma_alt_m: s.heightSigmaM, sigma_h_m: s.heightSigmaM, lat_sigma_m: s.latSigmaM, lon_sigma_m: s.lonSigmaM, alt_sigma_m: s.heightSigmaM })
  }
  return view
}
