import { expect, test } from 'vitest'
import { judgeGuard } from './judge-guard'
import { verdictOf } from './judge-interlocks'
import { cool, hold, knownField, knownInput, off, sensor, type Known } from './testing/known-input'

const supply = (supply_c: number | null): Pick<Known, 'answer'> => ({ answer: { status: { local: false, fault: false, supply_c } } })
const trips = (known: Known, flows = true): string | null => { const verdict = verdictOf(judgeGuard(knownInput(known), flows)); return verdict.allowed ? null : verdict.rule }

test.each<[string | null, Known, boolean?]>([
  [null, {}],
  [null, { command: cool }],
  [null, { command: hold, field: null }],
  [null, { command: off, field: null }],
  ['condensation_guard', { command: cool, field: { dewPoint: sensor('dew', 10.1) } }],
  // Colder than it was told to be, by more than a probe errs.
  [null, { command: cool, field: { dewPoint: sensor('dew', 10) }, ...supply(11) }],
  ['condensation_guard', { command: cool, field: { dewPoint: sensor('dew', 10) }, ...supply(10.9) }],
  [null, { command: cool, field: { dewPoint: sensor('dew', 10) }, ...supply(0) }, false],
  ['cooling_near_freezing', { command: cool, field: { surface: [sensor('surface', 2.9)] } }],
  // Not known: ending a cooling is the safe side, ending a heating is not.
  ['dew_point_unknown', { command: cool, field: { dewPoint: null } }],
  ['cooling_near_freezing', { command: cool, field: { surface: [] } }],
  [null, { field: { slab: [] } }],
  [null, { field: { slab: [sensor('slab', -20, 5000)] } }],
  [null, { field: { slab: [sensor('slab', -20, 5000), sensor('other', 0)] } }],
  [null, supply(null)],
  ['supply_slab', { field: { slab: [sensor('silent', 0, 5000), sensor('slab', -11)] } }],
  ['brine_floor', { field: { slab: [sensor('slab', -15)] } }],
  ['brine_floor', { ...supply(-15) }],
  [null, supply(51)],
  ['supply_outside_pavement', supply(51.1)],
  ['supply_outside_pavement', { command: cool, field: { dewPoint: sensor('dew', -9), limits: { ...knownField.limits, coldestSupplyC: 8 } }, ...supply(6.9) }],
])('%s %#', (reason, known, flows) => expect(trips(known, flows)).toBe(reason))
