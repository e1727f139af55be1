import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase } from '#db/testing/test-database'
import { seedNetwork } from '#db/seed'
import { encodeFrame, parseFrame } from '#domain/geo/jt808/frame'
import { writeFix } from '#domain/geo/nmea/testing/write-sentence'
import type { SiteClock } from '#domain/units/site-time'
import { loadTrack, type TrackPoint } from '#server/store/receiver-positions'
import { createReceiver, retireReceiver, type NewReceiver } from '#server/store/receivers'
import { smallNetwork } from '#server/store/testing/small-network'
import { createIngest } from '../create-ingest'
import { ReceiverDesk } from './receiver-desk'
import { ReceiverListeners } from './receiver-listeners'
import { DeviceLine } from './testing/device-line'

const t0 = Date.parse('2026-01-15T12:00:00Z')
const clock: SiteClock = { base: { siteEpochMs: t0, wallEpochMs: 0, timeScale: 1 }, now: () => new Date(t0) }
const second = (n: number): Date => new Date(t0 + n * 1000)
const input = (id: string, over: Partial<NewReceiver> = {}): NewReceiver => ({
  id, name: id, kind: 'vehicle', protocol: 'nmea', frame: 'CGCS2000', epoch: 2000, correctionSource: 'network-rtk', velocity: { kind: 'none' }, surfaceItemId: null, measuresSurface: true, phone: null, terminalId: null, ...over,
})

let opened: TestDatabase
let desk: ReceiverDesk
let listeners: ReceiverListeners
let ports: { nmeaPort: number; jt808Port: number }
let token: string
beforeAll(async () => {
  opened = await openTestDatabase('postgresql')
  await seedNetwork(opened.db, smallNetwork)
  token = (await createReceiver(opened.db, input('plough-1'), clock.now(), 'li'))!.token!
  await createReceiver(opened.db, input('bus-7', { protocol: 'jt808', phone: '013800000001', terminalId: 'T000001', surfaceItemId: 0xe1 }), clock.now(), 'li')
  desk = new ReceiverDesk({ db: opened.db, clock, ingest: createIngest({ db: opened.db, clock }), retentionDays: 400 }, smallNetwork.segments)
  listeners = new ReceiverListeners({ db: opened.db, clock, desk, host: '127.0.0.1', nmeaPort: 0, jt808Port: 0, limits: { loginMs: 1500, idleMs: 5000, mostStrangersPerAddress: 12 } })
  ports = (await listeners.start()) as typeof ports
})
afterAll(async () => {
  await listeners.stop()
  await opened.close()
})
const track = (id: string): Promise<TrackPoint[]> => loadTrack(opened.db, id, new Date(0), new Date(t0 + 1e8), 1000)
const signedIn = async (): Promise<DeviceLine> => {
  const line = await DeviceLine.open(ports.nmeaPort)
  line.send(`LOGIN ${token}\r\n`)
  expect(await line.line()).toBe('OK plough-1')
  return line
}

