import { describe, expect, test } from 'vitest'
import type { HeldBlock } from './command-block'
import { blockOf, judgeReadBack, type JudgedCommand } from './judge-read-back'
import type { LoopStatus } from './loop-status'
import { decodeCommandBlock, encodeCommandBlock } from './testing/first-encoder'

const nowMs = 1_000_000_000
const heat: JudgedCommand = { state: 'sent', sequence: 7, mode: 'heat', setpoint_c: 35, leaseS: 600, sentAtMs: nowMs, expiresAtMs: nowMs + 600_000 }
const done: LoopStatus = {
  appliedSequence: 7, seenSequence: 7, mode: 'heat', setpoint_c: 35, leaseRemainingS: 600, valve_pct: 0, pump_hz: 0, supply_c: 30, return_c: 25, flow_lPerMin: 0, power_kw: 0,
  running: true, local: false, fault: false, safeState: false, leaseEnded: false, rejectCode: 0,
}
const judge = (command: Partial<JudgedCommand>, status: Partial<LoopStatus>, holding: readonly number[] | null = encodeCommandBlock(blockOf(heat)), laterMs = 0): string => {
  const { event, reason } = judgeReadBack({ ...heat, ...command }, { holding: holding && decodeCommandBlock(holding), status: { ...done, ...status } }, nowMs + laterMs)
  return `${event} ${reason}`
}

describe('a command that was sent', () => {
  test.each<[string, Partial<JudgedCommand>, Partial<LoopStatus>, (readonly number[] | null)?, number?]>([
    ['agrees null', {}, {}],
    ['null holding_differs', {}, {}, null],
    ['null holding_differs', {}, {}, [0, 7, 2, 360, 600]],
    ['null holding_differs', {}, {}, [0, 7, 2, 350, 599]],
    ['agrees null', {}, { seenSequence: 8, rejectCode: 3 }, [0, 8, 2, 900, 600]],
    ['displaced setpoint_changed', {}, { setpoint_c: 34.9 }],
    ['displaced setpoint_changed', {}, { setpoint_c: null }],
    ['displaced mode_changed', {}, { mode: 'off' }],
    ['displaced device_local', {}, { mode: 'auto', local: true }],
    ['null safe_state', {}, { mode: 'off', safeState: true }],
    ['leaseEnded dead_man', {}, { mode: 'auto', leaseEnded: true }],
    ['leaseEnded lease_ended', {}, { mode: 'auto', leaseEnded: true }, undefined, 600_000],
    ['seen null', {}, { appliedSequence: 6 }],
    ['null holding_differs', {}, { appliedSequence: 6 }, [0, 7, 2, 350, 601]],
    ['absent not_carried_out', {}, { appliedSequence: 6 }, undefined, 600_000],
    ['deviceRejected device_setpoint_limits', {}, { appliedSequence: 6, rejectCode: 3 }],
    ['null device_old_sequence', {}, { appliedSequence: 6, rejectCode: 1 }],
    ['absent not_carried_out', {}, { appliedSequence: 6, rejectCode: 1 }, undefined, 600_000],
    ['agrees null', {}, { rejectCode: 1 }],
    ['deviceRejected device_local', {}, { appliedSequence: 6, rejectCode: 4 }],
    ['deviceRejected device_rejected', {}, { appliedSequence: 6, rejectCode: 99 }],
    ['absent not_carried_out', {}, { appliedSequence: 6, seenSequence: 6 }],
    ['absent not_carried_out', {}, { appliedSequence: 0, seenSequence: 0 }],
    ['outrun newer_sequence', {}, { appliedSequence: 8, seenSequence: 8 }],
    ['displaced controller_restarted', { state: 'accepted' }, { appliedSequence: 0, seenSequence: 0 }],
  ])('%s %#', (expected, command, status, holding, laterMs) => expect(judge(command, status, holding, laterMs)).toBe(expected))
})

