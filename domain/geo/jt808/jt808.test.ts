import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readVectors, vectorTitle } from '../testing/vector-folder'
import { encodeFrame, parseFrame, type Jt808Header, type Jt808Message } from './frame'
import { joinParts, type OpenMessages } from './join-parts'
import { encodeGeneralAnswer, encodeRegistrationAnswer } from './platform-answer'
import { longestFrame, takeFrames } from './take-frames'
import { readTerminalMessage, type TerminalMessage } from './terminal-message'
import type { PositionReport } from './position-report'

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.replace(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const hex = (data: Uint8Array): string => Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('')
const parse = (frame: Uint8Array): Jt808Message => {
  const result = parseFrame(frame)
  if (!result.accepted) throw new Error(result.reason)
  return result.message
}
const message = (frame: Uint8Array): TerminalMessage => {
  const result = readTerminalMessage(parse(frame))
  if (!result.accepted) throw new Error(result.reason)
  return result.message
}
const header = (messageId: number, standard: 2013 | 2019 = 2013): Omit<Jt808Header, 'part'> => ({ messageId, standard, phone: (standard === 2019 ? '00000000' : '') + '013800000001', sequence: 7 })
const report = (changes: { status?: number; lat?: number; lon?: number; time?: string; extra?: string } = {}): Uint8Array => {
  const u32 = (value: number): string => (value >>> 0).toString(16).padStart(8, '0')
  return bytes(`00000000${u32(changes.status ?? 0x000c0003)}${u32(changes.lat ?? 45_623_403)}${u32(changes.lon ?? 126_250_328)}008d0181010f${changes.time ?? '260115110405'}${changes.extra ?? ''}`)
}
const position = (changes: Parameters<typeof report>[0]): PositionReport => (message(encodeFrame(header(0x0200), report(changes))) as { report: PositionReport }).report
const refusal = (changes: Parameters<typeof report>[0]): unknown => readTerminalMessage({ header: { ...header(0x0200), part: null }, body: report(changes) })
const anyBytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength })
const standards = fc.constantFrom<2013 | 2019>(2013, 2019)

it('escapes as the standard shows: 30 7E 08 7D 55 goes as 30 7D 02 08 7D 01 55', () => {
  expect(hex(encodeFrame(header(0x0200), bytes('307e087d55')))).toContain('307d02087d0155')
})

it('reads back every frame it writes, in both standards', () => {
  fc.assert(fc.property(standards, anyBytes(1023), fc.nat(0xffff), fc.nat(0xffff), (standard, body, messageId, sequence) => {
    const frame = encodeFrame({ ...header(messageId, standard), sequence }, body)
    expect(frame.subarray(1, -1).includes(0x7e)).toBe(false)
    expect(frame.length).toBeLessThanOrEqual(longestFrame)
    const read = parse(frame)
    expect(read.header).toEqual({ ...header(messageId, standard), sequence, part: null })
    expect(hex(read.body)).toBe(hex(body))
  }))
})

it('never throws, and accepts no frame with a bit turned', () => {
  fc.assert(fc.property(anyBytes(100), (noise) => { parseFrame(Uint8Array.from([0x7e, ...noise, 0x7e])); parseFrame(noise) }))
  fc.assert(fc.property(standards, fc.constantFrom(0x0100, 0x0102, 0x0200, 0x0704, 0x0002, 0x0900), anyBytes(200), (standard, id, body) => { readTerminalMessage({ header: { ...header(id, standard), part: null }, body }) }))
  const frame = encodeFrame(header(0x0200), report())
  for (let i = 1; i < frame.length - 1; i++) for (let bit = 0; bit < 8; bit++) {
    const turned = Uint8Array.from(frame)
    turned[i]! ^= 1 << bit
    expect(parseFrame(turned).accepted).toBe(false)
  }
})

it('refuses by name', () => {
  expect(parseFrame(bytes('7e02007d037e'))).toEqual({ accepted: false, reason: 'escape' })
  expect(parseFrame(bytes('7e02007e'))).toEqual({ accepted: false, reason: 'length' })
  expect(parseFrame(new Uint8Array())).toEqual({ accepted: false, reason: 'length' })
  const framed = (plain: string): unknown => parseFrame(Uint8Array.from([0x7e, ...bytes(plain), bytes(plain).reduce((sum, byte) => sum ^ byte, 0), 0x7e]))
  expect(framed('02000002 013800000001 0001 00')).toEqual({ accepted: false, reason: 'length' })
  expect(framed('02000401 013800000001 0001 00')).toEqual({ accepted: false, reason: 'encrypted' })
  expect(framed('02000001 0138000000a1 0001 00')).toEqual({ accepted: false, reason: 'number' })
  expect(framed('02002001 013800000001 0001 0002 0003 00')).toEqual({ accepted: false, reason: 'number' })
  expect(() => encodeFrame({ ...header(0x8001), phone: '1' }, new Uint8Array())).toThrow(RangeError)
  expect(() => encodeFrame(header(0x8001), new Uint8Array(1024))).toThrow(RangeError)
})

