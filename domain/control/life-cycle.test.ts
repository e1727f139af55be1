import { expect, test } from 'vitest'
import { commandStates, endStates, holdingStates, inFlightStates, waitingStates, type CommandState } from './command'
import { commandEvents, lifeCycle, nextState, readBackEvents, type CommandEvent } from './life-cycle'

/** Every pair that may happen, written out by hand a second time: whoever changes the table must mean it. */
const may: Record<CommandState, string> = {
  drafted: 'submit:validated blocked:rejected lapse:expired cancel:cancelled',
  validated: 'authorise:queued decline:rejected lapse:expired stop:superseded blocked:rejected cancel:cancelled',
  queued: 'select:selected send:sent outranked:held vacated:released supersede:superseded neverSent:failed lapse:expired stop:superseded blocked:rejected cancel:cancelled',
  selected: 'operate:selected send:sent outranked:held vacated:released neverSent:failed lapse:expired stop:superseded blocked:rejected cancel:cancelled',
  sent: 'notCarriedOut:queued refused:rejected lostTouch:unknown seen:accepted agrees:applied releaseConfirmed:released deviceRejected:rejected leaseEnded:expired displaced:failed outrun:superseded stop:superseded',
  accepted: 'lostTouch:unknown agrees:applied releaseConfirmed:released deviceRejected:rejected leaseEnded:expired displaced:failed outrun:superseded stop:superseded',
  unknown: 'seen:accepted absent:failed agrees:applied releaseConfirmed:released deviceRejected:rejected leaseEnded:expired displaced:failed outrun:superseded stop:superseded',
  applied: 'effect:effective releaseConfirmed:released leaseEnded:expired displaced:failed outrun:superseded supersede:superseded outranked:held',
  effective: 'releaseConfirmed:released leaseEnded:expired displaced:failed outrun:superseded supersede:superseded outranked:held',
  held: 'takeOver:queued lapse:expired vacated:released releaseConfirmed:released supersede:superseded',
  failed: 'agrees:applied', superseded: 'agrees:applied', released: '', rejected: '', expired: '', cancelled: '',
}
const pairs = commandStates.flatMap((state) => commandEvents.map((event) => ({ state, event, to: nextState(state, event) })))
const reach = (from: CommandState, barred: readonly CommandEvent[] = []): Set<CommandState> => {
  const found = new Set<CommandState>([from])
  for (const state of found) for (const event of commandEvents) { const to = nextState(state, event); if (to && !barred.includes(event)) found.add(to) }
  return found
}

test('every pair of state and event goes where it should, or nowhere', () => {
  for (const { state, event, to } of pairs) expect(to, `${state} ${event}`).toBe(Object.fromEntries(may[state].split(' ').map((pair) => pair.split(':')))[event] ?? null)
})

test('only a read-back, or the stop that outranks it, leads out of unknown', () => {
  for (const { state, event, to } of pairs) if (state === 'unknown' && to !== null) expect([...readBackEvents, 'stop']).toContain(event)
})

test('applied is reached by a read-back alone, effective from applied alone', () => {
  for (const { state, event, to } of pairs) {
    if (to === 'applied') expect(event).toBe('agrees')
    if (to === 'effective') expect([state, event]).toEqual(['applied', 'effect'])
  }
})

test('nothing is sent that was not queued, and a draft or a command that waits for a second person is not queued by itself', () => {
  for (const { state, event, to } of pairs) if (to === 'sent') expect([['queued', 'send'], ['selected', 'send']]).toContainEqual([state, event])
  // Without `agrees`: what was never sent is carried out by no device.
  expect(reach('drafted', ['submit', 'agrees'])).not.toContain('queued')
  expect(reach('validated', ['authorise', 'agrees'])).not.toContain('queued')
})

test('a held command comes back through the queue, where the interlocks stand, and never after its end', () => {
  for (const { state, to } of pairs) if (state === 'held') expect(to === null || to === 'queued' || (endStates as readonly string[]).includes(to)).toBe(true)
  expect(lifeCycle.expired).toEqual({})
})

test('a stop reaches whatever could still heat: waiting for a person, in flight, or standing in a slot', () => {
  for (const state of ['validated', ...inFlightStates] as const) expect(nextState(state, 'stop'), state).toBe('superseded')
  for (const state of holdingStates) expect(nextState(state, 'releaseConfirmed'), state).toBe('released')
})

test('every state can be reached from a draft and left for an end', () => {
  expect([...reach('drafted')].sort()).toEqual([...commandStates].sort())
  for (const state of commandStates) expect(endStates.some((end) => reach(state).has(end)), state).toBe(true)
})

test('whoever waits for a person has an end that needs none', () => {
  for (const state of [...waitingStates, 'selected'] as const) expect(nextState(state, 'lapse')).toBe('expired')
})
