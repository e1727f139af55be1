import { expect, it } from 'vitest'
import type { AuditEntry } from '#domain/audit/audit-entry'
import { noteActor, originOf, runWithOrigin, withOrigin } from './audit-origin'

const entry = (actor: string | null, more: Partial<AuditEntry> = {}): AuditEntry => ({ at: new Date(0), event: 'e', actor, role: null, secondPerson: null, address: null, subject: null, ...more })

it('gives role and address to what the requester does, and to nothing else', async () => {
  await runWithOrigin('10.0.0.1', async () => {
    expect(withOrigin(entry(null))).toMatchObject({ address: '10.0.0.1', role: null })
    noteActor('li', 'operator')
    expect(withOrigin(entry('li'))).toMatchObject({ address: '10.0.0.1', role: 'operator' })
    expect(withOrigin(entry('li', { role: 'engineer', address: 'x' }))).toMatchObject({ address: 'x', role: 'engineer' })
    for (const other of ['server', 'wang', null]) expect(withOrigin(entry(other))).toEqual(entry(other))
  })
  expect(withOrigin(entry('li'))).toEqual(entry('li'))
})

it('keeps requests apart, and ends with the request also for what it left running', async () => {
  let go = (): void => {}
  const later = new Promise<void>((resolve) => { go = resolve })
  const left: Promise<AuditEntry>[] = []
  await Promise.all(['10.0.0.1', '10.0.0.2'].map((address) => runWithOrigin(address, async () => {
    noteActor('li', 'operator')
    left.push(later.then(() => withOrigin(entry('li'))))
    await Promise.resolve()
    expect(originOf()?.address).toBe(address)
  })))
  go()
  expect(await Promise.all(left)).toEqual([entry('li'), entry('li')])
})
