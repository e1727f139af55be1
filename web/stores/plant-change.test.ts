import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, expect, it, vi } from 'vitest'
import type { PlantFile } from '#domain/network/plant-file'
import type { PlantPlanView } from '#domain/wire/plant'
import { signedOut } from '#domain/wire/session'
import { ApiError } from '../api/api-error'
import { client } from '../api/client'
import { usePlantStore } from './plant'
import { usePlantChangeStore } from './plant-change'
import { useSessionStore } from './session'

const signedIn = (account: string) => ({ ...signedOut, signed_in: true, account, actions: ['read' as const, 'plant.configure' as const] })
const planned = (of: Partial<PlantPlanView> = {}): PlantPlanView => ({
  create: [], change: [{ kind: 'loop', id: 'l1', fields: [{ field: 'heat_max_c', before: 45, after: 40 }] }], remove: [],
  unchanged: { energyStation: 0, controller: 0, loop: 0, station: 0, sensor: 0, segment: 0 }, base_version: 3, problems: [], warnings: [], ...of,
})
const versions = (number: number) => vi.spyOn(client, 'plantVersions').mockResolvedValue([{ number, applied_at: '2026-01-01T00:00:00.000Z', actor: 'wang', reason: null, sha256: '' }])
beforeEach(() => {
  setActivePinia(createPinia())
  vi.restoreAllMocks()
  useSessionStore().session = signedIn('wang')
  vi.spyOn(client, 'plant').mockResolvedValue({ format: 'hearthway-plant-1' } as PlantFile)
  vi.spyOn(client, 'planPlant').mockResolvedValue(planned())
  versions(3)
})

it('compares a file as it is taken, applies it against the version it was compared with, and shows what the server then says stands', async () => {
  const [change, plant] = [usePlantChangeStore(), usePlantStore()]
  await change.take('a.json', '\uFEFF{"a":1}')
  expect(client.planPlant).toHaveBeenCalledWith({ a: 1 })
  expect(change.mayApply).toBe(false)
  change.reason = ' 夏季 '
  expect(change.mayApply).toBe(true)
  vi.spyOn(client, 'applyPlant').mockImplementation(async () => {
    expect([change.outcome, plant.newest]).toEqual([null, null])
    versions(4)
    return { outcome: 'applied', version: 4, warnings: [] }
  })
  await change.apply()
  expect(client.applyPlant).toHaveBeenCalledWith({ a: 1 }, 3, '夏季')
  expect([change.outcome?.version, plant.newest?.number, change.draft]).toEqual([4, 4, null])
})
it('loses nothing to a refusal: overtaken, it can be compared anew and not applied before', async () => {
  const [change, plant] = [usePlantChangeStore(), usePlantStore()]
  await change.take('a.json', '{}')
  change.reason = 'why'
  versions(4)
  vi.spyOn(client, 'applyPlant').mockRejectedValue(new ApiError(409, { code: 'plant.changed', params: { version: 4 } }))
  await change.apply()
  expect([change.overtaken, change.mayApply, change.reason, change.draft?.name, change.plan?.base_version, plant.newest?.number]).toEqual([true, false, 'why', 'a.json', 3, 4])
  vi.mocked(client.planPlant).mockRejectedValueOnce(new ApiError(0, { code: 'network' }))
  await change.compare()
  expect([change.overtaken, change.mayApply, change.standing]).toEqual([true, false, 4])
  vi.mocked(client.planPlant).mockResolvedValue(planned({ base_version: 4 }))
  await change.compare()
  expect([change.overtaken, change.mayApply, change.plan?.base_version]).toEqual([false, true, 4])
})
it('says that nobody knows when the server did not answer, and that a newer version stands where one does', async () => {
  const change = usePlantChangeStore()
  await change.take('a.json', '{}')
  change.reason = 'why'
  versions(4)
  vi.spyOn(client, 'applyPlant').mockRejectedValue(new ApiError(0, { code: 'timeout' }))
  await change.apply()
  expect([change.refused?.error.unanswered, change.outcome, change.overtaken, change.mayApply, change.draft?.name]).toEqual([true, null, true, false, 'a.json'])
})
it('keeps the file before one that is no JSON, and does not apply a faulty one or one that changes nothing', async () => {
  const change = usePlantChangeStore()
  await change.take('a.json', '{}')
  await change.take('b.json', '{')
  expect([change.unreadable?.name, change.draft?.name, change.plan !== null]).toEqual(['b.json', 'a.json', true])
  change.reason = 'why'
  for (const plan of [planned({ change: [] }), planned({ problems: [{ path: '', code: 'shape', params: {}, zh: { reason: '', remedy: '' }, en: { reason: '', remedy: '' } }] })]) {
    vi.mocked(client.planPlant).mockResolvedValue(plan)
    await change.compare()
    expect(change.mayApply).toBe(false)
  }
})
it('asks for a proof when that was wanting and applies only when asked again', async () => {
  const [change, session] = [usePlantChangeStore(), useSessionStore()]
  await change.take('a.json', '{}')
  change.reason = 'why'
  const apply = vi.spyOn(client, 'applyPlant').mockRejectedValue(new ApiError(403, { code: 'access.proof_needed' }))
  await change.apply()
  expect([session.proofOpen, change.refused?.error.code]).toEqual([true, 'access.proof_needed'])
  session.proofOpen = false
  await nextTick()
  expect([change.refused, change.mayApply]).toEqual([null, true])
  expect(apply).toHaveBeenCalledTimes(1)
})
it('survives a session that ends, and is nobody else\u2019s', async () => {
  const [change, session, plant] = [usePlantChangeStore(), useSessionStore(), usePlantStore()]
  await plant.load()
  await change.take('a.json', '{}')
  session.session = signedOut
  await nextTick()
  expect([plant.file, change.draft?.name]).toEqual([null, 'a.json'])
  session.session = signedIn('wang')
  await nextTick()
  expect(change.draft?.name).toBe('a.json')
  session.session = signedIn('li')
  await nextTick()
  expect(change.draft).toBeNull()
})
