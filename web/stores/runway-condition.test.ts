import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import type { RunwayConditionView, RunwayObservation } from '#domain/wire/runway-condition'
import { ApiError } from '../api/api-error'
import { client } from '../api/client'
import { useRunwayConditionStore } from './runway-condition'

const view = (version: number | null, id = 'RW'): RunwayConditionView => ({ runway_id: id, name: { zh: '', en: '' }, aerodrome: 'ZYHB', lower: '05R', higher: '23L', length_m: 3600, width_m: 45, at: '2026-11-23T10:00:00Z', version, thirds: [], snowtam: null })
const seen: RunwayObservation = { client_id: 'client-1', base_version: 1, thirds: [] }

beforeEach(() => {
  setActivePinia(createPinia())
  vi.restoreAllMocks()
})

it('a look that was under way when a report was kept does not cover it', async () => {
  const store = useRunwayConditionStore()
  const looks: ((of: RunwayConditionView) => void)[] = []
  vi.spyOn(client, 'runwayCondition').mockImplementation(() => new Promise((resolve) => { looks.push(resolve) }))
  vi.spyOn(client, 'observeRunway').mockResolvedValue(view(2))
  const first = store.choose('RW')
  expect(await store.report('RW', seen)).toBe('kept')
  looks[0]!(view(1))
  await first
  expect(store.condition?.version).toBe(2)
})

it('no answer is not known, a refusal is, and somebody else\'s report is looked at', async () => {
  const store = useRunwayConditionStore()
  const look = vi.spyOn(client, 'runwayCondition').mockResolvedValue(view(1))
  await store.choose('RW')
  const send = vi.spyOn(client, 'observeRunway')
  send.mockRejectedValueOnce(new ApiError(0, { code: 'timeout' }))
  expect(await store.report('RW', seen)).toBe('lost')
  send.mockRejectedValueOnce(new ApiError(403, { code: 'access.role' }))
  expect(await store.report('RW', seen)).toBe('refused')
  look.mockResolvedValue(view(7))
  send.mockRejectedValueOnce(new ApiError(409, { code: 'runway.observation_moved' }))
  expect([await store.report('RW', seen), store.condition?.version]).toEqual(['moved', 7])
})

it('another runway takes the first one off the screen at once', async () => {
  const store = useRunwayConditionStore()
  vi.spyOn(client, 'runwayCondition').mockResolvedValueOnce(view(1)).mockRejectedValueOnce(new ApiError(0, { code: 'network' }))
  await store.choose('RW')
  await store.choose('R2')
  expect([store.condition, store.error?.code]).toEqual([null, 'network'])
})
