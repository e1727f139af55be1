import { describe, expect, it } from 'vitest'
import type { CommandView, EffectView } from '#domain/wire/commands'
import { commandViewOf } from '#domain/wire/testing/command-view'
import type { LoopView } from '../../stores/commands'
import { actualOf, commandSteps, compareActual, hasNoEffect, rowSays, trayCommands } from './command-steps'
import { effectWords } from './effect-words'

const command = commandViewOf
const loop = (at: string, mode: 'auto' | 'heat' | 'off', setpoint: number | null, link: LoopView['link'] = 'online'): LoopView => ({
  loop_id: 'L', link, seenAt: at, controllerId: 'C', holder: { slot: null, who: 'auto', until: null, command_id: null },
  actual: { at, mode, setpoint_c: setpoint, lease_remaining_s: 0, supply_c: 1, return_c: 1, flow_l_per_min: 1, valve_pct: 1, pump_hz: 1, power_kw: 1, running: true, local: false, fault: false, safe_state: false },
})
const words = { label: (key: string) => key, time: (at: string) => at.slice(11, 19), mark: (state: string) => state, effect: (effect: EffectView | null) => effect?.verdict ?? '' }
const marks = (of: CommandView): string => commandSteps(of, words).map((step) => step.mark).join(' ')
const sent = '2026-01-01T00:00:10.000Z'

describe('commandSteps', () => {
  it('marks nothing done without its instant', () => {
    expect(marks(command({ state: 'validated', queued_at: null }))).toBe('done now none none none none')
    expect(marks(command())).toBe('done done now none none none')
    expect(marks(command({ state: 'sent', sent_at: sent }))).toBe('done done done now none none')
    expect(marks(command({ state: 'applied', sent_at: sent, accepted_at: sent, applied_at: sent }))).toBe('done done done done done none')
  })
  it('leaves unknown and failure in the step where they happened', () => {
    expect(marks(command({ state: 'unknown', sent_at: sent }))).toBe('done done done unknown none none')
    expect(marks(command({ state: 'rejected', sent_at: sent, ended_at: sent }))).toBe('done done done fail none none')
    expect(marks(command({ state: 'failed', ended_at: sent }))).toBe('done done fail none none none')
  })
})

describe('the effect', () => {
  const applied = { state: 'applied' as const, sent_at: sent, accepted_at: sent, applied_at: sent }
  const effect = (verdict: 'pending' | 'none' | 'unjudgeable') => ({ verdict, reason: null, judged_at: null, measured_k: null, predicted_k: null, sd_k: null, sensors: [] })
  const last = (of: CommandView) => commandSteps(of, words).at(-1)
  it('is waited for, seen to lack, or cannot be told; and done only with its instant', () => {
    expect(last(command({ ...applied, effect: effect('pending') }))).toMatchObject({ mark: 'now', note: 'pending' })
    expect(last(command({ ...applied, effect: effect('none') }))).toMatchObject({ mark: 'fail', note: 'no_effect', title: 'none' })
    expect(last(command({ ...applied, effect: effect('unjudgeable') }))).toMatchObject({ mark: 'unknown', note: 'unjudgeable' })
    expect(last(command({ ...applied, state: 'expired', ended_at: sent, effect: effect('pending') }))).toMatchObject({ mark: 'none', note: '—' })
    expect(last(command({ ...applied, state: 'effective', effective_at: sent }))).toMatchObject({ mark: 'done' })
  })
  it('that lacks is a warning as long as the device carries the command out, first in the tray and before any lease', () => {
    const without = command({ ...applied, id: 2, expires_at: '2026-01-01T02:00:10.000Z', effect: effect('none') })
    expect(rowSays(without, loop(sent, 'heat', 28))).toBe('no_effect')
    expect(rowSays({ ...without, reason: 'safe_state' }, loop(sent, 'off', null))).toBe('reason')
    expect(rowSays(without, loop(sent, 'heat', 28, 'unknown'))).toBe('silent')
    expect([hasNoEffect(without), hasNoEffect({ ...without, state: 'expired' }), hasNoEffect(command(applied))]).toEqual([true, false, false])
    expect(trayCommands([command({ id: 1, state: 'queued' }), without, command({ id: 3, ...applied })], Date.parse(sent)).map(({ id }) => id)).toEqual([2, 1, 3])
  })
  it('is told with its reason and figures, and with no figure that is not known', () => {
    const t = (key: string, params?: Record<string, string | number>): string => [key, ...Object.values(params ?? {})].join(' ')
    expect(effectWords(null, t)).toBe('')
    expect(effectWords({ ...effect('unjudgeable'), reason: 'no_forecast' }, t)).toBe('effect.no_forecast')
    expect(effectWords({ ...effect('none'), measured_k: -0.04, predicted_k: 2.43, sd_k: 0.71, sensors: ['s2.surface'] }, t)).toBe('effect.none · effect.figures \u22120.0 +2.4 ±0.7 K s2.surface')
  })
})

