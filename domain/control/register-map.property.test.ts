import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCommandBlock, encodeCommandBlock, type CommandBlock } from './command-block'
import { decodeLoopStatus, encodeLoopStatus } from './loop-status'
import { commandBlockLength, commandPoints, controllerPoints, decodePoint, encodePoint, loopAddress, loopPoints, loopStatusLength, loopStride, wordsOf, type RegisterPoint } from './register-map'

const points: RegisterPoint[] = [...Object.values(controllerPoints), ...Object.values(commandPoints), ...Object.values(loopPoints)]

test('no two points of a table overlap and every loop point lies in its block', () => {
  for (const group of [Object.values(commandPoints), Object.values(loopPoints), Object.values(controllerPoints)]) {
    for (const table of ['holding', 'input']) {
      const taken = group.filter((p) => p.table === table).flatMap((p: RegisterPoint) => Array.from({ length: wordsOf(p) }, (_, i) => p.offset + i))
      expect(new Set(taken).size).toBe(taken.length)
      expect(Math.max(-1, ...taken)).toBeLessThan(loopStride)
    }
  }
  expect(Math.max(...Object.values(commandPoints).map((p: RegisterPoint) => p.offset + wordsOf(p)))).toBe(commandBlockLength)
  expect(Math.max(...Object.values(loopPoints).map((p: RegisterPoint) => p.offset + wordsOf(p)))).toBe(loopStatusLength)
})

test('whatever a register can hold comes back as the same value', () => {
  fc.assert(fc.property(fc.constantFrom(...points), fc.nat(0xffffffff), (p, seed) => {
    const span = p.type === 'u32' ? 0x100000000 : p.type === 'u16' ? 0x10000 : 0xffff
    const raw = (seed % span) - (p.type === 's16' ? 0x7fff : 0)
    const value = p.scale === 1 ? raw : raw / Math.round(1 / p.scale)
    const words = encodePoint(p, value)
    expect(words).toHaveLength(wordsOf(p))
    for (const word of words) expect(Number.isInteger(word) && word >= 0 && word <= 0xffff).toBe(true)
    expect(decodePoint({ ...p, offset: 0 }, words)).toBe(value)
  }))
})

test('nothing but a finite number in range is ever encoded', () => {
  for (const p of points) {
    for (const bad of [NaN, Infinity, -Infinity, undefined, '7', 1e12, -1e12]) expect(() => encodePoint(p, bad as number), `${p.name} ${String(bad)}`).toThrow(RangeError)
  }
  expect(() => encodePoint(commandPoints.sequence, null)).toThrow('sequence: a value is required')
  expect(encodePoint(commandPoints.setpoint, null)).toEqual([0x8000])
})

test('a short answer throws instead of reading 0', () => {
  expect(() => decodePoint(loopPoints.seenSequence, Array.from({ length: 14 }, () => 0))).toThrow(RangeError)
  expect(() => decodeLoopStatus([])).toThrow(RangeError)
  expect(() => loopAddress(-1)).toThrow(RangeError)
  expect(() => loopAddress(0.5)).toThrow(RangeError)
  expect(loopAddress(3)).toBe(160)
})

test('a command block refuses what the registers cannot say exactly', () => {
  const good: CommandBlock = { sequence: 70000, mode: 'heat', setpoint_c: 35.1, leaseS: 3600 }
  expect(encodeCommandBlock(good)).toEqual([1, 4464, 2, 351, 3600])
  expect(decodeCommandBlock(encodeCommandBlock(good))).toEqual(good)
  expect(encodeCommandBlock({ sequence: 1, mode: 'auto', setpoint_c: null, leaseS: 0 })).toEqual([0, 1, 0, 0x8000, 0])
  const bad: Partial<CommandBlock>[] = [
    { sequence: 0 }, { sequence: 1.5 }, { sequence: NaN }, { sequence: 2 ** 32 }, { setpoint_c: null }, { setpoint_c: NaN }, { setpoint_c: 35.15 },
    { leaseS: 0 }, { leaseS: 1.5 }, { leaseS: 70000 }, { mode: 'off' }, { mode: 'auto', setpoint_c: null }, { mode: 'boost' as 'heat' },
  ]
  for (const change of bad) expect(() => encodeCommandBlock({ ...good, ...change }), JSON.stringify(change)).toThrow(RangeError)
})

test('a loop status survives its registers', () => {
  const status = {
    appliedSequence: 7, mode: 'cool' as const, setpoint_c: -0.5, leaseRemainingS: 1200, valve_pct: 45.5, pump_hz: 38.2, supply_c: 12.3, return_c: 17.9, flow_lPerMin: 12000, power_kw: -8000,
    running: true, local: false, fault: true, safeState: false, leaseEnded: true, rejectCode: 3, seenSequence: 8,
  }
  expect(decodeLoopStatus(encodeLoopStatus(status))).toEqual(status)
})
