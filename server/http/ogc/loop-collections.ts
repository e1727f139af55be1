import { thermalServices } from '#domain/network/network'
import type { Bilingual } from '#domain/network/network'
import type { NetworkView, SegmentDetail } from '#domain/wire/network'
import type { CityInMemory } from '../city-in-memory'
import { collection, type LiveProperty } from './collection'
import { copySurface, surfaceOf, type SurfaceView } from './surface-view'

/** Segments that belong together, with their places in the surface's columns. */
interface Group<T> { of: T; segments: SegmentDetail[]; places: number[] }

function groupSegments<T>({ network, details }: CityInMemory, keyOf: (segment: SegmentDetail) => string | null): Map<string, Group<T | null>> {
  const groups = new Map<string, Group<T | null>>()
  network.segments.forEach(({ id }, place) => {
    const segment = details.get(id)!
    const key = keyOf(segment)
    if (key === null) return
    const group = groups.get(key) ?? groups.set(key, { of: null, segments: [], places: [] }).get(key)!
    group.segments.push(segment)
    group.places.push(place)
  })
  return groups
}

const lengthM = (segments: readonly SegmentDetail[]): number => Math.round(segments.reduce((sum, { length_m: m }) => sum + m, 0) * 1000) / 1000
const round = (value: number): number => Math.round(value * 100) / 100

/** Lowest, mean (by length) and highest temperature of the segments whose surface is known, and the length of those that say nothing. */
function figures({ segments, places }: Group<unknown>, { temperature }: SurfaceView): { min: number | null; mean: number | null; max: number | null; unknownM: number } {
  let [min, max, sum, knownM, unknownM] = [Infinity, -Infinity, 0, 0, 0]
  places.forEach((place, i) => {
    const [value, m] = [temperature[place]!, segments[i]!.length_m]
    if (Number.isNaN(value)) unknownM += m
    else {
      min = Math.min(min, value)
      max = Math.max(max, value)
      sum += value * m
      knownM += m
    }
  })
  return knownM > 0 ? { min: round(min), mean: round(sum / knownM), max: round(max), unknownM: round(unknownM) } : { min: null, mean: null, max: null, unknownM: round(unknownM) }
}

const temperatures = <T>(): LiveProperty<Group<T>, SurfaceView>[] => {
  const one = (name: string, words: Bilingual, field: 'min' | 'mean' | 'max' | 'unknownM', unit = 'Cel'): LiveProperty<Group<T>, SurfaceView> => ({ name, type: 'number', unit, words, of: (view, _, row) => figures(row, view)[field] })
  return [
    one('surface_temperature_min_c', { zh: '最低路表温度', en: 'Lowest surface temperature' }, 'min'),
    one('surface_temperature_mean_c', { zh: '平均路表温度（按长度）', en: 'Mean surface temperature, by length' }, 'mean'),
    one('surface_temperature_max_c', { zh: '最高路表温度', en: 'Highest surface temperature' }, 'max'),
    one('unknown_length_m', { zh: '无数值的长度', en: 'Length of which nothing is known' }, 'unknownM', 'm'),
  ]
}

const surface = {
  geometry: 'MultiLineString', time: 'surface', parts: ({ segments }: { segments: readonly SegmentDetail[] }) => (segments.length > 0 ? segments.map(({ axis }) => axis) : null),
  view: surfaceOf, freeze: copySurface,
} as const

type Loop = NetworkView['loops'][number]

export const loopsCollection = collection<Group<Loop>, SurfaceView>({
  ...surface, id: 'loops', title: { zh: '水热环路', en: 'Hydronic loops' }, description: { zh: '每个环路及其上方的路面：服务、设定范围和路表温度。', en: 'Every loop with the pavement above it: service, limits of its set-point, and surface temperature.' },
  fixed: [
    { name: 'name', type: 'text', words: { zh: '名称', en: 'Name (Chinese)' }, of: ({ of }) => of.name.zh },
    { name: 'name_en', type: 'text', words: { zh: '英文名称', en: 'Name (English)' }, of: ({ of }) => of.name.en },
    { name: 'energy_station_id', type: 'text', words: { zh: '能源站', en: 'Energy station' }, of: ({ of }) => of.energy_station_id },
    { name: 'service', type: 'text', values: thermalServices, words: { zh: '服务', en: 'Service' }, of: ({ of }) => of.service },
    { name: 'heat_min_c', type: 'number', unit: 'Cel', words: { zh: '供热设定下限', en: 'Lowest set-point when heating' }, of: ({ of }) => of.heat_min_c },
    { name: 'heat_max_c', type: 'number', unit: 'Cel', words: { zh: '供热设定上限', en: 'Highest set-point when heating' }, of: ({ of }) => of.heat_max_c },
    { name: 'cool_min_c', type: 'number', unit: 'Cel', words: { zh: '供冷设定下限', en: 'Lowest set-point when cooling' }, of: ({ of }) => of.cool_min_c },
    { name: 'cool_max_c', type: 'number', unit: 'Cel', words: { zh: '供冷设定上限', en: 'Highest set-point when cooling' }, of: ({ of }) => of.cool_max_c },
    { name: 'segment_count', type: 'number', words: { zh: '区段数', en: 'Segments above it' }, of: ({ segments }) => segments.length },
    { name: 'length_m', type: 'number', unit: 'm', words: { zh: '长度', en: 'Length' }, of: ({ segments }) => lengthM(segments) },
  ],
  live: temperatures<Loop>(),
  rows(city) {
    const groups = groupSegments<Loop>(city, (segment) => segment.loop_id)
    return city.network.loops.map((loop) => ({ ...(groups.get(loop.id) ?? { segments: [], places: [] }), of: loop }))
  },
  idOf: ({ of }) => of.id,
})

interface Third { id: string; runwayId: string; third: number; name: Bilingual }

export const runwayThirdsCollection = collection<Group<Third>, SurfaceView>({
  ...surface, id: 'runway-thirds', title: { zh: '跑道三分段', en: 'Runway thirds' },
  description: { zh: '跑道的三个三分之一段（从较小的跑道号端起数）及其路表温度。', en: 'Thirds of runways, counted from the lower designator (ICAO GRF), with their surface temperature.' },
  fixed: [
    { name: 'runway_id', type: 'text', words: { zh: '跑道', en: 'Runway' }, of: ({ of }) => of.runwayId },
    { name: 'third', type: 'number', words: { zh: '第几段', en: 'Which third' }, of: ({ of }) => of.third },
    { name: 'name', type: 'text', words: { zh: '名称', en: 'Name (Chinese)' }, of: ({ of }) => of.name.zh },
    { name: 'name_en', type: 'text', words: { zh: '英文名称', en: 'Name (English)' }, of: ({ of }) => of.name.en },
    { name: 'length_m', type: 'number', unit: 'm', words: { zh: '长度', en: 'Length' }, of: ({ segments }) => lengthM(segments) },
  ],
  live: temperatures<Third>(),
  rows: (city) => [...groupSegments<Third>(city, ({ asset_id: runway, runway_third: third }) => (third === null ? null : `${runway}.${third}`))].map(([id, group]) => {
    const { asset_id: runwayId, runway_third: third, name } = group.segments[0]!
    return { ...group, of: { id, runwayId, third: third!, name } }
  }),
  idOf: ({ of }) => of.id,
})
