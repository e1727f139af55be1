import { decideReading } from '#domain/geo/decide-reading'
import { agreeM, judgePlacement, type KnownLine, type Placement } from '#domain/geo/judge-placement'
import { shifts, type Shift } from './crs/shifts'
import type { Crs } from './crs/crs'
import { suggestCrs } from './crs/suggest-crs'

/** What may be answered to a finding: how the coordinates are to be taken. */
export const acceptableAs = ['as-is', 'swapped', 'gcj02', 'bd09'] as const
export type AcceptAs = (typeof acceptableAs)[number]

export const findingKinds = ['crs_unknown', 'metres_as_degrees', 'axes_swapped', 'shifted_datum', 'wrong_zone', 'zone_conflict', 'foreign_datum', 'far_away'] as const
/** Something about the coordinates of a whole file that must be answered before anything is stored. */
export interface Finding {
  kind: (typeof findingKinds)[number]
  /** What was seen, with figures. */
  evidence: string
  /** The figures alone, for words in another language. */
  params: Record<string, string | number>
  question: string
  /** Answers as options of the command line: `--accept-as gcj02`, `--crs EPSG:4551`. */
  answers: string[]
}

/** The file's lines in the coordinates as written, and what is known of the ground. */
export interface Ground {
  raw: readonly KnownLine[]
  crs: Crs | null
  /** Axes the user has accepted as swapped, so that they are turned before anything else. */
  swapped: boolean
  /** A shift the user has accepted. */
  shift: Shift | null
  /** Of the network that stands. */
  standing: readonly KnownLine[]
  /** Published places: control lines and points by name. */
  published: readonly KnownLine[]
}
type LonLat = [number, number]
type Way = 'given' | 'swapped' | 'unshifted' | Shift | `EPSG:${number}`
const turned = ([x, y]: readonly [number, number]): LonLat => [y, x]
const share = (part: number, whole: number): string => `${Math.round((part / Math.max(1, whole)) * 100)} %`
const firstOf = (sample: readonly LonLat[]): Finding['params'] => ({ first_x: sample[0]![0], first_y: sample[0]![1] })
const plausible = ([lon, lat]: readonly [number, number]): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 90
/** 18-54 east, 73-136 north is nowhere, and China the other way round. */
const turnedChina = ([x, y]: readonly [number, number]): boolean => x >= 18 && x <= 54 && y >= 73 && y <= 136
const inChina = ([lon, lat]: readonly [number, number]): boolean => turnedChina([lat, lon])

/**
 * Looks at the coordinates of a whole file: can they be what the file says, and do they lie on what is known?
 * @returns the findings, and in `check` one sentence on what the position was held against
 */
export function importFindings(ground: Ground): { findings: Finding[]; check: string } {
  const { raw, crs } = ground
  const positions = raw.flatMap(({ axis }) => axis)
  const sample = positions.filter((_, i) => i % Math.max(1, Math.floor(positions.length / 2000)) === 0).map(([x, y]): LonLat => (ground.swapped ? [y, x] : [x, y]))
  if (sample.length === 0) return { findings: [], check: 'no line to hold against anything' }
  if (!crs) return { findings: [unknownCrs(sample, ground)], check: 'the reference system is not known' }
  if (crs.toLonLat === null) {
    const [outside, fits] = [sample.filter((xy) => !plausible(xy)), sample.filter((xy) => turnedChina(xy))]
    if (fits.length * 2 > sample.length || (outside.length * 2 > sample.length && outside.every((xy) => plausible(turned(xy))))) return { findings: [swappedDegrees(sample)], check: 'the axes look swapped' }
    if (outside.length * 2 > sample.length) return { findings: [metresAsDegrees(sample, ground)], check: 'the coordinates are no degrees' }
  }
  const foreign = crs.foreignDatum === null ? [] : [foreignDatum(crs.foreignDatum, crs.name)]
  const zone = zoneRange(sample, crs)
  if (zone) return { findings: [...foreign, zone], check: 'the coordinates do not fit the zone' }
  const placed = againstKnown(ground, crs)
  return { findings: [...foreign, ...placed.findings], check: placed.check }
}

function unknownCrs(sample: readonly LonLat[], ground: Ground): Finding {
  const { words, codes } = suggestCrs(sample, ground.raw, [...ground.standing, ...ground.published])
  return { kind: 'crs_unknown', params: firstOf(sample), evidence: `the file does not say what its coordinates are in; ${words}`, question: 'What are the coordinates in?', answers: (codes.length > 0 ? codes : ['EPSG:4490']).map((code) => `--crs ${code}`) }
}

function metresAsDegrees(sample: readonly LonLat[], ground: Ground): Finding {
  const { words, codes } = suggestCrs(sample, ground.raw, [...ground.standing, ...ground.published])
  return { kind: 'metres_as_degrees', params: firstOf(sample), evidence: `${share(sample.filter((xy) => !plausible(xy)).length, sample.length)} of the positions cannot be degrees (the first is ${sample[0]!.join(', ')}), although the file says they are; ${words}`, question: 'What are the coordinates in?', answers: codes.map((code) => `--crs ${code}`) }
}

