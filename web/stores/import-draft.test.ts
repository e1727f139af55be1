import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { unzipSync } from 'fflate'
import type { ImportDraftView, ImportPreviewView } from '#domain/wire/imports'
import type { SiteView } from '#domain/wire/network'
import { signedOut } from '#domain/wire/session'
import { ApiError } from '../api/api-error'
import { client } from '../api/client'
import { packUpload } from '../api/pack-shapefile'
import { readAnswer } from './import-answer'
import { useImportDraftStore } from './import-draft'
import { useImportsStore } from './imports'
import { useNetworkStore } from './network'
import { useSessionStore } from './session'

const signedIn = (account: string) => ({ ...signedOut, signed_in: true, account, actions: ['read' as const, 'network.import' as const] })
const preview = (findings: ImportPreviewView['findings'] = []): ImportPreviewView => ({
  format: 'geojson', layer: 'a', layers: [], crs: null, encoding: null, accepted_as: [], position_check: '', notes: [], fields: [], mapping: {}, findings,
  counts: { features: 1, accepted: 1, refused: 0, segments: 3, stations: 0, length_m: 600, repaired: 0, unread: 0 }, refused: [], repairs: [], unread: [], lines: { shown: 1, collection: { type: 'FeatureCollection', features: [] } }, stations: [],
})
const draft = (of: Partial<ImportDraftView>): ImportDraftView => ({ id: 'd1', file: 'a.geojson', bytes: 2, state: 'reading', step: 'waiting', options: {}, preview: null, refusal: null, import_id: null, ...of })
const swapped = { kind: 'axes_swapped' as const, evidence: '', params: {}, question: '', answers: ['--accept-as swapped', '--accept-as as-is'] }
const file = (name: string): File => new File(['{}'], name)
const heard = (of: Partial<ImportDraftView>) => vi.spyOn(client, 'importDraft').mockResolvedValue(draft(of))

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  vi.restoreAllMocks()
  useSessionStore().session = signedIn('wang')
  vi.spyOn(client, 'sendImport').mockResolvedValue(draft({}))
  vi.spyOn(client, 'cancelImport').mockResolvedValue(undefined)
  vi.spyOn(client, 'imports').mockResolvedValue([])
  vi.spyOn(client, 'importDrafts').mockResolvedValue([])
})
afterEach(() => vi.useRealTimers())

