import { nextNmeaInstant, type NmeaClock } from '../geo/nmea/nmea-clock'
import type { FixKind, Gga, Gll, Gns, NmeaSentence, Rmc } from '../geo/nmea/nmea-sentence'
import { surfaceTemperatureOf } from '../geo/nmea/read-transducers'
import { leastCourseSpeedMPerS, type ReceivedFix, type RefusedFix } from './receiver'

type Placing = Gga | Gns | Rmc | Gll
/** What the sentences of one instant have said so far. */
interface OpenFix {
  timeOfDayMs: number | null
  /** The best of them: the one with heights before the others. */
  placed: Placing | null
  refused: string | null
  sigmaM: number | null
  speedMPerS: number | null
  courseDeg: number | null
  headingDeg: number | null
  surfaceTemperatureC: number | null
}

export interface FixAssembly { readonly clock: NmeaClock; readonly open: OpenFix }
export interface Assembled { readonly next: FixAssembly; /** What became complete. */ readonly fix: ReceivedFix | RefusedFix | null }

const nothing: OpenFix = { timeOfDayMs: null, placed: null, refused: null, sigmaM: null, speedMPerS: null, courseDeg: null, headingDeg: null, surfaceTemperatureC: null }
export const noFixYet: FixAssembly = { clock: null, open: nothing }

const metresPerNauticalMile = 1852
/** Mode letters of RMC and GLL. */
const byMode: Readonly<Record<string, FixKind>> = { N: 'none', A: 'single', D: 'dgnss', P: 'pps', R: 'rtk_fixed', F: 'rtk_float', E: 'dead_reckoning', M: 'manual', S: 'simulated' }
/** Positions that nobody measured. */
const notMeasured: ReadonlySet<string> = new Set(['none', 'manual', 'simulated'])

const fixOf = (sentence: Placing): ReceivedFix['fix'] => ('fix' in sentence ? sentence.fix : (byMode[sentence.mode ?? ''] ?? 'unknown'))

function refusalOf(sentence: Placing): string | null {
  const fix = fixOf(sentence)
  if (fix === 'none' || (sentence.position === null && sentence.implausible.length === 0)) return 'no_fix'
  return notMeasured.has(fix) ? fix : (sentence.implausible[0] ?? null)
}

function withPlace(open: OpenFix, sentence: Placing): OpenFix {
  const speedMPerS = sentence.type === 'RMC' && sentence.speedKn !== null ? (sentence.speedKn * metresPerNauticalMile) / 3600 : open.speedMPerS
  return {
    ...open, speedMPerS, courseDeg: sentence.type === 'RMC' ? (sentence.courseDeg ?? open.courseDeg) : open.courseDeg,
    placed: open.placed === null || (!('fix' in open.placed) && 'fix' in sentence) ? sentence : open.placed,
    // One sentence that warns is enough: the others may only not know of it.
    refused: open.refused ?? refusalOf(sentence),
  }
}

function withSentence(open: OpenFix, sentence: NmeaSentence): OpenFix {
  switch (sentence.type) {
    case 'GGA': case 'GNS': case 'RMC': case 'GLL': return withPlace(open, sentence)
    case 'GST': return { ...open, sigmaM: sentence.latSigmaM === null || sentence.lonSigmaM === null ? open.sigmaM : Math.hypot(sentence.latSigmaM, sentence.lonSigmaM) }
    case 'VTG': return { ...open, courseDeg: sentence.courseDeg ?? open.courseDeg, speedMPerS: sentence.speedKmPerH === null ? open.speedMPerS : sentence.speedKmPerH / 3.6 }
    case 'HDT': case 'THS': return { ...open, headingDeg: sentence.headingDeg ?? open.headingDeg }
    case 'XDR': return { ...open, surfaceTemperatureC: surfaceTemperatureOf(sentence) ?? open.surfaceTemperatureC }
    default: return open
  }
}

function close({ clock, open }: FixAssembly): Assembled {
  const { placed } = open
  // A thermometer that spoke before the first position of all waits for it.
  if (placed === null) return { next: { clock, open: { ...nothing, surfaceTemperatureC: open.surfaceTemperatureC } }, fix: null }
  const told = nextNmeaInstant(clock, placed)
  const next = { clock: told.clock, open: nothing }
  if (open.refused !== null) return { next, fix: { refused: open.refused } }
  if (told.atMs === null) return { next, fix: { refused: 'no_date' } }
  const heights = 'fix' in placed ? placed : { ellipsoidalHeightM: null, receiverAltitudeM: null, geoidSeparationM: null }
  const moves = open.speedMPerS !== null && open.speedMPerS >= leastCourseSpeedMPerS
  return {
    next,
    fix: {
      atMs: Math.floor(told.atMs), position: placed.position!, fix: fixOf(placed), sigmaM: open.sigmaM, speedMPerS: open.speedMPerS, headingDeg: open.headingDeg ?? (moves ? open.courseDeg : null),
      ellipsoidalHeightM: heights.ellipsoidalHeightM, receiverAltitudeM: heights.receiverAltitudeM, geoidSeparationM: heights.geoidSeparationM, surfaceTemperatureC: open.surfaceTemperatureC,
    },
  }
}

/**
 * Takes in one sentence; sentences of one time of day make one position. Hands out a position when the first sentence of another time comes.
 * What has no time of its own (transducers, heading, course) belongs to the instant that is open.
 */
export function takeSentence(assembly: FixAssembly, sentence: NmeaSentence): Assembled {
  const timeOfDayMs = 'timeOfDayMs' in sentence ? sentence.timeOfDayMs : null
  const isNew = timeOfDayMs !== null && assembly.open.timeOfDayMs !== null && timeOfDayMs !== assembly.open.timeOfDayMs
  const { next, fix } = isNew ? close(assembly) : { next: assembly, fix: null }
  const { clock } = nextNmeaInstant(next.clock, sentence)
  return { next: { clock, open: withSentence({ ...next.open, timeOfDayMs: timeOfDayMs ?? next.open.timeOfDayMs }, sentence) }, fix }
}

/** Hands out what is open: the sender has stopped, or paused as it does between two positions. */
export const endFix = (assembly: FixAssembly): Assembled => close(assembly)
