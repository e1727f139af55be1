import { describe, expect, it, test } from 'vitest'
import { refusalReasons } from '../reasons'
import { judgeAsBuilt, judgeInterlocks, listInterlocks } from './judge-interlocks'
import { ruleNames } from './rule'
import { cool, hold, knownField, knownInput, nowMs, off, release, sensor, type Known } from './testing/known-input'

const reasonOf = (known: Known): string | null => { const verdict = judgeInterlocks(knownInput(known)); return verdict.allowed ? null : verdict.rule }
const loop = knownInput().loop

/** Every rule by its own examples, allowed and refused. */
export const examples: [string | null, Known][] = [
  [null, {}],
  [null, { command: cool }],
  ['mode_not_served', { command: { loop: { ...loop, service: 'cool' } } }],
  ['mode_not_served', { command: { ...cool, loop: { ...loop, service: 'heat' } } }],
  ['mode_not_served', { command: { ...hold, loop: { ...loop, service: 'none' } } }],
  ['setpoint_required', { command: { setpoint_c: null } }],
  ['setpoint_forbidden', { command: { mode: 'off' } }],
  ['setpoint_outside_limits', { command: { setpoint_c: 45.1 } }],
  ['setpoint_outside_limits', { command: { setpoint_c: NaN } }],
  ['setpoint_outside_limits', { command: { ...cool, setpoint_c: 35 } }],
  ['setpoint_outside_pavement', { field: { limits: { ...knownField.limits, hottestSupplyC: 34.9 } } }],
  ['setpoint_outside_pavement', { field: { limits: { ...knownField.limits, hottestSupplyC: NaN } } }],
  ['setpoint_outside_pavement', { command: cool, field: { limits: { ...knownField.limits, coldestSupplyC: 12.1 } } }],
  ['setpoint_resolution', { command: { setpoint_c: 35.05 } }],
  ['controller_unknown', { answer: { link: 'unknown' } }],
  ['controller_offline', { answer: { link: 'offline' } }],
  ['controller_unknown', { answer: { status: null } }],
  ['local_switch', { answer: { status: { local: true, fault: false, supply_c: 12 } } }],
  ['local_switch', { command: release, answer: { status: { local: true, fault: false, supply_c: 12 } } }],
  ['controller_fault', { answer: { status: { local: false, fault: true, supply_c: 12 } } }],
  [null, { command: off, answer: { link: 'offline', status: null }, field: null }],
  [null, { command: release, answer: { link: 'unknown', status: null }, field: null }],
  [null, { command: off, answer: { status: { local: false, fault: true, supply_c: 12 } } }],
  ['dew_point_unknown', { command: cool, field: { dewPoint: null } }],
  ['dew_point_unknown', { command: cool, field: { dewPoint: sensor('dew', 5, 0, 2) } }],
  ['dew_point_unknown', { command: cool, field: { dewPoint: sensor('dew', NaN) } }],
  ['dew_point_stale', { command: cool, field: { dewPoint: sensor('dew', 5, 751) } }],
  ['dew_point_stale', { command: cool, field: { dewPoint: sensor('dew', 5, -751) } }],
  [null, { command: cool, field: { dewPoint: sensor('dew', 5, 750) } }],
  ['condensation_guard', { command: cool, field: { dewPoint: sensor('dew', 10.1) } }],
  [null, { command: cool, field: { dewPoint: sensor('dew', 10) } }],
  // A plant file cannot take the floor of 2 K away.
  ['condensation_guard', { command: cool, field: { dewPoint: sensor('dew', 10.1), limits: { ...knownField.limits, condensationMarginK: 0 } } }],
  ['condensation_guard', { command: cool, field: { dewPoint: sensor('dew', 9.5), limits: { ...knownField.limits, condensationMarginK: 3 } } }],
]

describe('each rule by its own example', () => {
  test.each(examples)('%s %#', (reason, known) => expect(reasonOf(known)).toBe(reason))
})

it('a refusal names the rule, what it looked at, where that comes from and how old it is', () => {
  const verdict = judgeInterlocks(knownInput({ command: cool, field: { dewPoint: sensor('mast.dewpoint', 5, 1000) } }))
  expect(verdict).toMatchObject({ allowed: false, rule: 'dew_point_stale', by: 'condensation', params: { input: 'mast.dewpoint', age_s: 1000 } })
  expect(verdict.allowed ? [] : verdict.inputs).toEqual([{ name: 'dew_point', value: 5, unit: 'degC', age_s: 1000, source: 'mast.dewpoint', trust: 'stale', possible: { min: -60, max: 40 } }])
})

it('the list holds every rule once, in the order of judgement', () => {
  const list = listInterlocks(knownInput({ answer: { link: 'offline', status: null } }))
  expect(list.map(({ rule }) => rule)).toEqual([...ruleNames])
  expect(list.find(({ allowed }) => !allowed)).toMatchObject({ rule: 'controller_link', severity: 'refuse', applies: true, reason: 'controller_offline', inputs: [{ name: 'controller_link', value: 'offline', source: 'C' }] })
  for (const { reason } of list) if (reason !== null) expect(refusalReasons).toContain(reason)
})

it('what is not given yet is judged by what is built alone', () => {
  const { limits } = knownInput()
  expect(judgeAsBuilt({ loop, limits, mode: 'heat', setpoint_c: 35 })).toEqual({ allowed: true })
  expect(judgeAsBuilt({ loop, limits, mode: 'heat', setpoint_c: 46 })).toMatchObject({ allowed: false, rule: 'setpoint_outside_limits' })
  expect(nowMs).toBeGreaterThan(0)
})
