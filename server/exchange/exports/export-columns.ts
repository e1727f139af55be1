import type { ExportRow } from './export-row'

export type ExportValue = string | number | null
export interface ExportColumn {
  readonly name: string
  /** The same in the ten characters that a dBASE table allows. */
  readonly short: string
  readonly type: 'text' | 'integer' | 'real' | 'instant'
  /** Bytes of text, or digits before and behind the point, in a dBASE table. */
  readonly width: number
  readonly decimals: number
  readonly zh: string
  readonly en: string
  /** @param at site instant to which ages are counted */
  readonly value: (row: ExportRow, at: Date) => ExportValue
}

const rounded = (value: number | null | undefined, factor: number): number | null => (value === null || value === undefined ? null : Math.round(value * factor) / factor)
const hundredths = (value: number | null | undefined): number | null => rounded(value, 100)
const millis = (value: number): number | null => rounded(value, 1000)
const text = (name: string, short: string, width: number, zh: string, en: string, value: ExportColumn['value']): ExportColumn => ({ name, short, type: 'text', width, decimals: 0, zh, en, value })
const real = (name: string, short: string, decimals: number, zh: string, en: string, value: ExportColumn['value']): ExportColumn => ({ name, short, type: 'real', width: 14, decimals, zh, en, value })
const integer = (name: string, short: string, zh: string, en: string, value: ExportColumn['value']): ExportColumn => ({ name, short, type: 'integer', width: 10, decimals: 0, zh, en, value })

/** The segment's own number, in GeoJSON the feature's `id`. */
export const idColumn = text('id', 'id', 80, '路段编号', 'segment', ({ detail }) => detail.id)

/** What every format says of a segment, in this order. Units stand in the names. */
export const exportColumns: readonly ExportColumn[] = [
  text('asset_id', 'asset_id', 80, '设施编号', 'asset', ({ detail }) => detail.asset_id),
  text('kind', 'kind', 12, '类别', 'kind', ({ detail }) => detail.kind),
  text('name', 'name', 160, '名称', 'name', ({ detail }) => detail.name.zh),
  text('name_en', 'name_en', 160, '英文名称', 'name in English', ({ detail }) => detail.name.en),
  text('route', 'route', 40, '路线编号', 'route', ({ detail }) => detail.route),
  real('from_m', 'from_m', 3, '起点里程，米', 'start along the route, m', ({ detail }) => millis(detail.from_m)),
  real('to_m', 'to_m', 3, '终点里程，米', 'end along the route, m', ({ detail }) => millis(detail.to_m)),
  real('length_m', 'length_m', 3, '椭球面长度，米', 'length on the ellipsoid, m', ({ detail }) => millis(detail.length_m)),
  real('width_m', 'width_m', 3, '宽度，米', 'width, m', ({ detail }) => detail.width_m),
  text('pavement_type', 'pavement', 24, '路面类型', 'pavement', ({ detail }) => detail.pavement_type),
  integer('runway_third', 'rwy_third', '跑道三分段（自小号端）', 'third of the runway from the lower designator', ({ detail }) => detail.runway_third),
  text('loop_id', 'loop_id', 80, '环路编号', 'loop', ({ detail }) => detail.loop_id),
  real('sky_view_fraction', 'sky_view', 3, '天空可视率，0 至 1', 'fraction of sky seen', ({ detail }) => detail.sky_view_fraction),
  real('temperature_c', 'temp_c', 2, '路表温度，摄氏度；空为未知', 'surface temperature, degrees Celsius; empty is unknown', (row) => hundredths(row.temperatureC)),
  real('surface_temperature_sd_k', 'temp_sd_k', 2, '路表温度标准差，开', 'standard deviation of it, K', (row) => hundredths(row.sdK)),
  text('temperature_state', 'temp_state', 12, '温度状态：measured 实测、estimated 推算、stale 过时、lost 失测、unknown 未知、forecast 预报', 'what the temperature is: measured, estimated, stale, lost, unknown, forecast', (row) => row.state),
  text('temperature_source', 'temp_src', 40, '温度来源', 'where it comes from', (row) => row.source),
  text('surface_condition', 'condition', 8, '预报路面状况', 'condition of the surface as forecast', (row) => row.forecast?.condition ?? null),
  real('temperature_p10_c', 'temp_p10_c', 2, '预报第 10 百分位，摄氏度', '10th percentile of the forecast, degrees Celsius', (row) => hundredths(row.forecast?.p10C)),
  real('temperature_p90_c', 'temp_p90_c', 2, '预报第 90 百分位，摄氏度', '90th percentile of the forecast, degrees Celsius', (row) => hundredths(row.forecast?.p90C)),
  { name: 'measured_at', short: 'measured', type: 'instant', width: 24, decimals: 0, zh: '所依测量的时刻，UTC', en: 'instant of the measurement behind it, UTC', value: (row) => row.measuredAt?.toISOString() ?? null },
  integer('age_s', 'age_s', '该测量距导出所述时刻的秒数', 'its age at the instant of the file, s', (row, at) => (row.measuredAt === null ? null : Math.round((at.getTime() - row.measuredAt.getTime()) / 1000))),
  // One text and not a list: table formats have no column for one.
  text('assumed', 'assumed', 120, '采用默认值的字段', 'fields that are stated defaults', ({ detail }) => detail.assumed.join(',')),
  text('segment_source', 'seg_source', 80, '路段数据来源', 'where the segment comes from', ({ detail }) => detail.source),
]