it('asks and chooses nothing itself; with the answer the file is read again, and stored only as it was read', async () => {
  const store = useImportDraftStore()
  heard({})
  await store.choose([file('a.geojson')])
  heard({ state: 'asks', preview: preview([swapped]) })
  await vi.advanceTimersByTimeAsync(700)
  expect([store.draft?.state, store.openQuestions, store.answers, store.mayReread, store.mayCommit]).toEqual(['asks', 1, {}, false, false])
  store.answers = { axes_swapped: readAnswer('--accept-as swapped')! }
  expect([store.openQuestions, store.mayReread]).toEqual([0, true])
  vi.spyOn(client, 'changeImport').mockResolvedValue(draft({ options: { accept_as: ['swapped'] } }))
  heard({ state: 'ready', options: { accept_as: ['swapped'] }, preview: preview() })
  await store.reread()
  await vi.advanceTimersByTimeAsync(0)
  expect(client.changeImport).toHaveBeenCalledWith('d1', { accept_as: ['swapped'] })
  expect([store.changed, store.mayCommit, store.options]).toEqual([false, true, { accept_as: ['swapped'] }])
  store.options = { ...store.options, piece_m: 100 }
  expect([store.changed, store.mayReread, store.mayCommit]).toEqual([true, true, false])
})
it('loses nothing to a refusal or to silence, and goes on asking where nobody answers', async () => {
  const store = useImportDraftStore()
  heard({ state: 'ready', preview: preview() })
  await store.choose([file('a.geojson')])
  store.options = { name: 'north' }
  vi.spyOn(client, 'changeImport').mockRejectedValue(new ApiError(409, { code: 'import.busy' }))
  await store.reread()
  expect([store.refused?.step, store.options, store.preview?.counts.segments, store.changed]).toEqual(['options', { name: 'north' }, 3, true])
  store.options = {}
  vi.spyOn(client, 'commitImport').mockResolvedValue(draft({ state: 'storing' }))
  vi.spyOn(client, 'importDraft').mockRejectedValueOnce(new ApiError(0, { code: 'network' })).mockResolvedValue(draft({ state: 'stored', import_id: 7 }))
  await store.commit()
  await vi.advanceTimersByTimeAsync(0)
  expect([store.draft?.state, store.refused?.step]).toEqual(['storing', 'look'])
  await vi.advanceTimersByTimeAsync(700)
  expect([store.draft?.import_id, store.refused]).toEqual([7, null])
  expect(client.imports).toHaveBeenCalled()
})
it('hears of the city that the first import made', async () => {
  const [store, network] = [useImportDraftStore(), useNetworkStore()]
  network.site = { city: { id: 'none' } } as SiteView
  vi.spyOn(client, 'site').mockResolvedValue({ city: { id: 'city' } } as SiteView)
  heard({ state: 'ready', preview: preview() })
  await store.choose([file('a.geojson')])
  vi.spyOn(client, 'commitImport').mockResolvedValue(draft({ state: 'storing' }))
  heard({ state: 'stored', import_id: 1 })
  await store.commit()
  await vi.advanceTimersByTimeAsync(0)
  expect(network.site?.city.id).toBe('city')
})
it('keeps the file and what was said of it when the server has forgotten it, and sends it again', async () => {
  const store = useImportDraftStore()
  heard({ state: 'ready', preview: preview() })
  await store.choose([file('a.geojson')])
  store.options = { piece_m: 100 }
  vi.spyOn(client, 'changeImport').mockRejectedValue(new ApiError(404, { code: 'import.no_draft' }))
  await store.reread()
  expect([store.gone, store.mayReread, store.upload?.name]).toEqual([true, false, 'a.geojson'])
  await store.send()
  expect([store.gone, store.options, store.mayReread, vi.mocked(client.sendImport).mock.calls.length]).toEqual([false, { piece_m: 100 }, true, 2])
})
it('ends a sending on request and says how far it was; another person begins with nothing', async () => {
  const [store, session] = [useImportDraftStore(), useSessionStore()]
  vi.spyOn(client, 'sendImport').mockImplementation((_, __, onSent, signal) => new Promise((_resolve, reject) => {
    onSent(1)
    signal.addEventListener('abort', () => reject(new ApiError(0, { code: 'aborted' })))
  }))
  const sent = store.choose([file('a.geojson')])
  await vi.waitFor(() => expect(store.sending).toMatchObject({ bytes: 2, sent: 1 }))
  store.stopSending()
  await sent
  expect([store.sending, store.refused?.error.code, store.upload?.name]).toEqual([null, 'aborted', 'a.geojson'])
  session.session = signedOut
  session.session = signedIn('wang')
  await vi.advanceTimersByTimeAsync(0)
  expect(store.upload?.name).toBe('a.geojson')
  session.session = signedIn('li')
  await vi.advanceTimersByTimeAsync(0)
  expect(store.upload).toBeNull()
})
it('packs the parts of one Shapefile and takes no two files at once', async () => {
  const packed = await packUpload([file('路.shp'), file('路.dbf'), file('路.prj')])
  if ('fault' in packed) throw new Error(packed.fault)
  expect([packed.name, Object.keys(unzipSync(new Uint8Array(await packed.body.arrayBuffer())))]).toEqual(['路.zip', ['路.shp', '路.dbf', '路.prj']])
  expect([await packUpload([file('a.geojson'), file('b.geojson')]), await packUpload([file('a.shp'), file('b.dbf')]), await packUpload([file('a.dbf')])]).toEqual([{ fault: 'several' }, { fault: 'several' }, { fault: 'no_shp' }])
})
it('tells why an import cannot be taken back, and reads the list anew either way', async () => {
  const imports = useImportsStore()
  vi.spyOn(client, 'undoImport').mockRejectedValueOnce(new ApiError(409, { code: 'import.stands', errors: [{ field: 'loop', reason: '1: L1' }] })).mockResolvedValue({ segments: 3, stations: 0 })
  await imports.undo(7)
  expect([imports.refused?.id, imports.refused?.error.errors, imports.undone, vi.mocked(client.imports).mock.calls.length]).toEqual([7, [{ field: 'loop', reason: '1: L1' }], null, 1])
  await imports.undo(7)
  expect([imports.refused, imports.undone, vi.mocked(client.imports).mock.calls.length]).toEqual([null, { id: 7, segments: 3, stations: 0 }, 2])
})
it('reads the answers the server offers', () => expect(['--accept-as gcj02', '--accept-as x', '--crs EPSG:4551', '--crs EPSG:...', 'y'].map(readAnswer)).toEqual([{ kind: 'accept', as: 'gcj02' }, null, { kind: 'crs', code: 'EPSG:4551' }, { kind: 'crs', code: null }, null]))
