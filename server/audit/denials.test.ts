import { expect, it } from 'vitest'
import type { AuditEntry } from '#domain/audit/audit-entry'
import { Denials } from './denials'

function folded() {
  const told: AuditEntry[] = []
  const state = { nowMs: 0, broken: false, errors: 0 }
  const denials = new Denials({
    audit: { record: async (entry) => { if (state.broken) throw new Error('no database'); told.push(entry) } }, clock: { now: () => new Date(state.nowMs) }, wallNow: () => state.nowMs, onError: () => { state.errors++ },
  })
  const deny = (kind: string, address = '10.0.0.1') => denials.deny({ at: new Date(state.nowMs), event: 'access.denied', actor: null, role: null, secondPerson: null, address, subject: kind, reason: 'x' }, kind)
  const settle = () => new Promise((resolve) => { setImmediate(resolve) })
  const counted = () => told.reduce((sum, { after }) => sum + ((after as { repeated?: number } | undefined)?.repeated ?? 1), 0)
  return { told, state, denials, deny, settle, counted }
}

it('tells the first at once, counts its repeats, and waits longer the longer they go on', async () => {
  const { told, state, denials, deny, settle } = folded()
  for (let times = 0; times < 5; times++) deny('a')
  await settle()
  expect(told).toHaveLength(1)
  state.nowMs = 59_000
  denials.tell()
  expect(told).toHaveLength(1)
  state.nowMs = 60_000
  denials.tell()
  expect(told[1]).toMatchObject({ after: { repeated: 4, first_at: new Date(0), last_at: new Date(0) } })
  deny('a')
  state.nowMs = 179_000
  denials.tell()
  expect(told).toHaveLength(2)
  state.nowMs = 180_000
  denials.tell()
  expect(told[2]).toMatchObject({ after: { repeated: 1 } })
  await settle()
  // Quiet for a whole window: forgotten, and the next is a first again.
  state.nowMs = 180_000 + 240_000
  denials.tell()
  deny('a')
  expect(told).toHaveLength(4)
  expect(told[3]).not.toHaveProperty('after')
})

it('lets nobody fill the audit, and loses no count', async () => {
  const { told, denials, deny, counted } = folded()
  for (let kind = 0; kind < 1000; kind++) deny(`guess ${kind}`)
  deny('b', '10.0.0.2')
  await denials.stop()
  expect(told).toHaveLength(20 + 1 + 1)
  expect(told.find(({ reason }) => reason === 'many_kinds')).toMatchObject({ address: '10.0.0.1', after: { repeated: 980 } })
  expect(counted()).toBe(1001)
})

it('bounds what it remembers of many addresses', async () => {
  const { told, denials, deny, counted } = folded()
  for (let address = 0; address < 5000; address++) deny('a', `10.0.${address >> 8}.${address & 255}`)
  await denials.stop()
  expect(told.length).toBe(2001)
  expect(counted()).toBe(5000)
})

it('counts on what could not be written', async () => {
  const { told, state, denials, deny, settle } = folded()
  state.broken = true
  for (let times = 0; times < 3; times++) deny('a')
  await settle()
  state.nowMs = 60_000
  denials.tell()
  await settle()
  expect(state.errors).toBe(2)
  state.broken = false
  await denials.stop()
  expect(told).toMatchObject([{ after: { repeated: 3 } }])
})

it('forgets nothing whose record is still on its way', async () => {
  const { told, state, denials, deny, settle } = folded()
  state.broken = true
  deny('a')
  denials.tell(true)
  await settle()
  expect(state.errors).toBe(1)
  state.broken = false
  await denials.stop()
  expect(told).toMatchObject([{ after: { repeated: 1 } }])
})
