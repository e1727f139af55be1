import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readVectors, vectorTitle } from '../testing/vector-folder'
import type { Gga, NmeaSentence } from './nmea-sentence'
import { nextNmeaInstant, type NmeaClock } from './nmea-clock'
import { longestSentence, parseNmea, type NmeaResult } from './parse-nmea'
import { takeSentences } from './take-sentences'
import { vectorView } from './testing/vector-view'
import { usablePosition } from './usable-position'

/** A sentence with the checksum it should have. */
function withSum(body: string): string {
  const sum = [...body].reduce((value, letter) => value ^ letter.charCodeAt(0), 0)
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}`
}
const read = (body: string): NmeaResult => parseNmea(withSum(body))
const sentence = (body: string): NmeaSentence => {
  const result = read(body)
  if (!result.accepted || result.ignored) throw new Error(JSON.stringify(result))
  return result.sentence
}
const reason = (body: string): string | undefined => { const result = read(body); return 'reason' in result ? result.reason : undefined }

const fixed = 'GNGGA,030405.20,4537.404,N,12615.01968,E,4,28,0.55,141.2,M,9.8,M,1.2,0123'

it('reads the sentences that receiver manuals print', () => {
  // u-blox, NovAtel and Trimble manuals; positions by hand from degrees and minutes.
  expect(parseNmea('$GPGGA,092725.00,4717.11399,N,00833.91590,E,1,08,1.01,499.6,M,48.0,M,,*5B')).toMatchObject({ accepted: true, sentence: { fix: 'single', satellites: 8, receiverAltitudeM: 499.6, ellipsoidalHeightM: 547.6, correctionAgeS: null } })
  expect(sentence('GPGST,082356.00,1.8,,,,1.7,1.3,2.2')).toMatchObject({ latSigmaM: 1.7, lonSigmaM: 1.3, heightSigmaM: 2.2, majorSigmaM: null })
  expect(sentence('GNTHS,77.52,E')).toEqual({ type: 'THS', headingDeg: 77.52, mode: 'E' })
  expect(sentence('GNTHS,77.52,V')).toMatchObject({ headingDeg: null })
  expect(sentence('GNGLL,4717.11364,N,00833.91565,E,092321.00,A,A')).toMatchObject({ position: [8 + 33.91565 / 60, 47 + 17.11364 / 60] })
  expect(sentence('GNGNS,103600.01,5114.51176,N,00012.29380,W,RNNN,07,1.18,111.5,45.6,,,V')).toMatchObject({ fix: 'rtk_fixed', ellipsoidalHeightM: 157.1, position: [-12.2938 / 60, 51 + 14.51176 / 60] })
})

it('keeps the heights apart', () => {
  expect(sentence(fixed)).toMatchObject({ receiverAltitudeM: 141.2, geoidSeparationM: 9.8, ellipsoidalHeightM: 151 })
  expect(sentence(fixed.replace(',9.8,', ',,'))).toMatchObject({ receiverAltitudeM: 141.2, geoidSeparationM: null, ellipsoidalHeightM: null })
})

it('has no position where the receiver has none, least of all 0, 0', () => {
  for (const body of [
    'GNGGA,030405.20,,,,,0,00,99.99,,M,,M,,', 'GNGGA,030405.20,0000.0,N,00000.0,E,0,00,99.99,0.0,M,0.0,M,,', 'GNGGA,,,,,,0,,,,,,,,', 'GNGNS,,,,,,NNNN,00,,,,,,V',
    'GNRMC,040007.00,V,4004.80666,N,11635.07336,E,0.0,,150126,,,N,V', 'GNRMC,,V,,,,,,,,,,N,V', 'GNRMC,040007.00,A,4004.80666,N,11635.07336,E,0.0,,150126,,,N,V', 'GNGLL,,,,,,V,N', fixed.replace('4537.404,N,12615.01968,E', ',,,'),
  ]) expect(sentence(body), body).toMatchObject({ position: null })
})

it('marks what is hard to believe', () => {
  const marks = (body: string): unknown => (sentence(body) as Gga).implausible
  expect(marks(fixed)).toEqual([])
  expect(marks(fixed.replace('4537.404,N,12615.01968', '0000.000,N,00000.00000'))).toEqual(['null_island'])
  expect(marks(fixed.replace(',28,', ',00,'))).toEqual(['no_satellites'])
  expect(marks(fixed.replace('141.2', '99999'))).toEqual(['height'])
  expect(marks(fixed.replace('4537.404,N,12615.01968,E', ',,,'))).toEqual(['no_position'])
})

it('lets no position be used that is simulated, set by hand or hard to believe', () => {
  expect(usablePosition(sentence(fixed))).toEqual([126 + 15.01968 / 60, 45 + 37.404 / 60])
  expect(usablePosition(sentence(fixed.replace('E,4', 'E,6')))).not.toBeNull()
  for (const body of [fixed.replace('E,4', 'E,8'), fixed.replace('E,4', 'E,7'), fixed.replace('E,4', 'E,0'), fixed.replace(',28,', ',00,'), 'GNHDT,087.305,T']) expect(usablePosition(sentence(body)), body).toBeNull()
})

it.each([
  ['field_count', fixed.replace(',0123', '')], ['field_count', `${fixed},1`], ['number', fixed.replace('4537.404', '45e37')], ['number', fixed.replace('4537.404', '537.404')], ['number', fixed.replace(',28,', ',28.5,')],
  ['number', fixed.replace('4537.404,N', ',')], ['number', fixed.replace('E,4', 'E,')], ['number', fixed.replace('E,4', 'E,9')], ['number', fixed.replace('0.55', '-0.55')], ['number', fixed.replace(',M,1.2', ',F,1.2')],
  ['time', fixed.replace('030405', '036005')], ['time', fixed.replace('030405', '030460')], ['time', fixed.replace('030405.20', '3:04')], ['hemisphere', fixed.replace(',N,', ',X,')], ['hemisphere', fixed.replace(',N,', ',,')],
  ['hemisphere', fixed.replace(',E,', ',N,')], ['range_lat', fixed.replace('4537.404', '9000.001')], ['range_lon', fixed.replace('12615.01968', '18000.001')], ['range_minutes', fixed.replace('4537.404', '4560.000')],
  ['date', 'GNRMC,040007.00,A,4004.80666,N,11635.07336,E,0.0,,310226,,,A,V'], ['date', 'GNZDA,030413.00,29,02,2026,00,00'], ['date', 'GNZDA,030413.00,29,,2026,00,00'], ['unsupported', 'GNXYZ,1'], ['unsupported', 'XXGGA,1'],
  ['unsupported', 'GNtoString,1'], ['proprietary', 'PQTMVER,1'], ['unsupported', ''],
])('%s: %s', (expected, body) => { expect(reason(body)).toBe(expected) })

it('looks at the frame first', () => {
  const good = withSum(fixed)
  expect(parseNmea(good.slice(0, -3))).toEqual({ accepted: false, reason: 'checksum_missing' })
  expect(parseNmea(good.slice(0, -2))).toEqual({ accepted: false, reason: 'checksum_missing' })
  expect(parseNmea(good.slice(0, -1))).toEqual({ accepted: false, reason: 'checksum' })
  expect(parseNmea(good.replace('4537', '4538'))).toEqual({ accepted: false, reason: 'checksum' })
  expect(parseNmea(good.slice(1))).toEqual({ accepted: false, reason: 'unsupported' })
  expect(parseNmea(`${good}\r\n`).accepted).toBe(true)
  expect(parseNmea(`$${'A'.repeat(longestSentence)}`)).toEqual({ accepted: false, reason: 'too_long' })
})

/** Sentences with some of their fields replaced, so that the fields are reached and not only the checksum. */
const fields = fc.array(fc.oneof(fc.constantFrom('', '0', '4537.404', '12615.0', 'N', 'E', 'A', 'V', 'M', '030405.20', '-1', '1e9', 'NaN'), fc.string({ maxLength: 8 })), { maxLength: 22 })
const type = fc.constantFrom('GGA', 'GNS', 'RMC', 'GLL', 'GST', 'GSA', 'GSV', 'ZDA', 'HDT', 'THS', 'VTG', 'DTM')

it('never throws, whatever comes, and whatever it accepts is finite and on the earth', () => {
  const judge = (raw: string): void => {
    const result = parseNmea(raw)
    if (!result.accepted || result.ignored) return
    for (const value of Object.values(result.sentence)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
    if ('position' in result.sentence && result.sentence.position) {
      expect(Math.abs(result.sentence.position[1])).toBeLessThanOrEqual(90)
      expect(Math.abs(result.sentence.position[0])).toBeLessThanOrEqual(180)
    }
  }
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), judge), { numRuns: 500 })
  fc.assert(fc.property(fc.string({ maxLength: 100 }), (text) => judge(withSum(text))), { numRuns: 500 })
  fc.assert(fc.property(type, fields, (name, values) => judge(withSum([`GN${name}`, ...values].join(',')))), { numRuns: 1000 })
})

it('cuts a stream the same way wherever its chunks end, and keeps no more than one sentence', () => {
  const stream = `noise${withSum(fixed)}\r\n${withSum('GNHDT,087.305,T')}${withSum('GNZDA,030413.00,15,01,2026,00,00')}\n\n`
  const expected = [withSum(fixed), withSum('GNHDT,087.305,T'), withSum('GNZDA,030413.00,15,01,2026,00,00')]
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
    const places = [0, ...cuts.sort((a, b) => a - b), stream.length]
    let rest = ''
    const got = places.slice(1).flatMap((to, i) => {
      const taken = takeSentences(rest, stream.slice(places[i], to))
      rest = taken.rest
      return taken.sentences
    })
    expect(got).toEqual(expected)
    expect(rest).toBe('')
  }))
  let rest = ''
  const refused: string[] = []
  for (let i = 0; i < 100; i++) {
    const taken = takeSentences(rest, i === 0 ? '$GNTXT' : 'A'.repeat(100))
    rest = taken.rest
    refused.push(...taken.sentences)
    expect(rest.length).toBeLessThanOrEqual(longestSentence)
  }
  expect(refused.map((one) => parseNmea(one))).toEqual([{ accepted: false, reason: 'too_long' }])
})

it('gives a bare time the day on which it lies nearest, whatever the gap', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -43_199_999, max: 43_199_999 }), (lastMs, aheadMs) => {
    const atMs = lastMs + aheadMs
    const timeOfDayMs = ((atMs % 86_400_000) + 86_400_000) % 86_400_000
    expect(nextNmeaInstant(lastMs, { ...(sentence(fixed) as Gga), timeOfDayMs })).toEqual({ clock: atMs, atMs })
  }))
  expect(nextNmeaInstant(null, sentence(fixed)).atMs).toBeNull()
  expect(nextNmeaInstant(null, sentence('GNRMC,040007.00,V,,,,,,,150126,,,N,V')).atMs).toBeNull()
})

interface Vector { id: string; raw: string; expect: Record<string, unknown> & { accept: boolean; sequence?: boolean; types?: string[]; times_utc?: string[] } }
const file = readVectors<Record<string, Vector[]>>('nmea.json')
const vectors = Object.values(file ?? {}).flat()

describe.skipIf(file === null)(vectorTitle('NMEA 0183', 'nmea.json', file), () => {
  it('has cases', () => { expect(vectors.length).toBeGreaterThan(0) })

  it.each(vectors.filter((vector) => !vector.expect.sequence).map((vector) => [vector.id, vector] as const))('%s', (id, { raw, expect: expected }) => {
    const taken = takeSentences('', `${raw}\n`).sentences
    const view = vectorView(parseNmea(taken.length === 1 && raw.length <= longestSentence ? taken[0]! : raw))
    for (const [key, value] of Object.entries(expected)) {
      // Other files may speak of more than this parser answers: said aloud, not passed over.
      if (!(key in view)) console.warn(`${id}: ${key} is not compared, it has no counterpart here`)
      else if (typeof value === 'number') {
        expect(view[key], key).toBeTypeOf('number')
        expect(Math.abs((view[key] as number) - value), key).toBeLessThan(key.endsWith('_deg') ? 1e-9 : 1e-6)
      }
      else expect(view[key], key).toEqual(value)
    }
  })

  it.each(vectors.filter((vector) => vector.expect.sequence).map((vector) => [vector.id, vector] as const))('%s, several sentences', (_, { raw, expect: expected }) => {
    let clock: NmeaClock = null
    const instants: (string | null)[] = []
    const types: unknown[] = []
    for (const one of takeSentences('', `${raw}\n`).sentences) {
      const result = parseNmea(one)
      expect(result.accepted).toBe(expected.accept)
      if (!result.accepted || result.ignored) continue
      const next = nextNmeaInstant(clock, result.sentence)
      clock = next.clock
      types.push(result.sentence.type)
      instants.push(next.atMs === null ? null : new Date(next.atMs).toISOString())
    }
    if (expected.types) expect(types).toEqual(expected.types)
    if (expected.times_utc) expect(instants).toEqual(expected.times_utc)
    expect(types.length).toBeGreaterThan(0)
  })
})