describe('NMEA over TCP', () => {
  it('stores what a vehicle says in pieces of any size, with the temperature of the road under it', async () => {
    const line = await signedIn()
    expect(desk.isConnected('plough-1')).toBe(true)
    const text = writeFix({ at: second(0), lon: 126.603, lat: 45.7, surfaceC: -4.5 }) + writeFix({ at: second(1), lon: 126.6031, lat: 45.7, surfaceC: -4.6 })
    for (let i = 0; i < text.length; i += 7) line.send(text.slice(i, i + 7))
    // The last one is complete when nothing more comes.
    await vi.waitFor(async () => expect(await track('plough-1')).toHaveLength(2), { timeout: 8000 })
    const [first, last] = await track('plough-1')
    expect(first).toMatchObject({ surfaceTemperatureC: -4.5, fix: { atMs: t0, fix: 'rtk_fixed' }, match: { matched: true, segmentId: 'g2', headingDifferenceDeg: expect.closeTo(0, 1) } })
    expect(last).toMatchObject({ surfaceTemperatureC: -4.6, match: { matched: true, segmentId: 'g2' } })
    line.send(writeFix({ at: second(2), lon: 126.6, lat: 45.7, quality: 0 }) + '$GNGGA,broken*00\r\n' + writeFix({ at: second(3), lon: 126.6032, lat: 45.7, quality: 8 }))
    await vi.waitFor(() => expect(desk.countsOf('plough-1').refused).toEqual({ no_fix: 1, checksum: 1, simulated: 1 }), { timeout: 8000 })
    line.close()
    await vi.waitFor(() => expect(desk.isConnected('plough-1')).toBe(false))
  })

  it('sends away a wrong token and a first line without end, and a newer connection ends the older', async () => {
    const [wrong, endless, old] = [await DeviceLine.open(ports.nmeaPort), await DeviceLine.open(ports.nmeaPort), await signedIn()]
    wrong.send('LOGIN not-a-token-of-anybody\n')
    endless.send('A'.repeat(4000))
    expect(await wrong.line()).toBe('NO')
    await Promise.all([wrong.closed(), endless.closed()])
    const now = await signedIn()
    await old.closed()
    expect(desk.isConnected('plough-1')).toBe(true)
    now.close()
  })

  it('keeps listening to one while others send garbage, trickle, or take every place for strangers', async () => {
    const good = await signedIn()
    const others = await Promise.all(Array.from({ length: 12 }, () => DeviceLine.open(ports.nmeaPort)))
    const noise = Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256)
    const trickle = setInterval(() => { for (const one of others.slice(6)) one.send('x') }, 50)
    for (const one of others.slice(0, 6)) one.send(noise)
    for (let i = 10; i < 30; i++) good.send(writeFix({ at: second(i), lon: 126.603, lat: 45.7 }))
    await vi.waitFor(async () => expect((await track('plough-1')).length).toBeGreaterThanOrEqual(21), { timeout: 8000 })
    await Promise.all(others.map((one) => one.closed()))
    clearInterval(trickle)
    // Their places are free again.
    good.close()
    const another = await signedIn()
    another.send(noise)
    another.send(writeFix({ at: second(40), lon: 126.603, lat: 45.7 }))
    await vi.waitFor(async () => expect((await track('plough-1')).at(-1)?.fix.atMs).toBe(second(40).getTime()), { timeout: 8000 })
    another.close()
  })

  it('remembers no connection of one that went while its token was looked up', async () => {
    const gone = await Promise.all(Array.from({ length: 8 }, () => DeviceLine.open(ports.nmeaPort)))
    for (const line of gone) {
      line.send(`LOGIN ${token}\r\n`)
      line.close()
    }
    const last = await signedIn()
    last.close()
    await vi.waitFor(() => expect(desk.isConnected('plough-1')).toBe(false))
  })

  it('ends the connection of a receiver that was retired', async () => {
    const made = await createReceiver(opened.db, input('plough-2'), clock.now(), 'li')
    const line = await DeviceLine.open(ports.nmeaPort)
    line.send(`${made!.token}${writeFix({ at: second(0), lon: 126.603, lat: 45.7 })}`)
    expect(await line.line()).toBe('OK plough-2')
    await vi.waitFor(async () => expect(await track('plough-2')).toHaveLength(1), { timeout: 8000 })
    await retireReceiver(opened.db, 'plough-2', clock.now(), 'li')
    desk.disconnect('plough-2')
    await line.closed()
  })
})

