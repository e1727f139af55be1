import { expect, it } from 'vitest'
import type { LoopView } from './commands'
import { countControl, loopControl } from './loop-control'

const loop = (over: Partial<LoopView> = {}, local = false): LoopView => ({
  loop_id: 'L', link: 'online', seenAt: null, controllerId: 'C', holder: { slot: null, who: 'auto', until: null, command_id: null },
  actual: { at: '2026-01-01T00:00:00Z', mode: 'auto', setpoint_c: null, lease_remaining_s: 0, supply_c: 1, return_c: 1, flow_l_per_min: 1, valve_pct: 1, pump_hz: 1, power_kw: 1, running: true, local, fault: false, safe_state: false },
  ...over,
})

it('a silent controller is unknown, whoever held it last', () => {
  const held = { slot: 8, who: 'li', until: null, command_id: 1 }
  expect(loopControl(loop({ holder: held }))).toBe('manual')
  expect(loopControl(loop({ holder: held, link: 'offline' }))).toBe('unknown')
  expect(loopControl(loop({ holder: held, actual: null }))).toBe('unknown')
  expect(loopControl(undefined)).toBe('unknown')
})
it('a local switch beats the operator', () => expect(loopControl(loop({ holder: { slot: 8, who: 'li', until: null, command_id: 1 } }, true))).toBe('local'))
it('counts loops nobody has heard of as unknown', () => expect(countControl(['L', 'M'], new Map([['L', loop()]]))).toEqual({ auto: 1, manual: 0, local: 0, safe_state: 0, foreign: 0, unknown: 1 }))
it('takes nothing for automatic that does not say so itself', () => {
  const by = (who: string, slot: number | null = null) => loopControl(loop({ holder: { slot, who, until: null, command_id: null } }))
  expect(by('auto')).toBe('auto')
  expect(by('safe_state')).toBe('safe_state')
  expect(by('foreign')).toBe('foreign')
  expect(by('unknown')).toBe('unknown')
  expect(by('strategy', 11)).toBe('unknown')
})
it('a dead-man beats the operator who still holds the slot', () => {
  const held = loop({ holder: { slot: 8, who: 'li', until: null, command_id: 1 } })
  expect(loopControl({ ...held, actual: { ...held.actual!, safe_state: true } })).toBe('safe_state')
})