describe('requested against actual', () => {
  it('is equal only by a read-back newer than the command', () => {
    const asked = command({ state: 'sent', sent_at: sent })
    expect(compareActual(asked, actualOf(asked, loop('2026-01-01T00:00:11.000Z', 'heat', 28)))).toBe('equal')
    expect(compareActual(asked, actualOf(asked, loop('2026-01-01T00:00:09.000Z', 'heat', 28)))).toBe('unknown')
    expect(compareActual(command(), actualOf(command(), loop('2026-01-01T00:00:11.000Z', 'heat', 28)))).toBe('unknown')
  })
  it('differs by mode or set-point', () => {
    const asked = command({ sent_at: sent })
    expect(compareActual(asked, actualOf(asked, loop('2026-01-01T00:00:11.000Z', 'heat', 27)))).toBe('differs')
    expect(compareActual(asked, actualOf(asked, loop('2026-01-01T00:00:11.000Z', 'auto', null)))).toBe('differs')
  })
  it('is unknown when the controller is silent, whatever it said before', () => {
    const asked = command({ sent_at: sent, read_back: { at: sent, sequence: 5, mode: 'heat', setpoint_c: 28, lease_remaining_s: 1, reject_code: 0 } })
    expect(actualOf(asked, loop('2026-01-01T00:00:11.000Z', 'heat', 28, 'unknown'))).toBeNull()
    expect(compareActual(asked, null)).toBe('unknown')
  })
})

it('a row speaks of the lease only when nothing is wrong and the controller is heard', () => {
  const holding = command({ state: 'applied', sent_at: sent, applied_at: sent, expires_at: '2026-01-01T02:00:10.000Z' })
  expect(rowSays(holding, loop(sent, 'heat', 28))).toBe('lease')
  expect(rowSays({ ...holding, reason: 'safe_state' }, loop(sent, 'off', null))).toBe('reason')
  expect(rowSays({ ...holding, reason: 'lease_passed_unread' }, loop(sent, 'heat', 28, 'offline'))).toBe('reason')
  expect(rowSays(holding, loop(sent, 'heat', 28, 'unknown'))).toBe('silent')
  expect(rowSays(holding, undefined)).toBe('silent')
  expect(rowSays(command({ state: 'queued' }), undefined)).toBe('state')
})

it('the tray puts unknown first and drops what ended long ago', () => {
  const now = Date.parse('2026-01-02T00:00:00Z')
  const rows = [command({ id: 1, state: 'applied' }), command({ id: 2, state: 'expired', ended_at: '2026-01-01T01:00:00Z' }), command({ id: 3, state: 'unknown' }), command({ id: 4, state: 'queued' }), command({ id: 5, state: 'failed', ended_at: '2026-01-01T23:00:00Z' })]
  expect(trayCommands(rows, now).map((row) => row.id)).toEqual([3, 4, 5, 1])
})