const swappedDegrees = (sample: readonly LonLat[]): Finding => ({
  kind: 'axes_swapped', params: firstOf(sample),
  evidence: `${share(sample.filter((xy) => turnedChina(xy) || !plausible(xy)).length, sample.length)} of the positions look like latitude, longitude (the first is ${sample[0]!.join(', ')}); the file's format wants longitude first`,
  question: 'Are the axes swapped?', answers: ['--accept-as swapped', '--accept-as as-is'],
})

const foreignDatum = (datum: string, name: string): Finding => ({
  kind: 'foreign_datum', params: { datum }, evidence: `the coordinates are in ${name}, and no transformation of ${datum} to CGCS2000 is public: as they are they lie tens of metres, up to about 100 m, off`,
  question: `Can you have them converted with the parameters of your survey office? If not: may they be taken with this error?`, answers: ['--accept-as as-is'],
})

/** The number before the easting is another zone's than the file says. */
export const zoneConflict = (number: number, crs: Crs): Finding => ({
  kind: 'zone_conflict', params: { said_zone: crs.zone?.number ?? 0, found_zone: number }, evidence: `the file says ${crs.name} (${crs.code}), and its eastings begin with ${number}`, question: 'Which zone are the coordinates in?',
  answers: [...(number >= 25 && number <= 45 ? [`--crs EPSG:${4488 + number}`] : number >= 13 && number <= 23 ? [`--crs EPSG:${4478 + number}`] : ['--crs EPSG:...']), '--accept-as as-is'],
})

/** Eastings far from the middle of a zone, or northings that are none, and axes that would fit the other way round. */
function zoneRange(sample: readonly LonLat[], crs: Crs): Finding | null {
  if (!crs.zone) return null
  const { zone } = crs
  const reachM = zone.widthDeg === 3 ? 250_000 : 450_000
  const fits = ([x, y]: LonLat): boolean => Math.abs(x - (zone.prefix ? zone.number * 1e6 : 0) - 500_000) <= reachM && y > 1_000_000 && y < 6_400_000
  const inside = sample.filter(fits).length
  if (inside * 2 > sample.length) return null
  const place = sample[0]!.join(', ')
  if (sample.filter((xy) => fits(turned(xy))).length * 2 > sample.length) {
    return { kind: 'axes_swapped', params: firstOf(sample), evidence: `the coordinates (first ${place}) are northing before easting, as surveyors write X and Y; the file's format wants easting first`, question: 'Are the axes swapped?', answers: ['--accept-as swapped', '--accept-as as-is'] }
  }
  return { kind: 'wrong_zone', params: { ...firstOf(sample), meridian_deg: zone.meridianDeg }, evidence: `only ${share(inside, sample.length)} of the positions lie within ${reachM / 1000} km of the middle of ${crs.name} (the first is ${place})`, question: 'Which zone are they in?', answers: ['--crs EPSG:...', '--accept-as as-is'] }
}

/** The lines as longitude, latitude under one way of reading their numbers. */
export function readAs(raw: readonly KnownLine[], crs: Crs, swapped: boolean, shift: Shift | null): KnownLine[] {
  const unshifted = shift === null ? null : shifts[shift].inverse
  return raw.map(({ name, axis }) => ({
    name, axis: axis.flatMap((xy) => {
      const ordered: LonLat = swapped ? [xy[1], xy[0]] : [xy[0], xy[1]]
      if (!Number.isFinite(ordered[0]) || !Number.isFinite(ordered[1])) return []
      const position = crs.toLonLat ? crs.toLonLat(ordered) : ordered
      if (!position.every(Number.isFinite) || !plausible(position)) return []
      return [unshifted && inChina(position) ? unshifted(position) : position]
    }),
  }))
}

function againstKnown(ground: Ground, crs: Crs): { findings: Finding[]; check: string } {
  const { raw, swapped, shift, standing, published } = ground
  const known = [...standing, ...published]
  const given = readAs(raw, crs, swapped, shift)
  const middle = given.flatMap(({ axis }) => axis)[0]
  if (!middle || known.length === 0) return { findings: [], check: 'nothing stands or is known that the positions could be held against' }
  const readings: { as: Way; lines: KnownLine[] }[] = [{ as: 'given', lines: given }]
  if (shift === null && inChina(middle)) for (const one of ['gcj02', 'bd09'] as const) readings.push({ as: one, lines: readAs(raw, crs, swapped, one) })
  if (shift !== null) readings.push({ as: 'unshifted', lines: readAs(raw, crs, swapped, null) })
  readings.push({ as: 'swapped', lines: readAs(raw, crs, !swapped, shift) })
  if (crs.zone && !crs.zone.prefix && crs.foreignDatum === null) {
    const { suggestions } = suggestCrs.zones(raw.map(({ name, axis }) => ({ name, axis: swapped ? axis.map(turned) : axis })), crs.zone.widthDeg, crs.zone.number)
    readings.push(...suggestions.map(({ code, lines }) => ({ as: code, lines })))
  }
  const [asGiven, ...others] = judgePlacement(readings, known)
  const verdict = decideReading(asGiven!, others)
  if (verdict.verdict === 'other') return { findings: [otherReading(verdict.given, verdict.better, verdict.by, middle, shift)], check: 'another reading of the coordinates lies on known roads' }
  if (verdict.verdict === 'agrees') return { findings: [], check: `${share(verdict.placement.agreeing, 1)} of the lines lie within ${agreeM} m of known roads${verdict.placement.named && verdict.placement.named.medianM <= 60 ? `; those of the same name are ${Math.round(verdict.placement.named.medianM)} m away (median)` : ''}` }
  const far = standing.length > 0 ? farAway(given, standing) : null
  return far ? { findings: [far], check: 'the positions lie far from the network' } : { findings: [], check: 'the lines share no road with what stands or is known: a shifted datum could not be told' }
}

