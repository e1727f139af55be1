import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testingNetwork } from './testing-network'
import { dropCommand, elapse, freshLoopCommandState, receiveBlock, switchLocal, type LoopCommandState } from './loop-command'

const loop = testingNetwork().loops[0]!
// Numbers written out, not taken from the map's own encoder: hi, lo, mode, setpoint in 0.1 degC, lease.
const block = (sequence: number, mode: number, setpoint: number, leaseS: number): number[] => [sequence >>> 16, sequence & 0xffff, mode, setpoint & 0xffff, leaseS]
const none = 0x8000

test.each([
  ['heat in its limits', block(1, 2, 350, 600), 0], ['heat at its upper limit', block(1, 2, 450, 600), 0], ['cool in its limits', block(1, 3, 120, 600), 0],
  ['hold', block(1, 4, none, 600), 0], ['off', block(1, 1, none, 600), 0], ['release', block(1, 0, none, 0), 0],
  ['sequence 0', block(0, 2, 350, 600), 1], ['unknown mode', block(1, 9, none, 600), 2], ['heat without lease', block(1, 2, 350, 0), 2], ['release with lease', block(1, 0, none, 60), 2],
  ['heat too hot', block(1, 2, 451, 600), 3], ['heat too cool', block(1, 2, 149, 600), 3], ['heat without setpoint', block(1, 2, none, 600), 3], ['below zero', block(1, 3, -50, 600), 3], ['off with a setpoint', block(1, 1, 300, 600), 3],
])('%s -> reject code', (_, words, code) => {
  const after = receiveBlock(loop, freshLoopCommandState(), words)
  expect(after.rejectCode).toBe(code)
  expect(after.appliedSequence).toBe(code === 0 ? 1 : 0)
  expect(after.command === null).toBe(code !== 0 || words[2] === 0)
})

test('a loop that cannot cool refuses to', () => {
  expect(receiveBlock({ ...loop, service: 'heat' }, freshLoopCommandState(), block(1, 3, 120, 600)).rejectCode).toBe(2)
  expect(receiveBlock({ ...loop, service: 'cool' }, freshLoopCommandState(), block(1, 2, 350, 600)).rejectCode).toBe(2)
})

type Act = { kind: 'block'; words: number[] } | { kind: 'elapse'; dtS: number } | { kind: 'local'; local: boolean } | { kind: 'drop' }
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.nat(0xffffffff)), fc.integer({ min: 0, max: 6 }), fc.oneof(fc.constant(none), fc.integer({ min: -100, max: 500 })), fc.integer({ min: 0, max: 300 }))
    .map(([sequence, mode, setpoint, lease]): Act => ({ kind: 'block', words: block(sequence, mode, setpoint, lease) })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 200 }).map((dtS): Act => ({ kind: 'elapse', dtS })) },
  { weight: 1, arbitrary: fc.boolean().map((local): Act => ({ kind: 'local', local })) },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: 'drop' }) },
)
const apply = (state: LoopCommandState, a: Act): LoopCommandState =>
  a.kind === 'block' ? receiveBlock(loop, state, a.words) : a.kind === 'elapse' ? elapse(state, a.dtS) : a.kind === 'local' ? switchLocal(state, a.local) : dropCommand(state)

test('no order of blocks, delays, switches and lost links applies a sequence twice or an old one after a newer', () => {
  fc.assert(fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
    let state = freshLoopCommandState()
    const applied: number[] = []
    for (const a of acts) {
      const before = state
      state = apply(state, a)
      if (a.kind === 'block' && state.rejectCode === 0) applied.push(state.appliedSequence)
      if (a.kind === 'block' && state.rejectCode !== 0) expect({ ...state, rejectCode: 0, seenSequence: 0, fence: 0 }).toEqual({ ...before, rejectCode: 0, seenSequence: 0, fence: 0 })
      if (a.kind !== 'block' && before.command === null) expect(state.command).toBeNull()
      if (state.local) expect(state.command).toBeNull()
      if (state.command) expect(state.command.leaseRemainingS).toBeGreaterThan(0)
      expect(state.fence).toBeGreaterThanOrEqual(before.fence)
    }
    expect(applied).toEqual([...new Set(applied)].sort((x, y) => x - y))
  }), { numRuns: 2000 })
})

test('a refused block stays refused when its reason has gone', () => {
  const local = receiveBlock(loop, switchLocal(freshLoopCommandState(), true), block(5, 2, 350, 600))
  expect(local.rejectCode).toBe(4)
  const again = receiveBlock(loop, switchLocal(local, false), block(5, 2, 350, 600))
  expect([again.rejectCode, again.command, again.appliedSequence]).toEqual([1, null, 0])
})

test('a lease ends in local automatic and says so', () => {
  let state = receiveBlock(loop, freshLoopCommandState(), block(7, 2, 350, 100))
  state = elapse(state, 60)
  expect(state.command?.leaseRemainingS).toBe(40)
  state = elapse(state, 60)
  expect([state.command, state.leaseEnded, state.appliedSequence]).toEqual([null, true, 7])
  expect(receiveBlock(loop, state, block(8, 2, 350, 100)).leaseEnded).toBe(false)
})