it('takes the time for China time and the coordinates for what the status says', () => {
  const one = position({ extra: '0104 0000007b 3101 0c 30' })
  expect(new Date(one.atMs).toISOString()).toBe('2026-01-15T03:04:05.000Z')
  expect(one).toMatchObject({ position: [126.250328, 45.623403], noPosition: null, altitudeM: 141, speedKmPerH: 38.5, courseDeg: 271, accOn: true, gpsUsed: true, bdsUsed: true, galileoUsed: false, odometerKm: 12.3, satellites: 12 })
  expect(position({ status: 0b1111 }).position).toEqual([-126.250328, -45.623403])
})

it('has no position without a fix, with encrypted coordinates or at 0, 0, and says why', () => {
  expect(position({ status: 1 })).toMatchObject({ position: null, noPosition: 'no_fix', sent: [126.250328, 45.623403] })
  expect(position({ status: 0b100011, lat: 4e9 })).toMatchObject({ position: null, noPosition: 'encrypted', encrypted: true })
  expect(position({ lat: 0, lon: 0 })).toMatchObject({ position: null, noPosition: 'null_island' })
})

it('refuses places and times that there are not', () => {
  expect(refusal({ lat: 90_000_001 })).toEqual({ accepted: false, reason: 'range_lat' })
  expect(refusal({ lon: 180_000_001 })).toEqual({ accepted: false, reason: 'range_lon' })
  for (const time of ['260230110405', '261315110405', '260115240000', '26011511040a', '000000000000']) expect(refusal({ time }), time).toEqual({ accepted: false, reason: 'time' })
  expect(readTerminalMessage({ header: { ...header(0x0200), part: null }, body: report().subarray(0, 27) })).toEqual({ accepted: false, reason: 'length' })
})

it('reads registrations of 2011, 2013 and 2019, and authentications', () => {
  const text = (value: string, width: number): string => hex(Uint8Array.from(Array.from(value.padEnd(width, '\0'), (letter) => letter.charCodeAt(0))))
  const plate = 'bad841313233343520'
  const of = (standard: 2013 | 2019, widths: [number, number, number]): TerminalMessage =>
    message(encodeFrame(header(0x0100, standard), bytes(`0017 0001 ${text('MAKER', widths[0])}${text('PLOW-1', widths[1])}${text('T000001', widths[2])} 02 ${plate}`)))
  for (const read of [of(2013, [5, 8, 7]), of(2013, [5, 20, 7]), of(2019, [11, 30, 30])]) expect(read).toMatchObject({ kind: 'registration', province: 23, county: 1, maker: 'MAKER', model: 'PLOW-1', terminalId: 'T000001', plateColour: 2, plateGbk: bytes(plate) })
  expect(message(encodeFrame(header(0x0102), bytes(text('SECRET', 6))))).toEqual({ kind: 'authentication', code: 'SECRET', imei: null })
  expect(message(encodeFrame(header(0x0102, 2019), bytes(`06${text('SECRET', 6)}${text('860000000000001', 15)}${text('V1.0', 20)}`)))).toEqual({ kind: 'authentication', code: 'SECRET', imei: '860000000000001' })
  expect(readTerminalMessage({ header: { ...header(0x0102, 2019), part: null }, body: bytes('0941') })).toEqual({ accepted: false, reason: 'length' })
})

it('reads reports that waited for a network, and counts those that are none', () => {
  const item = (body: Uint8Array): string => `${body.length.toString(16).padStart(4, '0')}${hex(body)}`
  const batch = (items: Uint8Array[], count = items.length): Jt808Message => ({ header: { ...header(0x0704), part: null }, body: bytes(`${count.toString(16).padStart(4, '0')}01${items.map(item).join('')}`) })
  const result = readTerminalMessage(batch([report(), report({ time: '260115110406' }), report({ time: '269915110406' })]))
  expect(result).toMatchObject({ accepted: true, message: { kind: 'positions', late: true, refused: 1 } })
  expect(result.accepted && result.message.kind === 'positions' && result.message.reports.map(({ atMs }) => atMs % 60_000)).toEqual([5000, 6000])
  expect(readTerminalMessage(batch([report()], 2))).toEqual({ accepted: false, reason: 'length' })
})

it('answers in the terminal\'s own standard', () => {
  const from: Jt808Header = { ...header(0x0102, 2019), sequence: 258, part: null }
  const general = parse(encodeGeneralAnswer(from, 5, 'failed'))
  expect([general.header, hex(general.body)]).toEqual([{ messageId: 0x8001, standard: 2019, phone: from.phone, sequence: 5, part: null }, '0102010201'])
  const registered = parse(encodeRegistrationAnswer({ ...header(0x0100), part: null }, 6, 'accepted', 'AB~'))
  expect([registered.header.messageId, hex(registered.body)]).toEqual([0x8100, '00070041427e'])
  expect(hex(parse(encodeRegistrationAnswer({ ...header(0x0100), part: null }, 6, 'vehicleUnknown', null)).body)).toBe('000702')
  expect(() => encodeRegistrationAnswer({ ...header(0x0100), part: null }, 6, 'accepted', null)).toThrow(RangeError)
  expect(() => encodeRegistrationAnswer({ ...header(0x0100), part: null }, 6, 'terminalUnknown', 'A')).toThrow(RangeError)
})