const wayWords: Record<string, string> = { gcj02: 'GCJ-02 (the shift of Chinese web maps)', bd09: 'BD-09 (the shift of Baidu maps)' }

function otherReading(given: Placement<Way>, better: Placement<Way>, by: 'name' | 'course' | 'ends', middle: readonly [number, number], shift: Shift | null): Finding {
  const params: Finding['params'] = {
    reading: better.as, by, given_share: Math.round(given.agreeing * 100) / 100, better_share: Math.round(better.agreeing * 100) / 100,
    given_ends: Math.round(given.ends.meeting * 100) / 100, better_ends: Math.round(better.ends.meeting * 100) / 100,
    ...(by === 'name' ? { given_m: Math.round(given.named!.medianM), better_m: Math.round(better.named!.medianM * 10) / 10 } : {}),
  }
  const measured = by === 'name'
    ? `${given.named!.samples} places of roads whose names are known lie ${metres(given.named!.medianM)} from them (median), and ${metres(better.named!.medianM)} after that`
    : by === 'ends'
    ? `as written ${share(given.ends.meeting, 1)} of the ends of lines meet known roads, and ${share(better.ends.meeting, 1)} after that`
    : `as written ${share(given.agreeing, 1)} of the lines lie within ${agreeM} m of known roads, and ${share(better.agreeing, 1)} after that, ${better.medianM === null ? 'far' : metres(better.medianM)} away (median)`
  if (better.as === 'gcj02' || better.as === 'bd09') {
    const [east, north] = shifts[better.as].offsetM(middle)
    return {
      kind: 'shifted_datum', params: { ...params, offset_m: Math.round(Math.hypot(east, north)), east_m: Math.round(east), north_m: Math.round(north) }, question: 'Are the coordinates shifted?', answers: [`--accept-as ${better.as}`, '--accept-as as-is'],
      evidence: `reversing ${wayWords[better.as]} moves the lines ${metres(Math.hypot(east, north))}, ${metres(Math.abs(east))} ${east > 0 ? 'west' : 'east'} and ${metres(Math.abs(north))} ${north > 0 ? 'south' : 'north'} here: ${measured}`,
    }
  }
  if (better.as === 'unshifted') {
    return { kind: 'shifted_datum', params, evidence: `without reversing ${wayWords[shift!]}, ${measured}`, question: 'Are the coordinates shifted at all?', answers: [`no --accept-as ${shift}`, `--accept-as ${shift},as-is`] }
  }
  if (better.as === 'swapped') return { kind: 'axes_swapped', params, evidence: `with the axes turned, ${measured}`, question: 'Are the axes swapped?', answers: ['--accept-as swapped', '--accept-as as-is'] }
  return { kind: 'wrong_zone', params, evidence: `read as ${better.as}, ${measured}`, question: 'Is the zone another than the file says?', answers: [`--crs ${better.as}`, '--accept-as as-is'] }
}

const metres = (value: number): string => (value >= 10_000 ? `${Math.round(value / 1000)} km` : value >= 10 ? `${Math.round(value)} m` : `${value.toFixed(1)} m`)
const farM = 60_000

/** Another city, or a wrong zone: no road that stands is within 60 km. */
export function farAway(given: readonly KnownLine[], standing: readonly KnownLine[]): Finding | null {
  const places = given.flatMap(({ axis }) => axis.slice(0, 1))
  const stand = standing.flatMap(({ axis }) => axis.slice(0, 1))
  const distance = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): number => Math.hypot((a - c) * Math.cos((b * Math.PI) / 180), b - d) * 111_320
  const nearest = places.filter((_, i) => i % Math.ceil(places.length / 50) === 0).reduce((best, place) => stand.reduce((so, one) => Math.min(so, distance(place, one)), best), Infinity)
  if (nearest <= farM) return null
  const [lon, lat] = places[0]!
  return { kind: 'far_away', params: { distance_km: Math.round(nearest / 1000), lon, lat }, evidence: `the nearest road that stands is ${metres(nearest)} away (the file begins at ${lon.toFixed(4)}, ${lat.toFixed(4)}): another city, or a wrong zone or reference system`, question: 'Is this where the roads are?', answers: ['--accept-as as-is', '--crs EPSG:...'] }
}
