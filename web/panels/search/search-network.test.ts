import { expect, it } from 'vitest'
import type { NetworkView } from '#domain/wire/network'
import { searchNetwork } from './search-network'

const name = (zh: string, en: string) => ({ zh, en })
const segment = (id: string, asset_id: string) => ({ id, asset_id, kind: 'road', name: name(id, id) })
const network = {
  assets: [{ id: 'A', name: name('松花江桥', 'Songhua bridge'), kind: 'bridge', route: null }, { id: 'B', name: name('A-1-1 路', 'Road A-1-1'), kind: 'road', route: null }],
  segments: [segment('A-1-10', 'A'), segment('A-1-1', 'A'), segment('A-1-12', 'A'), segment('B-1', 'B')],
  stations: [{ id: 'st-9', name: name('江心站', 'Midstream'), position: [126.6, 45.7], segment_id: 'A-1-12' }, { id: 'mast-1', name: name('气象塔', 'Mast'), position: [126.7, 45.8], segment_id: null }],
} as unknown as NetworkView

it("puts the segment of a full id first and once, before longer ids and assets that hold it", () => {
  expect(searchNetwork(network, ' a-1-1 ').map((hit) => hit.segmentId)).toEqual(['A-1-1', 'B-1', 'A-1-10', 'A-1-12'])
})
it('finds assets in both languages and leads to their first segment', () => {
  expect(searchNetwork(network, '松花')[0]?.segmentId).toBe('A-1-10')
  expect(searchNetwork(network, 'songhua bridge')[0]?.segmentId).toBe('A-1-10')
  expect(searchNetwork(network, '  ')).toEqual([])
})
it('finds stations with their own position, on a segment or off the road', () => {
  expect(searchNetwork(network, 'ST-9')).toMatchObject([{ kind: 'station', segmentId: 'A-1-12', position: [126.6, 45.7] }])
  expect(searchNetwork(network, '气象塔')).toMatchObject([{ kind: 'station', segmentId: null, position: [126.7, 45.8] }])
})
