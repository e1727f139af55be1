import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { AuditChainView, AuditPageView } from '#domain/wire/audit'
import { ApiError } from '../api/api-error'
import { client } from '../api/client'
import { useAuditStore } from './audit'

const page = (first: number, next: number | null): AuditPageView => ({
  records: [{ seq: first, at: '2026-01-01T00:00:00.000Z', event: 'zone.create', actor: 'li', role: 'operator', second_person: null, address: null, subject: 'zone:1', reason: null, hash: 'h', prev_hash: 'p' }], next_before_seq: next,
})
const whole: AuditChainView = { whole: true, checked: 3, head: { seq: 3, hash: 'h' }, broken: null, notes: { kind: 'agree', compared: 1, noted_seq: null }, note_faults: [], begun_at: '2026-01-01T00:00:00.000Z', ended_at: '2026-01-01T00:00:01.000Z' }
beforeEach(() => {
  setActivePinia(createPinia())
  vi.restoreAllMocks()
})

it('goes to older pages and back by the numbers it came from, and to the newest with another filter', async () => {
  const audit = useAuditStore()
  const asked = vi.spyOn(client, 'audit').mockImplementation(async (_, before) => (before === null ? page(90, 41) : before === 41 ? page(40, 9) : page(8, null)))
  await audit.search()
  await audit.older()
  await audit.older()
  expect([audit.page?.records[0]?.seq, audit.page?.next_before_seq]).toEqual([8, null])
  await audit.older()
  await audit.newer()
  expect([audit.page?.records[0]?.seq, audit.hasNewer]).toEqual([40, true])
  await audit.search({ actor: 'li' })
  expect([audit.page?.records[0]?.seq, audit.hasNewer, audit.filter]).toEqual([90, false, { actor: 'li' }])
  expect(asked.mock.calls.map(([, before]) => before)).toEqual([null, 41, 9, 41, null])
})
it('a filter that was refused is not the one the page was read by', async () => {
  const audit = useAuditStore()
  vi.spyOn(client, 'audit').mockResolvedValueOnce(page(3, null)).mockRejectedValueOnce(new ApiError(400, { code: 'request.invalid' }))
  await audit.search()
  await audit.search({ subject: '\0' })
  expect([audit.filter, audit.page?.records.length, audit.error?.code]).toEqual([{}, 1, 'request.invalid'])
})
it('a walk along the chain that failed leaves no verdict, not the last one', async () => {
  const audit = useAuditStore()
  vi.spyOn(client, 'auditChain').mockResolvedValueOnce(whole).mockRejectedValueOnce(new ApiError(0, { code: 'timeout' }))
  await audit.verify()
  expect(audit.chain?.whole).toBe(true)
  await audit.verify()
  expect([audit.chain, audit.chainError?.code]).toEqual([null, 'timeout'])
})
it('hands out evidence only when its last line arrived', async () => {
  const audit = useAuditStore()
  const lines = ['{"format":"hearthway-evidence"}', '{"seq":1}', `{"end":true,"records":1,"head":{"seq":1,"hash":"${'a'.repeat(64)}"},"sm3":"${'b'.repeat(64)}"}`]
  const evidence = vi.spyOn(client, 'evidence').mockResolvedValue(new Blob([lines.slice(0, 2).join('\n')]))
  expect(await audit.takeEvidence(1, null)).toBeNull()
  expect([audit.takeError, audit.taken]).toEqual(['torn', null])
  evidence.mockResolvedValue(new Blob([`${lines.join('\n')}\n`]))
  expect(await audit.takeEvidence(1, null)).toBeInstanceOf(Blob)
  expect(audit.taken).toMatchObject({ records: 1, from: 1, to: 1 })
})
