import { expect, test } from 'vitest'
import { checkCommandBlock, type CommandBlock } from './command-block'
import { decodeCommandBlock, encodeCommandBlock } from './testing/first-encoder'

test('a command block refuses what no device may be given', () => {
  const good: CommandBlock = { sequence: 70000, mode: 'heat', setpoint_c: 35.1, leaseS: 3600 }
  expect(() => checkCommandBlock(good)).not.toThrow()
  const bad: Partial<CommandBlock>[] = [
    { sequence: 0 }, { sequence: 1.5 }, { sequence: NaN }, { sequence: 2 ** 32 }, { setpoint_c: null }, { setpoint_c: NaN }, { setpoint_c: Infinity }, { setpoint_c: 35.15 },
    { leaseS: 0 }, { leaseS: -1 }, { leaseS: 1.5 }, { leaseS: NaN }, { leaseS: undefined as unknown as number }, { mode: 'off' }, { mode: 'auto', setpoint_c: null }, { mode: 'boost' as 'heat' },
  ]
  for (const change of bad) expect(() => checkCommandBlock({ ...good, ...change }), JSON.stringify(change)).toThrow(RangeError)
})

test('the words by which the first encoder is measured', () => {
  expect(encodeCommandBlock({ sequence: 70000, mode: 'heat', setpoint_c: 35.1, leaseS: 3600 })).toEqual([1, 4464, 2, 351, 3600])
  expect(encodeCommandBlock({ sequence: 1, mode: 'auto', setpoint_c: null, leaseS: 0 })).toEqual([0, 1, 0, 0x8000, 0])
  expect(decodeCommandBlock([1, 4464, 2, 351, 3600])).toEqual({ sequence: 70000, mode: 'heat', setpoint_c: 35.1, leaseS: 3600 })
})
