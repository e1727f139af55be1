import { assetKinds, pavementTypes } from '#domain/network/network'
import type { SegmentDetail } from '#domain/wire/network'
import type { CityInMemory } from '../city-in-memory'
import { collection } from './collection'
import { surfaceProperties } from './surface-properties'
import { copySurface, surfaceMemo, surfaceOf, type SurfaceView } from './surface-view'

export interface SegmentRow { detail: SegmentDetail; source: string | null }

const millimetres = (metres: number): number => Math.round(metres * 1000) / 1000

/** Every segment with its surface. */
export const segmentsCollection = collection<SegmentRow, SurfaceView>({
  id: 'segments', geometry: 'LineString', time: 'surface',
  title: { zh: '区段', en: 'Segments' },
  description: { zh: '道路、桥梁和跑道的区段及其路表温度：实测、估计，或某一时刻的预报。', en: 'Pieces of roads, bridges and runways with their surface temperature: measured, estimated, or forecast for an instant.' },
  fixed: [
    { name: 'asset_id', type: 'text', words: { zh: '所属设施', en: 'Asset it belongs to' }, of: ({ detail }) => detail.asset_id },
    { name: 'kind', type: 'text', values: assetKinds, words: { zh: '类型', en: 'Kind' }, of: ({ detail }) => detail.kind },
    { name: 'name', type: 'text', words: { zh: '名称', en: 'Name (Chinese)' }, of: ({ detail }) => detail.name.zh },
    { name: 'name_en', type: 'text', words: { zh: '英文名称', en: 'Name (English)' }, of: ({ detail }) => detail.name.en },
    { name: 'route', type: 'text', words: { zh: '路线', en: 'Route' }, of: ({ detail }) => detail.route },
    { name: 'from_m', type: 'number', unit: 'm', words: { zh: '起点里程', en: 'Measure of its beginning' }, of: ({ detail }) => millimetres(detail.from_m) },
    { name: 'to_m', type: 'number', unit: 'm', words: { zh: '终点里程', en: 'Measure of its end' }, of: ({ detail }) => millimetres(detail.to_m) },
    { name: 'length_m', type: 'number', unit: 'm', words: { zh: '长度', en: 'Length' }, of: ({ detail }) => millimetres(detail.length_m) },
    { name: 'width_m', type: 'number', unit: 'm', words: { zh: '宽度', en: 'Width' }, of: ({ detail }) => millimetres(detail.width_m) },
    { name: 'pavement_type', type: 'text', values: pavementTypes, words: { zh: '铺面类型', en: 'Pavement (NTCIP 1204)' }, of: ({ detail }) => detail.pavement_type },
    { name: 'runway_third', type: 'number', words: { zh: '跑道三分之一段', en: 'Third of the runway' }, of: ({ detail }) => detail.runway_third },
    { name: 'loop_id', type: 'text', words: { zh: '环路', en: 'Hydronic loop under it' }, of: ({ detail }) => detail.loop_id },
  ],
  live: surfaceProperties(({ source }) => source),
  rows: segmentRows,
  idOf: ({ detail }) => detail.id,
  parts: ({ detail }) => [detail.axis],
  view: surfaceOf,
  freeze: copySurface, memo: surfaceMemo,
  instantOf: ({ measuredAt }, i) => (measuredAt[i]! === 0 ? null : measuredAt[i]! * 1000),
})

export function segmentRows({ network, details }: CityInMemory): SegmentRow[] {
  const sources = new Map(network.sensors.filter(({ quantity }) => quantity === 'surface_temperature').map(({ segment_id: segment, source }) => [segment, source]))
  return network.segments.map(({ id }) => ({ detail: details.get(id)!, source: sources.get(id) ?? null }))
}
