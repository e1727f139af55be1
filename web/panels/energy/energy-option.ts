import type { EChartsCoreOption } from 'echarts/core'
import type { EnergyView } from '#domain/wire/energy'
import type { ChartPoint } from '../../format/break-gaps'
import { cityTicks, tickLabel } from '../../format/city-ticks'
import type { CityTime } from '../../format/city-time'
import { formatNumber } from '../../format/format-number'
import type { Tokens } from '../../theme/use-tokens'

/** Share of a step that must have been heard of for its mean to be drawn as a line. */
const leastShare = 0.5

/** Power of one or several stations by step, kW; a step of which less than half was heard of is a gap. Out of the pavement is below 0. */
export function energyCourse(view: EnergyView, stationIds: readonly string[]): { into: ChartPoint[]; out: ChartPoint[] } {
  const own = view.stations.filter(({ id }) => stationIds.includes(id))
  const fromMs = Date.parse(view.from)
  const loops = own.reduce((sum, station) => sum + station.loops, 0)
  const course = (key: 'into_kw' | 'out_kw', sign: 1 | -1): ChartPoint[] => (own[0]?.[key] ?? []).map((_, i): ChartPoint => {
    const share = loops > 0 ? own.reduce((sum, station) => sum + station.known_share[i]! * station.loops, 0) / loops : 0
    return [fromMs + i * view.step_s * 1000, share < leastShare ? null : sign * own.reduce((sum, station) => sum + (station[key][i] ?? 0), 0)]
  })
  return { into: course('into_kw', 1), out: course('out_kw', -1) }
}

/** ECharts option of heat into and out of the pavement; times in the city's zone. */
export function energyOption({ into, out }: ReturnType<typeof energyCourse>, span: { fromMs: number; toMs: number; everyH: number }, words: { into: string; out: string }, tokens: Tokens, format: CityTime): EChartsCoreOption {
  const line = { type: 'line', step: 'end', showSymbol: false, connectNulls: false, silent: true }
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, Noto Sans SC Variable, sans-serif' },
    grid: { left: 58, right: 12, top: 12, bottom: 22 },
    xAxis: {
      type: 'time', min: span.fromMs, max: span.toMs, axisLine: { lineStyle: { color: tokens.ln2 } }, axisTick: { show: false },
      axisLabel: { color: tokens.t3, fontSize: 11, hideOverlap: true, customValues: cityTicks(span.fromMs, span.toMs, span.everyH, format), formatter: (ms: number) => tickLabel(ms, format) },
    },
    yAxis: { type: 'value', splitNumber: 4, axisLabel: { color: tokens.t3, fontSize: 11, formatter: (value: number) => formatNumber(value, 0) ?? '' }, splitLine: { lineStyle: { color: tokens.ln } } },
    tooltip: {
      trigger: 'axis', backgroundColor: tokens.bg2, borderColor: tokens.ln2, textStyle: { color: tokens.t1, fontSize: 12 }, confine: true,
      formatter: (items: { seriesName: string; value: ChartPoint }[]) => [items[0] ? format.short(new Date(items[0].value[0]), new Date(span.toMs)) : '', ...items.filter(({ value }) => value[1] !== null).map(({ seriesName, value }) => `${seriesName} ${formatNumber(Math.abs(value[1]!), 0)} kW`)].join('<br>'),
    },
    series: [
      { ...line, name: words.into, data: into, lineStyle: { color: tokens.wn, width: 1.6 }, itemStyle: { color: tokens.wn }, areaStyle: { color: tokens.band } },
      { ...line, name: words.out, data: out, lineStyle: { color: tokens.cold, width: 1.6 }, itemStyle: { color: tokens.cold }, areaStyle: { color: tokens.bandc } },
    ],
  }
}