describe('JT/T 808', () => {
  const phone = '013800000001'
  let sequence = 0
  const send = (line: DeviceLine, messageId: number, body: Uint8Array, from = phone): void => line.send(encodeFrame({ messageId, standard: 2013, phone: from, sequence: ++sequence }, body))
  const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.replace(/\s/g, '').match(/../g)!, (pair) => Number.parseInt(pair, 16))
  const text = (value: string, width = value.length): string => Buffer.from(value.padEnd(width, '\0'), 'latin1').toString('hex')
  const registration = (terminalId = 'T000001'): Uint8Array => bytes(`0017 0001 ${text('MAKER', 5)}${text('PLOW-1', 20)}${text(terminalId, 7)} 02 41`)
  const u32 = (value: number): string => value.toString(16).padStart(8, '0')
  /** GMT+8. */
  const report = (time: string, { status = 0x000c0003, extra = '' } = {}): Uint8Array => bytes(`00000000 ${u32(status)} ${u32(45_700_000)} ${u32(126_603_000)} 008d 0181 005a ${time} ${extra}`)
  const answerOf = async (line: DeviceLine): Promise<{ messageId: number; to: number; result: number; code: string }> => {
    const read = parseFrame(await line.frame())
    if (!read.accepted) throw new Error(read.reason)
    const { header, body } = read.message
    const result = header.messageId === 0x8100 ? body[2]! : body[4]!
    return { messageId: header.messageId, to: (body[0]! << 8) | body[1]!, result, code: Buffer.from(body.subarray(3)).toString('latin1') }
  }
  let code = ''

  it('registers, authenticates, answers everything and stores positions, also those in parts', async () => {
    const line = await DeviceLine.open(ports.jt808Port)
    send(line, 0x0200, report('260115195900'))
    expect(await answerOf(line)).toMatchObject({ messageId: 0x8001, to: sequence, result: 1 })
    send(line, 0x0100, registration())
    const registered = await answerOf(line)
    expect(registered).toMatchObject({ messageId: 0x8100, to: sequence, result: 0 })
    code = registered.code
    send(line, 0x0102, bytes(text(code)))
    expect(await answerOf(line)).toMatchObject({ messageId: 0x8001, result: 0 })
    // -4.5 degrees in tenths, in the item that was registered for it.
    send(line, 0x0200, report('260115200000', { extra: 'e1 02 ffd3' }))
    expect(await answerOf(line)).toMatchObject({ messageId: 0x8001, to: sequence, result: 0 })
    expect(await track('bus-7')).toMatchObject([{ surfaceTemperatureC: -4.5, fix: { atMs: t0, fix: 'unknown', receiverAltitudeM: 141, ellipsoidalHeightM: null }, match: { matched: true, segmentId: 'g2' } }])

    const [one, two] = [report('260115200001'), report('260115200002')]
    const batch = Uint8Array.from([0, 2, 1, 0, one.length, ...one, 0, two.length, ...two])
    const part = (index: number, body: Uint8Array): Uint8Array => {
      sequence += 1
      const plain = Uint8Array.from([0x07, 0x04, 0x20 | (body.length >> 8), body.length & 0xff, ...bytes(phone), sequence >> 8, sequence & 0xff, 0, 2, 0, index, ...body])
      const checked = [...plain, plain.reduce((sum, byte) => sum ^ byte, 0)].flatMap((byte) => (byte === 0x7e ? [0x7d, 2] : byte === 0x7d ? [0x7d, 1] : [byte]))
      return Uint8Array.from([0x7e, ...checked, 0x7e])
    }
    for (const [i, body] of [batch.subarray(0, 40), batch.subarray(40)].entries()) {
      line.send(part(i + 1, body))
      expect(await answerOf(line)).toMatchObject({ messageId: 0x8001, to: sequence, result: 0 })
    }
    expect(await track('bus-7')).toHaveLength(3)
    line.close()
  })

  it('knows a terminal by its code, and nobody takes its place by registering again', async () => {
    const [line, thief, unknown] = [await DeviceLine.open(ports.jt808Port), await DeviceLine.open(ports.jt808Port), await DeviceLine.open(ports.jt808Port)]
    send(line, 0x0102, bytes(text(code)))
    expect(await answerOf(line)).toMatchObject({ result: 0 })
    send(thief, 0x0100, registration())
    send(unknown, 0x0100, registration('T000002'))
    expect(await answerOf(thief)).toMatchObject({ messageId: 0x8100, result: 3 })
    expect(await answerOf(unknown)).toMatchObject({ messageId: 0x8100, result: 4 })
    const guessing = await DeviceLine.open(ports.jt808Port)
    send(guessing, 0x0102, bytes(text('not the code')))
    expect(await answerOf(guessing)).toMatchObject({ messageId: 0x8001, result: 1 })
    // Encrypted, without a fix, of another terminal, of no time, of a kind that is not read.
    send(line, 0x0200, report('260115200010', { status: 0x000c0023 }))
    expect(await answerOf(line)).toMatchObject({ result: 3 })
    send(line, 0x0200, report('260115200011', { status: 0x000c0001 }))
    expect(await answerOf(line)).toMatchObject({ result: 0 })
    send(line, 0x0200, report('260115200012'), '013800000002')
    expect(await answerOf(line)).toMatchObject({ result: 1 })
    send(line, 0x0200, report('261315200012'))
    expect(await answerOf(line)).toMatchObject({ result: 2 })
    send(line, 0x0900, bytes('00'))
    expect(await answerOf(line)).toMatchObject({ result: 3 })
    send(line, 0x0002, new Uint8Array())
    expect(await answerOf(line)).toMatchObject({ result: 0 })
    expect(desk.countsOf('bus-7').refused).toEqual({ encrypted: 1, no_fix: 1, other_phone: 1, time: 1, unsupported: 1 })
    expect(await track('bus-7')).toHaveLength(3)
    // Signed off, it may register anew.
    send(line, 0x0003, new Uint8Array())
    expect(await answerOf(line)).toMatchObject({ result: 0 })
    await line.closed()
    const again = await DeviceLine.open(ports.jt808Port)
    send(again, 0x0100, registration())
    expect(await answerOf(again)).toMatchObject({ messageId: 0x8100, result: 0 })
    for (const one of [thief, unknown, guessing, again]) one.close()
  })

  it('lets go who sends nothing but faults', async () => {
    const line = await DeviceLine.open(ports.jt808Port)
    line.send(bytes('7e 01 02 7e 03 7e 04 7e 05 7e 06 7e'))
    await line.closed()
  })
})
