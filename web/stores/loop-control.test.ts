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
it('counts loops nobody has heard of as unknown', () => expect(countControl(['L', 'M'], new Map([['L', loop()]]))).toEqual({ auto: 1, manual: 0, local: 0, unknown: 1 }))
