import { correctionSources } from '#domain/geo/epoch/position-provenance'
import { terrestrialFrames } from '#domain/geo/epoch/terrestrial-frames'
import { quantityNames } from '#domain/sensing/quantities'
import { qualityOf, qualities } from '#domain/sensing/quality'
import type { Reading } from '#domain/sensing/reading'
import type { Position } from '#domain/network/network'
import type { NetworkView, SensorView } from '#domain/wire/network'
import { loadReadingsAsOf } from '#server/store/readings-as-of'
import type { CityInMemory } from '../city-in-memory'
import { collection, type FixedProperty } from './collection'
import { parameterFault } from './ogc-fault'

type Station = NetworkView['stations'][number]
interface SensorRow { sensor: SensorView; position: Position | null }

const stationFixed: FixedProperty<Station>[] = [
  { name: 'name', type: 'text', words: { zh: '名称', en: 'Name (Chinese)' }, of: ({ name }) => name.zh },
  { name: 'name_en', type: 'text', words: { zh: '英文名称', en: 'Name (English)' }, of: ({ name }) => name.en },
  { name: 'segment_id', type: 'text', words: { zh: '所测区段', en: 'Segment it measures' }, of: ({ segment_id: segment }) => segment },
  { name: 'survey_frame', type: 'text', values: terrestrialFrames, words: { zh: '测量坐标框架，空为未说明', en: 'Frame of the survey; empty: not stated' }, of: ({ survey }) => survey?.frame ?? null },
  { name: 'survey_epoch_year', type: 'number', unit: 'a', words: { zh: '测量历元', en: 'Epoch of the survey' }, of: ({ survey }) => survey?.epoch_year ?? null },
  { name: 'survey_correction_source', type: 'text', values: correctionSources, words: { zh: '改正数来源', en: 'Corrections of the survey' }, of: ({ survey }) => survey?.correction_source ?? null },
  { name: 'reduction_uncertainty_m', type: 'number', unit: 'm', words: { zh: '归算到 2000.0 的不确定度', en: 'Uncertainty of the reduction to 2000.0' }, of: ({ survey }) => survey?.reduction_uncertainty_m ?? null },
]

export const stationsCollection = collection<Station>({
  id: 'stations', geometry: 'Point', time: 'none', title: { zh: '测站', en: 'Stations' }, description: { zh: '路面气象测站。', en: 'Road weather stations.' },
  fixed: stationFixed, live: [], rows: ({ network }) => network.stations, idOf: ({ id }) => id, parts: ({ position }) => [[position]], view: () => null,
})

const sensorFixed: FixedProperty<SensorRow>[] = [
  { name: 'station_id', type: 'text', words: { zh: '测站', en: 'Station' }, of: ({ sensor }) => sensor.station_id },
  { name: 'segment_id', type: 'text', words: { zh: '区段', en: 'Segment' }, of: ({ sensor }) => sensor.segment_id },
  { name: 'loop_id', type: 'text', words: { zh: '环路', en: 'Loop' }, of: ({ sensor }) => sensor.loop_id },
  { name: 'quantity', type: 'text', values: quantityNames, words: { zh: '被测量', en: 'Quantity' }, of: ({ sensor }) => sensor.quantity },
  { name: 'unit', type: 'text', words: { zh: '单位', en: 'Unit' }, of: ({ sensor }) => sensor.unit },
  { name: 'depth_m', type: 'number', unit: 'm', words: { zh: '深度', en: 'Depth below the surface' }, of: ({ sensor }) => sensor.depth_m },
  { name: 'cadence_s', type: 'number', unit: 's', words: { zh: '预期间隔', en: 'Expected interval' }, of: ({ sensor }) => sensor.cadence_s },
  { name: 'source', type: 'text', values: ['device', 'controller', 'import'], words: { zh: '来源', en: 'Where it comes from' }, of: ({ sensor }) => sensor.source },
]

/** A sensor stands where its station does, else in the middle of its segment; one of a loop has no place of its own. */
function sensorRows({ network, details }: CityInMemory): SensorRow[] {
  const stations = new Map(network.stations.map(({ id, position }) => [id, position]))
  return network.sensors.map((sensor) => {
    const segment = sensor.segment_id === null ? undefined : details.get(sensor.segment_id)?.position
    return { sensor, position: (sensor.station_id === null ? undefined : stations.get(sensor.station_id)) ?? (segment ? [segment.lon, segment.lat] : null) }
  })
}

const ofSensors = { geometry: 'Point', rows: sensorRows, idOf: ({ sensor }: SensorRow) => sensor.id, parts: ({ position }: SensorRow) => (position ? [[position]] : null) } as const

export const sensorsCollection = collection<SensorRow>({
  ...ofSensors, id: 'sensors', time: 'none', title: { zh: '传感器', en: 'Sensors' }, description: { zh: '每个传感器：测什么、在哪里、多久一次。', en: 'Every sensor: what it measures, where, and how often.' },
  fixed: sensorFixed, live: [], view: () => null,
})

/** Newest reading by sensor. */
type ReadingsView = (sensorId: string) => Reading | undefined

export const readingsCollection = collection<SensorRow, ReadingsView>({
  ...ofSensors, id: 'readings', time: 'readings', title: { zh: '最新读数', en: 'Latest readings' },
  description: { zh: '每个传感器的最新读数，或某一过去时刻当时已知的读数。', en: 'The newest reading of every sensor, or what was known at a past instant.' },
  fixed: sensorFixed.filter(({ name }) => name !== 'cadence_s'),
  live: [
    { name: 'value', type: 'number', words: { zh: '数值，单位见 unit', en: 'Value, in `unit`' }, of: (view, _, { sensor }) => view(sensor.id)?.value ?? null },
    { name: 'quality', type: 'text', values: qualities, words: { zh: '质量', en: 'Quality' }, of: (view, _, { sensor }) => { const reading = view(sensor.id); return reading ? qualityOf(reading.quality) : null } },
    { name: 'measured_at', type: 'instant', words: { zh: '测量时刻', en: 'Instant of measurement' }, of: (view, _, { sensor }) => view(sensor.id)?.measuredAtMs ?? null },
  ],
  async view(services, _, time) {
    if (time.when === 'now') return (id) => services.live.reading(id)
    if (time.when === 'future') throw parameterFault({ field: 'datetime', position: 0, reason: 'readings of an instant that has not come yet are not known', remedy: `Ask for an instant up to ${services.clock.now().toISOString()}, or the collection "segments" for the forecast.` })
    const readings = new Map((await loadReadingsAsOf(services.db, new Date(time.atMs))).map((reading) => [reading.sensorId, reading]))
    return (id) => readings.get(id)
  },
  instantOf: (view, _, { sensor }) => view(sensor.id)?.measuredAtMs ?? null,
  isOf: ({ fromMs, atMs }, view, _, { sensor }) => { const ms = view(sensor.id)?.measuredAtMs; return ms !== undefined && ms >= fromMs && ms <= atMs },
})

