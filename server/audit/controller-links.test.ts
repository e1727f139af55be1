import { expect, test } from 'vitest'
import type { AuditEntry } from '#domain/audit/audit-entry'
import { ControllerLinks } from './controller-links'

const at = new Date('2026-01-10T12:00:00Z')
function watch(): { links: ControllerLinks; recorded: () => string[]; entries: AuditEntry[] } {
  const entries: AuditEntry[] = []
  const links = new ControllerLinks({ audit: { record: async (entry) => { entries.push(entry) } }, clock: { now: () => at }, onError: (error) => { throw error } })
  return { links, entries, recorded: () => entries.map(({ event, subject }) => `${event} ${subject}`) }
}
const view = (link: 'online' | 'offline' | 'unknown') => ({ id: 'C', link, seen_at: '2026-01-10T11:59:50.000Z' })

test('a controller that grows silent is lost once, whatever its silence is called, and regained once; how long ago it was heard stands in the record', () => {
  const { links, recorded, entries } = watch()
  for (const link of ['unknown', 'online', 'online', 'unknown', 'offline', 'online', 'online'] as const) links.see(view(link))
  expect(recorded()).toEqual(['controller.lost controller:C', 'controller.regained controller:C'])
  expect(entries[0]).toMatchObject({ at, actor: 'server', after: { link: 'unknown', seen_at: '2026-01-10T11:59:50.000Z' } })
})

test('one that is silent from the start is lost', () => {
  const { links, recorded } = watch()
  links.see(view('offline'))
  expect(recorded()).toEqual(['controller.lost controller:C'])
})

test('a server that stands by records nothing: not what the leader tells, and not that it does not hear the leader; when it leads it records what is new', () => {
  const { links, recorded } = watch()
  for (const link of ['online', 'unknown', 'online', 'offline'] as const) links.see(view(link), false)
  links.see(view('offline'))
  expect(recorded()).toEqual([])
  links.see(view('online'))
  expect(recorded()).toEqual(['controller.regained controller:C'])
})
