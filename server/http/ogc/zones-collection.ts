import type { ZoneView } from '#domain/wire/zones'
import { loadZones } from '#server/store/zones'
import { collection } from './collection'

/** Zones as they are stored now; asked anew each time, for another server may have changed them. */
export const zonesCollection = collection<ZoneView>({
  id: 'zones', geometry: 'Polygon', time: 'existence', isStored: true, title: { zh: '区域', en: 'Zones' }, description: { zh: '已保存的区域。', en: 'Saved zones.' },
  fixed: [
    { name: 'name', type: 'text', words: { zh: '名称', en: 'Name' }, of: ({ name }) => name },
    { name: 'created_at', type: 'instant', words: { zh: '创建时刻', en: 'When it was made' }, of: ({ created_at: at }) => Date.parse(at) },
    { name: 'updated_at', type: 'instant', words: { zh: '修改时刻', en: 'When it was last changed' }, of: ({ updated_at: at }) => Date.parse(at) },
  ],
  live: [], rows: (_, { db }) => loadZones(db), idOf: ({ id }) => id, parts: ({ polygon }) => polygon.coordinates, view: () => null,
  instantOf: (_, __, { updated_at: at }) => Date.parse(at),
  isOf: ({ atMs }, _, __, { created_at: at }) => Date.parse(at) <= atMs,
})
