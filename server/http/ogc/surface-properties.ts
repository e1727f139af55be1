import type { LiveProperty } from './collection'
import { estimateMethods, surfaceStateNames, type SurfaceView } from './surface-view'

const hundredths = (value: number): number | null => (value !== value ? null : Math.round(value * 100) / 100)

/** What is told of a segment's surface. Null is not known. */
export function surfaceProperties<Row>(sourceOf: (row: Row) => string | null): LiveProperty<Row, SurfaceView>[] {
  return [
    { name: 'surface_temperature_c', type: 'number', unit: 'Cel', words: { zh: '路表温度', en: 'Surface temperature' }, of: ({ temperature }, i) => hundredths(temperature[i]!) },
    { name: 'surface_temperature_sd_k', type: 'number', unit: 'K', words: { zh: '路表温度的标准差', en: 'Standard deviation of the surface temperature' }, of: ({ sdK }, i) => hundredths(sdK[i]!) },
    {
      name: 'surface_state', type: 'text', values: surfaceStateNames, words: { zh: '数值的可信程度：实测、估计、过期、失联、未知或预报', en: 'How far the value can be trusted: measured, estimated, stale, lost, unknown, or forecast' },
      of: ({ state }, i) => surfaceStateNames[state[i]!] ?? 'unknown',
    },
    {
      name: 'surface_source', type: 'text', words: { zh: '数值来源', en: 'Where the value comes from' },
      of: ({ state, method }, i, row) => (state[i] === 0 ? null : state[i] === 2 ? estimateMethods[method[i]!] ?? 'none' : state[i] === 5 ? 'forecast' : sourceOf(row)),
    },
    {
      name: 'measured_at', type: 'instant', words: { zh: '测量时刻；预报为其发布时刻', en: 'Instant of the measurement (of the oldest behind an estimate); of a forecast, when it was issued' },
      of: ({ measuredAt }, i) => (measuredAt[i]! === 0 ? null : measuredAt[i]! * 1000),
    },
  ]
}
