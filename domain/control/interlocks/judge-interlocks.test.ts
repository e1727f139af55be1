import { describe, expect, it, test } from 'vitest'
import { refusalReasons } from '../reasons'
import { builtRules, judgeAsBuilt, judgeInterlocks, listInterlocks, presentRules, verdictOf } from './judge-interlocks'
import { ruleNames } from './rule'
import { nowMs, cleared, cool, hold, knownField, knownInput, off, ran, release, runway, sensor, unheard, type Known } from './testing/known-input'

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
  ['condensation_guard', { command: cool, field: { limits: { ...knownField.limits, condensationMarginK: NaN } } }],
  ['sensor_stuck', { command: cool, field: { dewPoint: { ...sensor('dew', 5), reading: { ...sensor('dew', 5).reading!, unchangedSinceMs: nowMs - 6 * 3_600_000 - 1000 } } } }],

  ['sensor_missing', { field: { slab: [] } }],
  ['sensor_missing', { field: { slab: [sensor('slab', 12), { ...sensor('mute', 0), reading: null }] } }],
  ['sensor_stale', { field: { slab: [sensor('slab', 12, 751)] } }],
  ['sensor_failed', { field: { slab: [sensor('slab', 12, 0, 2)] } }],
  ['sensor_failed', { field: { slab: [sensor('slab', 85)] } }],
  ['sensor_stuck', { field: { slab: [{ ...sensor('slab', 12), reading: { ...sensor('slab', 12).reading!, unchangedSinceMs: nowMs - 12 * 3_600_000 - 1000 } }] } }],
  ['sensor_missing', { answer: { status: { local: false, fault: false, supply_c: null } } }],
  ['sensor_missing', { command: cool, field: { surface: [] } }],
  // Heating asks no surface: what it can spoil lies deeper.
  [null, { field: { surface: [] } }],
  [null, { field: null, command: hold }],

  ['cooling_near_freezing', { command: { ...cool, setpoint_c: 8 }, field: { surface: [sensor('surface', 2.9)], dewPoint: sensor('dew', -5) } }],
  [null, { command: { ...cool, setpoint_c: 8 }, field: { surface: [sensor('surface', 3)], dewPoint: sensor('dew', -5) } }],
  ['cooling_near_freezing', { command: { ...cool, setpoint_c: 8 }, field: { dewPoint: sensor('dew', -5), limits: { ...knownField.limits, freezingMarginK: 8.5 } } }],
  ['cooling_near_freezing', { command: cool, field: { limits: { ...knownField.limits, freezingMarginK: NaN } } }],

  ['brine_floor', { command: { setpoint_c: 20 }, field: { slab: [sensor('slab', -15)] } }],
  ['brine_floor', { command: { setpoint_c: 20 }, answer: { status: { local: false, fault: false, supply_c: -15 } } }],
  [null, { command: { setpoint_c: 20 }, field: { slab: [sensor('slab', -14.8)] } }],
  ['brine_floor', { field: { station: { ...knownField.station, brineFreezesAtC: NaN } } }],

  ['supply_slab', { command: { setpoint_c: 35 }, field: { slab: [sensor('slab', 12), sensor('cold', -11)] } }],
  [null, { field: { slab: [sensor('slab', 12), sensor('cold', -7)] } }],
  ['supply_slab', { command: cool, field: { slab: [sensor('slab', 57.1)] } }],
  ['supply_slab', { field: { limits: { ...knownField.limits, supplyMinusSlabK: NaN } } }],

  ['slab_ramp', { field: { slab: [sensor('slab', -8)] } }],
  // The slab has seen 20 °C for an hour.
  [null, { field: { slab: [sensor('slab', -8)], runs: ran(61, 100, 20) } }],
  ['slab_ramp', { field: { slab: [sensor('slab', -8)], runs: ran(59, 100, 20) } }],
  ['slab_ramp', { field: { slab: [sensor('slab', -8)], runs: unheard(ran(61, 100, 20), 5, 20) } }],
  ['slab_ramp', { command: cool, field: { slab: [sensor('slab', 55)] } }],
  [null, { command: cool, field: { slab: [sensor('slab', 55)], runs: ran(61, -100, 25) } }],

  ['reversal_dwell', { field: { stationRuns: [ran(20, -100, 12, 20)] } }],
  [null, { field: { stationRuns: [ran(20, -100, 12, 31)] } }],
  [null, { field: { stationRuns: [ran(20, 100, 12, 20)] } }],
  ['reversal_dwell', { field: { stationRuns: [ran(20, -100)] } }],
  ['reversal_dwell', { command: cool, field: { stationRuns: [ran(20, 100)] } }],
  // It runs that way already.
  [null, { field: { stationRuns: [ran(20, 100)] } }],
  [null, { command: cool, field: { stationRuns: [ran(20, -100)] } }],
  ['reversal_dwell', { field: { stationRuns: [] } }],
  [null, { field: { stationRuns: [ran(20, -100, 12, 20)], station: { ...knownField.station, reversalDwellS: 1100 } } }],

  ['compressor_starts', { field: { stationCan: { heat: true, cool: false }, stationRuns: [] } }],
  ['compressor_starts', { field: { stationCan: { heat: true, cool: false }, station: { ...knownField.station, compressorStartsPerH: 1 }, stationRuns: [ran(20, 100, 30, 10)] } }],
  // Half an hour in the dark may hide four starts.
  ['compressor_starts', { field: { stationCan: { heat: true, cool: false }, station: { ...knownField.station, compressorStartsPerH: 3 }, stationRuns: [unheard(knownField.runs, 30, 10)] } }],
  [null, { field: { stationCan: { heat: true, cool: false }, stationRuns: [unheard(knownField.runs, 30, 10)] } }],

  [null, { field: runway(), command: { authority: cleared } }],
  ['runway_use_unknown', { field: runway(null), command: { authority: cleared } }],
  ['runway_use_expired', { field: runway({ expiresAtMs: nowMs }), command: { authority: cleared } }],
  ['runway_use_unknown', { field: runway(null), command: { ...hold, authority: cleared } }],
  [null, { field: runway({ inUse: true }), command: { authority: cleared } }],
  ['runway_in_use', { field: runway({ inUse: true }), command: { authority: { ...cleared, automatic: true } } }],
  [null, { field: runway(), command: { authority: { ...cleared, automatic: true } } }],
  ['second_person_missing', { field: runway(), command: { authority: { ...cleared, secondPerson: null } } }],
  ['second_person_same', { field: runway(), command: { authority: { ...cleared, secondPerson: 'li' } } }],
  [null, { field: runway(), command: { authority: { ...cleared, stage: 'request', secondPerson: null } } }],
  ['notam_missing', { field: runway(), command: { authority: { ...cleared, notamReference: ' ' } } }],
  [null, { field: runway(null), command: release }],
  [null, { field: runway(null), command: off }],
]

