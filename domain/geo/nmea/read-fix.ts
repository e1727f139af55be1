import type { LonLat } from '../geodesic'
import type { FieldReader } from './field-reader'
import type { FixKind, Gga, Gll, Gns, Implausibility, Rmc } from './nmea-sentence'

const byQuality: readonly FixKind[] = ['none', 'single', 'dgnss', 'pps', 'rtk_fixed', 'rtk_float', 'dead_reckoning', 'manual', 'simulated']
/** Modes from the best to the worst: several systems together are as good as their best. */
const byMode: readonly (readonly [mode: string, fix: FixKind])[] = [
  ['R', 'rtk_fixed'], ['F', 'rtk_float'], ['P', 'pps'], ['D', 'dgnss'], ['A', 'single'], ['E', 'dead_reckoning'], ['M', 'manual'], ['S', 'simulated'],
]
/** Kinds of fix that need satellites. */
const fromSatellites: ReadonlySet<FixKind> = new Set<FixKind>(['single', 'dgnss', 'pps', 'rtk_fixed', 'rtk_float'])
/** Heights above the ellipsoid on or above the earth's surface where a receiver may stand, m. */
const [lowestM, highestM] = [-600, 9_500]
/** Twice the speed of an airliner. */
const fastestKn = 1_000

const nullIsland = (position: LonLat | null): Implausibility[] => (position && position[0] === 0 && position[1] === 0 ? ['null_island'] : [])

/** What GGA and GNS share from their satellites on: satellites, HDOP, altitude, separation, age and station at these fields. */
function fixData(fields: FieldReader, fix: FixKind, at: { satellites: number; altitude: number; separation: number; age: number }): Omit<Gga, 'type' | 'quality' | 'timeOfDayMs'> {
  const given = fields.position(1)
  const position = fix === 'none' ? null : given
  const satellites = fields.whole(at.satellites, 0, 999)
  const receiverAltitudeM = fields.number(at.altitude)
  const geoidSeparationM = fields.number(at.separation)
  const ellipsoidalHeightM = receiverAltitudeM === null || geoidSeparationM === null ? null : receiverAltitudeM + geoidSeparationM
  const heightM = ellipsoidalHeightM ?? receiverAltitudeM
  const implausible: Implausibility[] = [
    ...nullIsland(position),
    ...(fix !== 'none' && position === null ? ['no_position' as const] : []),
    ...(position && satellites === 0 && fromSatellites.has(fix) ? ['no_satellites' as const] : []),
    ...(position && heightM !== null && (heightM < lowestM || heightM > highestM) ? ['height' as const] : []),
  ]
  return {
    position, implausible, fix, satellites, hdop: fields.number(at.satellites + 1, 0), receiverAltitudeM, geoidSeparationM, ellipsoidalHeightM,
    correctionAgeS: fields.number(at.age, 0), correctionStation: fields.text(at.age + 1),
  }
}

export function readGga(fields: FieldReader): Gga {
  const timeOfDayMs = fields.timeOfDay(0)
  const quality = fields.required(5, 0, 8)
  fields.letter(9, ['M'])
  fields.letter(11, ['M'])
  return { type: 'GGA', timeOfDayMs, quality, ...fixData(fields, byQuality[quality]!, { satellites: 6, altitude: 8, separation: 10, age: 12 }) }
}

export function readGns(fields: FieldReader): Gns {
  const timeOfDayMs = fields.timeOfDay(0)
  const modes = fields.text(5) ?? ''
  if (!/^[NADPRFEMS]+$/.test(modes)) fields.fault ??= 'number'
  const fix = byMode.find(([mode]) => modes.includes(mode))?.[1] ?? 'none'
  return { type: 'GNS', timeOfDayMs, modes, navigationStatus: fields.text(12), ...fixData(fields, fix, { satellites: 6, altitude: 8, separation: 9, age: 10 }) }
}

/** A position counts when the status is A and the mode, where it is given, is not N. */
const valid = (status: 'A' | 'V', mode: string | null): boolean => status === 'A' && mode !== 'N'

function status(fields: FieldReader, index: number): 'A' | 'V' {
  const given = fields.letter(index, ['A', 'V'])
  if (given === null) fields.fault ??= 'number'
  return given ?? 'V'
}

export function readRmc(fields: FieldReader): Rmc {
  const [timeOfDayMs, given, mode] = [fields.timeOfDay(0), fields.position(2), fields.text(11)]
  const said = status(fields, 1)
  const position = valid(said, mode) ? given : null
  const speedKn = fields.number(6, 0)
  fields.number(9, 0, 180)
  const fast: Implausibility[] = position && speedKn !== null && speedKn > fastestKn ? ['speed'] : []
  return {
    type: 'RMC', timeOfDayMs, status: said, position, implausible: [...nullIsland(position), ...fast], date: fields.shortDate(8), speedKn, courseDeg: fields.number(7, 0, 360),
    mode, navigationStatus: fields.text(12),
  }
}

export function readGll(fields: FieldReader): Gll {
  const [given, timeOfDayMs, mode] = [fields.position(0), fields.timeOfDay(4), fields.text(6)]
  const said = status(fields, 5)
  const position = valid(said, mode) ? given : null
  return { type: 'GLL', timeOfDayMs, status: said, position, implausible: nullIsland(position), mode }
}
