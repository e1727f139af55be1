import { FieldReader } from './field-reader'
import { knownTalkers } from './gnss-systems'
import type { Dtm, Gst, Hdt, NmeaReason, NmeaSentence, Ths, Vtg, Zda } from './nmea-sentence'
import { readGga, readGll, readGns, readRmc } from './read-fix'
import { readGsa, readGsv } from './read-satellites'
import { readXdr } from './read-transducers'

export type NmeaResult =
  | { readonly accepted: true; readonly ignored: false; readonly talker: string; readonly sentence: NmeaSentence }
  /** Well formed, and nothing for us: a maker's own sentence, or a type or talker that is not read. */
  | { readonly accepted: true; readonly ignored: true; readonly reason: 'proprietary' | 'unsupported'; readonly address: string }
  | { readonly accepted: false; readonly reason: NmeaReason }

/** Characters. The standard says 82; RTK receivers write more decimals and longer lines, but not twelve times as long ones. */
export const longestSentence = 1024

function readGst(fields: FieldReader): Gst {
  const sigma = (index: number): number | null => fields.number(index, 0)
  return {
    type: 'GST', timeOfDayMs: fields.timeOfDay(0), rangeRms: sigma(1), majorSigmaM: sigma(2), minorSigmaM: sigma(3), orientationDeg: fields.number(4, -360, 360),
    latSigmaM: sigma(5), lonSigmaM: sigma(6), heightSigmaM: sigma(7),
  }
}

function readZda(fields: FieldReader): Zda {
  const zda: Zda = { type: 'ZDA', timeOfDayMs: fields.timeOfDay(0), date: fields.longDate(1) }
  fields.whole(4, -13, 13)
  fields.whole(5, -59, 59)
  return zda
}

function readHdt(fields: FieldReader): Hdt {
  fields.letter(1, ['T'])
  return { type: 'HDT', headingDeg: fields.number(0, 0, 360) }
}

function readThs(fields: FieldReader): Ths {
  const heading = fields.number(0, 0, 360)
  const mode = fields.letter(1, ['A', 'E', 'M', 'S', 'V'])
  return { type: 'THS', headingDeg: mode === 'V' ? null : heading, mode: mode ?? 'V' }
}

const readVtg = (fields: FieldReader): Vtg => ({ type: 'VTG', courseDeg: fields.number(0, 0, 360), speedKn: fields.number(4, 0), speedKmPerH: fields.number(6, 0), mode: fields.text(8) })
const readDtm = (fields: FieldReader): Dtm => ({ type: 'DTM', datum: fields.text(0) ?? '', referenceDatum: fields.text(7) ?? '' })

/** Per type: how many fields follow the address (the counts of the versions of NMEA 0183 in use), and who reads them. */
const types: Readonly<Record<string, { readonly counts: (count: number) => boolean; readonly read: (fields: FieldReader, talker: string) => NmeaSentence }>> = {
  GGA: { counts: (n) => n === 14, read: readGga },
  GNS: { counts: (n) => n === 12 || n === 13, read: readGns },
  RMC: { counts: (n) => n >= 11 && n <= 13, read: readRmc },
  GLL: { counts: (n) => n === 6 || n === 7, read: readGll },
  GST: { counts: (n) => n === 8, read: readGst },
  GSA: { counts: (n) => n === 17 || n === 18, read: readGsa },
  GSV: { counts: (n) => n >= 3 && n <= 20 && (n % 4 === 3 || n % 4 === 0), read: readGsv },
  ZDA: { counts: (n) => n === 6, read: readZda },
  HDT: { counts: (n) => n === 2, read: readHdt },
  THS: { counts: (n) => n === 2, read: readThs },
  VTG: { counts: (n) => n === 8 || n === 9, read: readVtg },
  DTM: { counts: (n) => n === 8, read: readDtm },
  XDR: { counts: (n) => n >= 4 && n % 4 === 0, read: readXdr },
}

/** Exclusive or of the characters between the start and the star. */
function checksum(body: string): number {
  let sum = 0
  for (let i = 0; i < body.length; i++) sum ^= body.charCodeAt(i)
  return sum
}

const refuse = (reason: NmeaReason): NmeaResult => ({ accepted: false, reason })

/**
 * Reads one sentence, `$` or `!` to checksum (a line end may follow): never throws, refuses with a reason, and has no position where the
 * receiver has none. Format: IEC 61162-1 / NMEA 0183 4.11 as receiver makers publish it.
 */
export function parseNmea(raw: string): NmeaResult {
  if (raw.length > longestSentence) return refuse('too_long')
  const text = raw.trimEnd()
  if (!/^[$!]/.test(text)) return refuse('unsupported')
  const star = text.lastIndexOf('*')
  if (star < 0) return refuse('checksum_missing')
  const [body, sum] = [text.slice(1, star), text.slice(star + 1)]
  if (sum === '') return refuse('checksum_missing')
  if (!/^[0-9A-Fa-f]{2}$/.test(sum) || checksum(body) !== Number.parseInt(sum, 16)) return refuse('checksum')
  const [address, ...fields] = body.split(',') as [string, ...string[]]
  if (text.startsWith('$P')) return { accepted: true, ignored: true, reason: 'proprietary', address }
  const [talker, name] = [address.slice(0, 2), address.slice(2)]
  const type = Object.hasOwn(types, name) ? types[name] : undefined
  if (!text.startsWith('$') || !knownTalkers.has(talker) || !type) return { accepted: true, ignored: true, reason: 'unsupported', address }
  if (!type.counts(fields.length)) return refuse('field_count')
  const reader = new FieldReader(fields)
  const sentence = type.read(reader, talker)
  return reader.fault === null ? { accepted: true, ignored: false, talker, sentence } : refuse(reader.fault)
}
