import { describe, expect, test } from 'vitest'
import file from '#fixtures/register-maps/float-levels-1.json'
import { parseRegisterMap, type RegisterMapFile } from '../../wire/register-map'
import type { CommandBlock } from '../command-block'
import { foreignRejectCode, heldRuns, readHeldBlock, readLoopStatus, statusRuns } from './loop-registers'
import { planReads, RegisterImage } from './register-image'
import { isFenced, type RegisterMap } from './register-map'
import { NotInMap, writesOfBlock, writesOfHeartbeat } from './write-registers'

const parse = (change: (json: RegisterMapFile) => void = () => {}): RegisterMap => {
  const json = structuredClone(file) as RegisterMapFile
  change(json)
  const parsed = parseRegisterMap(json)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return parsed.map
}
const map = parse()
const heat: CommandBlock = { sequence: 9, mode: 'heat', setpoint_c: 35.5, leaseS: 70_000 }

describe('a foreign model: floats with the low word first, no sequence, a coil', () => {
  test('is unfenced, gets its registers in one write and then the level of its coil', () => {
    expect(isFenced(map)).toBe(false)
    // 35.5 = 0x420E0000, 70000 = 0x00011170; the low word comes first.
    expect(writesOfBlock(map, 1, heat)).toEqual([{ table: 'holding', address: 16, words: [0x0000, 0x420e, 0x1170, 0x0001, 11] }, { table: 'coil', address: 4, words: [1] }])
    expect(writesOfHeartbeat(map, 7, 10)).toEqual([{ table: 'holding', address: 900, words: [7] }])
  })
  test('a mode without a set-point leaves that register as it is: 0 would be one', () => {
    expect(writesOfBlock(map, 0, { sequence: 1, mode: 'auto', setpoint_c: null, leaseS: 0 })).toEqual([{ table: 'holding', address: 2, words: [0, 0, 0] }, { table: 'coil', address: 0, words: [0] }])
  })
  test.each<[string, Partial<CommandBlock>]>([['hold', { mode: 'hold', setpoint_c: null }], ['above', { setpoint_c: 55.1 }], ['below', { setpoint_c: 4.9 }]])('what the map does not allow never leaves: %s', (_, change) => {
    expect(() => writesOfBlock(map, 0, { ...heat, ...change })).toThrow(NotInMap)
  })
  test('a register that would bend the value is not written', () => {
    const coarse = parse((json) => { Object.assign(json.command.setpoint, { type: 'u16', scale: 0.5 }) ; Object.assign(json.command.leaseS, { scale: 60 }) })
    expect(writesOfBlock(coarse, 0, { ...heat, leaseS: 120 })).toContainEqual({ table: 'holding', address: 0, words: [71] })
    expect(() => writesOfBlock(coarse, 0, { ...heat, setpoint_c: 35.4, leaseS: 120 })).toThrow('setpoint: the register would hold 35.5 instead of 35.4')
    expect(() => writesOfBlock(coarse, 0, { ...heat, leaseS: 90 })).toThrow('leaseS: the register would hold 120 instead of 90')
  })

  const image = new RegisterImage()
  image.put('holding', 16, [0x0000, 0x420e, 0x1170, 0x0001, 11])
  // 35.1 as a single is 35.09999847; the last float is no number; local is inverted.
  image.put('input', 16, [11, 0, 0x6666, 0x420c, 60, 0, 0xcccd, 0x41c8, 0, 0x7fc0, 0, 0x4496])
  image.put('discrete', 8, [1, 1, 0, 0])
  test('is read with its own orders; what it has no register for is null', () => {
    expect(readHeldBlock(map, 1, image)).toEqual({ sequence: null, mode: 'heat', setpoint_c: 35.5, leaseS: 70_000 })
    expect(readLoopStatus(map, 1, image)).toEqual({
      appliedSequence: null, seenSequence: null, mode: 'heat', setpoint_c: 35.1, leaseRemainingS: 60, valve_pct: null, pump_hz: null, supply_c: 25.1, return_c: null, flow_lPerMin: 1200, power_kw: null,
      running: true, local: false, fault: false, safeState: false, leaseEnded: false, rejectCode: 0,
    })
  })
  test('a mode code of nobody knows what is no answer, and neither is a missing register', () => {
    const strange = new RegisterImage()
    strange.put('input', 0, [99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    strange.put('discrete', 0, [0, 0, 0, 0])
    expect(() => readLoopStatus(map, 0, strange)).toThrow('mode: code 99')
    expect(() => readLoopStatus(map, 2, strange)).toThrow(RangeError)
  })
  test('a refusal its map has no word for is kept apart from the known ones', () => {
    const telling = parse((json) => { json.status.rejectCode = { table: 'input', address: 12, type: 'u16' }; json.rejectCodes = { 7: 'local' } })
    const say = (code: number): number => {
      const said = new RegisterImage()
      said.put('input', 0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, code])
      said.put('discrete', 0, [0, 1, 0, 0])
      return readLoopStatus(telling, 0, said).rejectCode
    }
    expect([say(0), say(7), say(3)]).toEqual([0, 4, foreignRejectCode + 3])
  })
  test('reads only what is there, in as few requests as the gaps allow', () => {
    expect(planReads([...heldRuns(map, 0), ...statusRuns(map, 0), ...statusRuns(map, 1)], map.reading)).toEqual([
      { table: 'discrete', address: 0, length: 4 }, { table: 'discrete', address: 8, length: 4 },
      { table: 'holding', address: 0, length: 5 },
      { table: 'input', address: 0, length: 1 }, { table: 'input', address: 2, length: 10 }, { table: 'input', address: 16, length: 1 }, { table: 'input', address: 18, length: 10 },
    ])
    expect(planReads(statusRuns(map, 0), { maxRegisters: 6, maxGap: 1 }).filter(({ table }) => table === 'input')).toEqual([{ table: 'input', address: 0, length: 6 }, { table: 'input', address: 6, length: 6 }])
  })
})
