import { describe, expect, it } from 'vitest'
import { ableLoops, commandRequests, type CommandTarget, formFault, type Loop, setpointLimits } from './command-form'

const loop = (id: string, over: Partial<Loop> = {}): Loop => ({
  id, name: { zh: id, en: id }, energy_station_id: 'E', controller_id: 'C', service: 'heatAndCool', heat_min_c: 5, heat_max_c: 42, cool_min_c: 8, cool_max_c: 25, safe_state: 'off', ...over,
})
const target = (kind: CommandTarget['kind'], ...loops: Loop[]): CommandTarget => ({ kind, id: 'T', loops })

describe('the command form', () => {
  it('takes the range that every able loop admits', () => {
    expect(setpointLimits([loop('a'), loop('b', { heat_min_c: 10, heat_max_c: 35 })], 'heat')).toEqual({ minC: 10, maxC: 35 })
    expect(setpointLimits([loop('a', { heat_max_c: 9 }), loop('b', { heat_min_c: 10 })], 'heat')).toBeNull()
    expect(setpointLimits([loop('a')], 'hold')).toBeNull()
  })
  it('leaves out loops that cannot', () => expect(ableLoops([loop('a', { service: 'heat' }), loop('b', { service: 'cool' })], 'cool').map((row) => row.id)).toEqual(['b']))
  it.each([
    [{ mode: 'heat', setpointC: 4.9 }, 'setpoint_below'], [{ mode: 'heat', setpointC: 42.1 }, 'setpoint_above'], [{ mode: 'heat', setpointC: null }, 'setpoint_missing'],
    [{ mode: 'heat', setpointC: 42 }, null], [{ mode: 'off', setpointC: null }, null],
  ] as const)('%o is %s', (form, fault) => expect(formFault({ leaseS: 7200, ...form }, target('loop', loop('a')))).toBe(fault))
  it('asks each able loop of an asset once, and a zone once as a whole', () => {
    const form = { mode: 'cool' as const, setpointC: 12.04, leaseS: 3600 }
    expect(commandRequests(form, target('asset', loop('a'), loop('b', { service: 'heat' })))).toEqual([{ target: { kind: 'loop', id: 'a' }, mode: 'cool', setpoint_c: 12, lease_s: 3600 }])
    expect(commandRequests(form, target('zone', loop('a'), loop('b')))).toHaveLength(1)
  })
  it('sends neither set-point nor lease with a release', () =>
    expect(commandRequests({ mode: 'release', setpointC: 20, leaseS: 3600 }, target('loop', loop('a')))).toEqual([{ target: { kind: 'loop', id: 'a' }, mode: 'release' }]))
})