test('a release is confirmed by automatic under its own sequence, and by nothing else', () => {
  const release: Partial<JudgedCommand> = { mode: 'release', setpoint_c: null, leaseS: null, expiresAtMs: null }
  const block = [0, 7, 0, 0x8000, 0]
  expect(judge(release, { mode: 'auto', setpoint_c: null }, block)).toBe('releaseConfirmed released')
  expect(judge(release, { mode: 'auto', setpoint_c: null, appliedSequence: 6 }, block)).toBe('seen null')
  expect(judge(release, { mode: 'heat' }, block)).toBe('displaced mode_changed')
})

test('a holder needs the status alone, keeps its place in a safe state, and ends when the device has left it', () => {
  const holder: Partial<JudgedCommand> = { state: 'applied' }
  expect(judge(holder, {}, null)).toBe('null null')
  expect(judge(holder, { mode: 'off', safeState: true }, null)).toBe('null safe_state')
  expect(judge(holder, { mode: 'auto' }, null, 600_000)).toBe('leaseEnded lease_ended')
  expect(judge(holder, { mode: 'auto' }, null)).toBe('displaced mode_changed')
  expect(judge(holder, { appliedSequence: 0, seenSequence: 0, mode: 'auto' }, null)).toBe('displaced controller_restarted')
  expect(judge(holder, { appliedSequence: 9 }, null)).toBe('outrun newer_sequence')
})

describe('a device without a sequence is judged by levels', () => {
  const unfenced: Partial<LoopStatus> = { appliedSequence: null, seenSequence: null }
  const held = { sequence: null, mode: 'heat', setpoint_c: 35, leaseS: 600 } as const
  const says = (command: Partial<JudgedCommand>, status: Partial<LoopStatus>, holding: HeldBlock | null = held, laterMs = 0): string => {
    const { event, reason } = judgeReadBack({ ...heat, ...command }, { holding, status: { ...done, ...unfenced, ...status } }, nowMs + laterMs)
    return `${event} ${reason}`
  }
  test('nothing but registers and status together make it applied', () => {
    expect(says({}, {})).toBe('agrees null')
    expect(says({}, { mode: 'auto' })).toBe('seen null')
    expect(says({}, {}, { ...held, setpoint_c: 36 })).toBe('absent not_carried_out')
    expect(says({}, {}, null)).toBe('null holding_differs')
    expect(says({}, { mode: 'auto', local: true })).toBe('deviceRejected device_local')
    expect(says({}, { mode: 'auto', rejectCode: 3 })).toBe('deviceRejected device_setpoint_limits')
    expect(says({}, { mode: 'off', safeState: true })).toBe('null safe_state')
  })
  test('what may have run out before it could be read is over, not "not carried out"', () => {
    expect(says({ state: 'unknown' }, { mode: 'auto', leaseEnded: true })).toBe('leaseEnded lease_ended')
    expect(says({ state: 'unknown' }, { mode: 'auto' }, held, 600_000)).toBe('leaseEnded lease_ended')
  })
  test('a holder ends when the device does something else, a release when it is back in automatic', () => {
    const release = { mode: 'release', setpoint_c: null, leaseS: null, expiresAtMs: null } as const
    expect(says({ state: 'applied' }, {}, null)).toBe('null null')
    expect(says({ state: 'applied' }, { setpoint_c: 30 }, null)).toBe('displaced setpoint_changed')
    expect(says({ state: 'applied' }, { mode: 'off' }, null)).toBe('displaced mode_changed')
    expect(says({ state: 'applied' }, { mode: 'auto' }, null, 600_000)).toBe('leaseEnded lease_ended')
    expect(says(release, { mode: 'auto', setpoint_c: null }, { ...held, mode: 'auto', setpoint_c: null, leaseS: 0 })).toBe('releaseConfirmed released')
    expect(says(release, {}, { ...held, mode: 'auto', setpoint_c: null, leaseS: 0 })).toBe('seen null')
    expect(says(release, {}, { ...held, mode: 'auto', setpoint_c: null, leaseS: 0 }, 600_000)).toBe('absent not_carried_out')
  })
})
