import fc from 'fast-check'
import { expect, test } from 'vitest'
import file from '#fixtures/register-maps/hearthway-loop-1.json'
import { parseRegisterMap } from '../../wire/register-map'
import { deviceModes, type CommandBlock } from '../command-block'
import type { LoopStatus } from '../loop-status'
import { decodeLoopStatus, encodeCommandBlock, encodeLoopStatus } from '../testing/first-encoder'
import { readHeldBlock, readLoopStatus } from './loop-registers'
import { putLoopStatus } from './put-loop-status'
import { RegisterImage } from './register-image'
import { writesOfBlock, writesOfHeartbeat } from './write-registers'

const parsed = parseRegisterMap(file)
if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
const { map } = parsed

const block = fc.record({ sequence: fc.integer({ min: 1, max: 0xffffffff }), mode: fc.constantFrom(...deviceModes), tenths: fc.integer({ min: -400, max: 900 }), lease: fc.integer({ min: 1, max: 0xffff }) })
  .map(({ sequence, mode, tenths, lease }): CommandBlock => ({ sequence, mode, setpoint_c: mode === 'heat' || mode === 'cool' ? tenths / 10 : null, leaseS: mode === 'auto' ? 0 : lease }))
const status = fc.record({
  appliedSequence: fc.nat(0xffffffff), seenSequence: fc.nat(0xffffffff), mode: fc.constantFrom(...deviceModes), setpoint_c: fc.option(fc.integer({ min: -32767, max: 32767 }).map((raw) => raw / 10)),
  leaseRemainingS: fc.nat(0xffff), valve_pct: fc.nat(1000).map((raw) => raw / 10), pump_hz: fc.nat(600).map((raw) => raw / 10), supply_c: fc.integer({ min: -30000, max: 30000 }).map((raw) => raw / 10),
  return_c: fc.integer({ min: -30000, max: 30000 }).map((raw) => raw / 10), flow_lPerMin: fc.nat(0xffff), power_kw: fc.integer({ min: -32767, max: 32767 }), rejectCode: fc.nat(4),
  running: fc.boolean(), local: fc.boolean(), fault: fc.boolean(), safeState: fc.boolean(), leaseEnded: fc.boolean(),
}) satisfies fc.Arbitrary<LoopStatus>

test('the file says bit by bit what the first encoder said: one write of five registers per command', () => {
  fc.assert(fc.property(block, fc.nat(50), (asked, index) => {
    expect(writesOfBlock(map, index, asked)).toEqual([{ table: 'holding', address: 100 + 20 * index, words: encodeCommandBlock(asked) }])
    const image = new RegisterImage()
    image.put('holding', 100 + 20 * index, encodeCommandBlock(asked))
    expect(readHeldBlock(map, index, image)).toEqual(asked)
  }))
  expect(writesOfHeartbeat(map, 41, 10)).toEqual([{ table: 'holding', address: 0, words: [41, 10] }])
})

test('and so does every status: 15 input registers', () => {
  fc.assert(fc.property(status, fc.nat(50), (said, index) => {
    const image = new RegisterImage()
    putLoopStatus(map, index, said, image)
    const words = Array.from({ length: 15 }, (_, i) => image.get('input', 100 + 20 * index + i))
    expect(words).toEqual(encodeLoopStatus(said))
    expect(readLoopStatus(map, index, image)).toEqual(said)
    expect(decodeLoopStatus(words as number[])).toEqual(said)
  }))
})