it('cuts a stream the same way wherever its chunks end, and keeps no more than a frame', () => {
  const frames = [encodeFrame(header(0x0200), report()), encodeFrame(header(0x0002), new Uint8Array()), encodeFrame(header(0x0102, 2019), bytes('0141'))]
  const stream = Uint8Array.from([1, 2, 3, ...frames.flatMap((frame) => [...frame])])
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
    const places = [0, ...cuts.sort((a, b) => a - b), stream.length]
    let rest: Uint8Array = new Uint8Array()
    const got = places.slice(1).flatMap((to, i) => {
      const taken = takeFrames(rest, stream.subarray(places[i], to))
      rest = taken.rest
      return taken.frames
    })
    expect(got.map(hex)).toEqual(frames.map(hex))
  }))
  let rest: Uint8Array = bytes('7e')
  for (let i = 0; i < 30; i++) rest = takeFrames(rest, new Uint8Array(100)).rest
  expect(rest.length).toBeLessThanOrEqual(longestFrame)
})

it('joins parts in any order, with repeats and other messages between, and forgets what never comes whole', () => {
  const part = (index: number, total: number, sequence: number, body: number[], phone = '013800000001'): Jt808Message => ({ header: { messageId: 0x0704, standard: 2013, phone, sequence, part: { index, total } }, body: Uint8Array.from(body) })
  fc.assert(fc.property(fc.integer({ min: 1, max: 12 }).chain((total) => fc.tuple(fc.constant(total), fc.shuffledSubarray(Array.from({ length: total }, (_, i) => i + 1), { minLength: total }), fc.nat(0xffff))), ([total, order, first]) => {
    let open: OpenMessages = []
    const wholes = order.flatMap((index) => {
      const sequence = (first + index - 1) % 0x10000
      const steps = [part(index, total, sequence, [index, index]), part(1, 9, 9, [0], '099999999999')]
      if (order.at(-1) !== index) steps.push(part(index, total, sequence, [index, index]))
      return steps.flatMap((one) => {
        const joined = joinParts(open, one, 0)
        open = joined.open
        return joined.whole ? [joined.whole] : []
      })
    })
    expect(wholes.map(({ header: { sequence, part: none }, body }) => [sequence, none, [...body]])).toEqual([[first, null, Array.from({ length: total }, (_, i) => [i + 1, i + 1]).flat()]])
    expect(open.length).toBe(1)
    expect(joinParts(open, part(2, 3, 100, []), 60_001).open.length).toBe(1)
  }))
  let open: OpenMessages = []
  for (let sequence = 0; sequence < 100; sequence += 2) open = joinParts(open, part(1, 2, sequence, [1]), 0).open
  expect(open.length).toBe(8)
  expect(joinParts([], part(1, 65, 1, [1]), 0)).toEqual({ open: [], whole: null })
})

interface Vector { hex: string; accept: boolean; reason?: string; [key: string]: unknown }
const vectors = readVectors<Vector[]>('jt808.json')

/** A report under the names of the vector file. */
function vectorView(frame: Uint8Array): Record<string, unknown> {
  const framed = parseFrame(frame)
  if (!framed.accepted) return { accept: false, reason: framed.reason }
  const { header: head } = framed.message
  const view = { msg_id: `0x${head.messageId.toString(16).padStart(4, '0')}`, phone: head.phone, seq: head.sequence, version: head.standard }
  const result = readTerminalMessage(framed.message)
  if (!result.accepted) return { accept: false, reason: result.reason, ...view }
  if (result.message.kind !== 'position') return { accept: true, ...view }
  const { report: r } = result.message
  const gmt8 = new Date(r.atMs + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)
  return {
    accept: true, ...view, acc_on: r.accOn, fix: r.fixed, gps_used: r.gpsUsed, bds_used: r.bdsUsed, encrypted: r.encrypted, lat_deg: r.sent[1], lon_deg: r.sent[0], alt_m: r.altitudeM, speed_kmh: r.speedKmPerH,
    course_deg: r.courseDeg, time_gmt8: gmt8, time_utc: new Date(r.atMs).toISOString(),
  }
}

describe.skipIf(vectors === null)(vectorTitle('JT/T 808', 'jt808.json', vectors), () => {
  it('has frames', () => { expect(vectors!.length).toBeGreaterThan(0) })

  it.each((vectors ?? []).map((vector, i) => [i + 1, vector] as const))('frame %d', (number, { hex: raw, ...expected }) => {
    const view = vectorView(bytes(raw))
    for (const [key, value] of Object.entries(expected)) {
      // Other files may speak of more than is answered here: said aloud, not passed over.
      if (!(key in view) && view['accept'] === expected.accept) console.warn(`frame ${number}: ${key} is not compared, it has no counterpart here`)
      else expect(view[key], key).toEqual(value)
    }
  })
})
