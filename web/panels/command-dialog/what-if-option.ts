import type { EChartsCoreOption } from 'echarts/core'
import type { CityTime } from '../../format/city-time'
import { formatNumber } from '../../format/format-number'
import type { Tokens } from '../../theme/use-tokens'
import type { LocalCourse } from './use-what-if'

/** How long after the lease the chart goes on, s: what follows the command is part of it. */
const afterLeaseS = 6 * 3600

type Point = [ms: number, celsius: number | null]

/** Both courses as points over time, from their start until some hours after the lease. */
function whatIfLines({ segment, startAt, stepS, untilMs }: LocalCourse): { without: Point[]; with: Point[] } {
  const startMs = Date.parse(startAt)
  const points = (values: readonly (number | null)[] | undefined): Point[] =>
    (values ?? []).map((value, i): Point => [startMs + i * stepS * 1000, value]).filter(([ms]) => ms <= untilMs + afterLeaseS * 1000)
  return { without: points(segment.without?.course?.surface_c), with: points(segment.with?.course?.surface_c) }
}

/** ECharts option: no action dashed in the cold colour, the command solid in the warm one; the lease shaded, 0 °C drawn. */
export function whatIfOption(course: LocalCourse, names: { without: string; with: string }, tokens: Tokens, format: CityTime): EChartsCoreOption {
  const lines = whatIfLines(course)
  const values = [...lines.without, ...lines.with].flatMap(([, celsius]) => celsius ?? [])
  // 0 °C is always in the picture.
  const [lowest, highest] = [Math.min(0, ...values), Math.max(0, ...values)]
  const gridK = [1, 2, 5, 10].find((step) => (highest - lowest) / step <= 5) ?? 20
  const line = (key: 'without' | 'with'): object => ({
    type: 'line', name: names[key], data: lines[key], showSymbol: false, connectNulls: false,
    lineStyle: { color: key === 'with' ? tokens.wn : tokens.cold, width: 1.8, type: key === 'with' ? 'solid' : 'dashed' }, itemStyle: { color: key === 'with' ? tokens.wn : tokens.cold },
  })
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, Noto Sans SC Variable, sans-serif' },
    grid: { left: 36, right: 10, top: 8, bottom: 20 },
    xAxis: {
      type: 'time', min: lines.without[0]?.[0], max: lines.without.at(-1)?.[0], splitNumber: 4,
      axisLine: { lineStyle: { color: tokens.ln2 } }, axisTick: { show: false },
      axisLabel: { color: tokens.t3, fontSize: 11, hideOverlap: true, formatter: (ms: number) => format.minutes(new Date(ms)) },
    },
    yAxis: {
      type: 'value', interval: gridK, min: Math.floor(lowest / gridK) * gridK, max: Math.ceil(highest / gridK) * gridK,
      axisLabel: { color: tokens.t3, fontSize: 11, formatter: (value: number) => formatNumber(value, 0, true) ?? '' }, splitLine: { lineStyle: { color: tokens.ln } },
    },
    tooltip: {
      trigger: 'axis', backgroundColor: tokens.bg2, borderColor: tokens.ln2, textStyle: { color: tokens.t1, fontSize: 12 }, confine: true,
      formatter: (items: { seriesName: string; value: Point }[]) => [
        items[0] ? format.minutes(new Date(items[0].value[0])) : '', ...items.map((item) => `${item.seriesName} ${item.value[1] === null ? '?' : formatNumber(item.value[1], 1, true)} °C`),
      ].join('<br>'),
    },
    series: [
      {
        ...line('without'),
        markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: tokens.t2, type: 'solid', width: 1.2 }, data: [{ yAxis: 0 }] },
        markArea: { silent: true, itemStyle: { color: tokens.acbg, opacity: 0.45 }, data: [[{ xAxis: course.fromMs }, { xAxis: course.untilMs }]] },
      },
      line('with'),
    ],
  }
}
