import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeMinimum } from './minimum-on-off'
import { cool, knownField, knownInput, off, ran, release } from './testing/known-input'

const { station } = knownField

test('a loop that has just begun is known to run before its controller has told so', () => {
  expect(judgeMinimum(knownInput({ command: off }), 20)).toMatchObject({ reason: 'compressor_min_on', waitS: 280, params: { running_s: 20, min_s: 300, wait_s: 280 } })
  expect(judgeMinimum(knownInput({ command: off }), 300)).toBeNull()
  expect(judgeMinimum(knownInput({ command: off }), null)).toBeNull()
  // Another loop has kept the machine running for longer.
  expect(judgeMinimum(knownInput({ command: off, field: { stationRuns: [ran(20, 100)] } }), 20)).toBeNull()
})

test('a minimum that cannot be read keeps nobody from stopping, and lets nobody start', () => {
  const broken = { field: { station: { ...station, compressorMinOnS: NaN, compressorMinOffS: NaN } } }
  expect(judgeMinimum(knownInput({ ...broken, command: release }), 1)).toBeNull()
  expect(judgeMinimum(knownInput({ ...broken, command: cool }), null)).toMatchObject({ reason: 'compressor_min_off', waitS: 0 })
})

test('a hold never lasts longer than its minimum, and has ended once the machine has run or rested that long', () => {
  const anyRuns = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), { maxLength: 3 }).map((spells) => spells.map(([minutes, ago]) => ran(minutes, 100, 30, ago)))
  fc.assert(fc.property(anyRuns, fc.constantFrom(off, release, cool, { mode: 'heat' as const, setpoint_c: 35 }), fc.option(fc.integer({ min: 0, max: 4000 })), fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 0, max: 1200 }), (stationRuns, command, flowsForS, compressorMinOnS, compressorMinOffS) => {
    const hold = judgeMinimum(knownInput({ command, field: { stationRuns, station: { ...station, compressorMinOnS, compressorMinOffS } } }), flowsForS)
    const stops = command.mode === 'off' || command.mode === 'release'
    if (hold) {
      expect(hold.reason).toBe(stops ? 'compressor_min_on' : 'compressor_min_off')
      expect(hold.waitS).toBeGreaterThan(0)
      expect(hold.waitS).toBeLessThanOrEqual(stops ? compressorMinOnS : compressorMinOffS)
    }
    if (stops && (flowsForS === null || flowsForS >= compressorMinOnS) && stationRuns.length === 0) expect(hold).toBeNull()
    if (stops && flowsForS !== null && flowsForS >= 14_400) expect(hold).toBeNull()
  }), { numRuns: 300 })
})