describe('each rule by its own example', () => {
  test.each(examples)('%s %#', (reason, known) => {
    expect(reasonOf(known)).toBe(reason)
    expect(verdictOf(listInterlocks(knownInput(known)))).toEqual(judgeInterlocks(knownInput(known)))
  })
})

const rules = [...builtRules, ...presentRules]
const codes = (known: Known, by = rules): string | null => { const verdict = judgeInterlocks(knownInput(known), by); return verdict.allowed ? null : verdict.rule }

describe('no rule is there for nothing', () => {
  const refusing = rules.filter(({ severity }) => severity === 'refuse').map(({ name }) => name)
  test.each(refusing)('%s: an example fails without it, and another one passes it', (name) => {
    const without = rules.filter((rule) => rule.name !== name)
    expect(examples.filter(([reason, known]) => codes(known, without) !== reason).length).toBeGreaterThan(0)
    expect(examples.some(([reason, known]) => reason === null && listInterlocks(knownInput(known)).some(({ rule, applies, allowed }) => rule === name && applies && allowed))).toBe(true)
  })
})

describe('warnings are told and stop nobody', () => {
  const warned = (known: Known) => listInterlocks(knownInput(known)).filter(({ severity, allowed }) => severity === 'warn' && !allowed)
  it('what melting does to a runway before it helps, with the codes before and after', () => {
    const cold = { field: { ...runway(), surface: [sensor('surface', -3)] }, command: { authority: cleared } }
    expect(judgeInterlocks(knownInput(cold))).toEqual({ allowed: true })
    expect(warned(cold)).toMatchObject([{ rule: 'runway_code', reason: 'runway_code_drops', params: { ice_before: 1, ice_melting: 0, snow_before: '3', snow_melting: 0, worst_c: -3, input: 'surface' } }])
    expect(warned({ ...cold, field: { ...cold.field, surface: [sensor('surface', -20)] } })[0]?.params).toMatchObject({ snow_before: '4' })
    expect(warned({ ...cold, field: { ...cold.field, surface: [] } })[0]?.params).toMatchObject({ snow_before: '3/4', age_s: 'none' })
    expect(warned({ ...cold, field: { ...cold.field, surface: [sensor('surface', 4.1)] } })).toEqual([])
    expect(warned({ field: { surface: [sensor('surface', -3)] } })).toEqual([])
  })
  it('a start soon after a stop; not where another loop keeps the machine running', () => {
    expect(warned({ field: { stationRuns: [ran(20, 100, 30, 4)] } })).toMatchObject([{ rule: 'compressor_rest', reason: 'compressor_min_off', params: { input: 'E', min_s: 300 } }])
    expect(warned({ field: { stationRuns: [ran(20, 100, 30, 6)] } })).toEqual([])
    expect(warned({ field: { stationRuns: [ran(20, 100, 30, 4), ran(60, 100)] } })).toEqual([])
    expect(warned({ field: { stationCan: { heat: true, cool: false }, stationRuns: [] } })[0]).toMatchObject({ reason: 'compressor_min_off' })
  })
  it('an off soon after a start', () => {
    expect(warned({ command: off, field: { stationRuns: [ran(4, 100)] } })).toMatchObject([{ rule: 'compressor_run', reason: 'compressor_min_on', params: { input: 'E', min_s: 300 } }])
    expect(warned({ command: off, field: { stationRuns: [ran(6, 100)] } })).toEqual([])
    expect(warned({ command: off })).toEqual([])
  })
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
})
