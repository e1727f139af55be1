import { expect, test } from 'vitest'
import { commandStates, endStates, type CommandState } from './command'
import { commandEvents, lifeCycle, nextState, readBackEvents, type CommandEvent } from './life-cycle'

/** Every pair that may happen, written out by hand a second time: whoever changes the table must mean it. */
const may: Partial<Record<`${CommandState} ${CommandEvent}`, CommandState>> = {
  'queued send': 'sent', 'queued supersede': 'superseded', 'queued stop': 'superseded', 'queued blocked': 'rejected', 'queued neverSent': 'failed', 'queued cancel': 'cancelled',
  'sent notCarriedOut': 'queued', 'sent refused': 'rejected', 'sent lostTouch': 'unknown', 'sent seen': 'accepted', 'sent agrees': 'applied', 'sent releaseConfirmed': 'released',
  'sent deviceRejected': 'rejected', 'sent leaseEnded': 'expired', 'sent displaced': 'failed', 'sent outrun': 'superseded', 'sent stop': 'superseded',
  'accepted lostTouch': 'unknown', 'accepted agrees': 'applied', 'accepted releaseConfirmed': 'released', 'accepted deviceRejected': 'rejected', 'accepted leaseEnded': 'expired',
  'accepted displaced': 'failed', 'accepted outrun': 'superseded', 'accepted stop': 'superseded',
  'unknown seen': 'accepted', 'unknown agrees': 'applied', 'unknown releaseConfirmed': 'released', 'unknown deviceRejected': 'rejected', 'unknown absent': 'failed',
  'unknown leaseEnded': 'expired', 'unknown displaced': 'failed', 'unknown outrun': 'superseded', 'unknown stop': 'superseded',
  'applied releaseConfirmed': 'released', 'applied leaseEnded': 'expired', 'applied displaced': 'failed', 'applied outrun': 'superseded', 'applied supersede': 'superseded',
  'failed agrees': 'applied', 'superseded agrees': 'applied',
}

test('every pair of state and event goes where it should, or nowhere', () => {
  for (const state of commandStates) for (const event of commandEvents) expect(nextState(state, event), `${state} ${event}`).toBe(may[`${state} ${event}`] ?? null)
})

test('only a read-back, or the stop that outranks it, leads out of unknown', () => {
  for (const event of commandEvents) {
    if (nextState('unknown', event) !== null) expect([...readBackEvents, 'stop']).toContain(event)
  }
})

test('applied is reached by a read-back alone', () => {
  for (const state of commandStates) for (const event of commandEvents) if (nextState(state, event) === 'applied') expect(event).toBe('agrees')
})

test('every state can be reached and every state that is no end can be left for an end', () => {
  const reach = (from: CommandState): Set<CommandState> => {
    const found = new Set<CommandState>([from])
    for (const state of found) for (const to of Object.values(lifeCycle[state])) found.add(to)
    return found
  }
  expect([...reach('queued')].sort()).toEqual([...commandStates].sort())
  for (const state of commandStates) expect(endStates.some((end) => reach(state).has(end)), state).toBe(true)
})
