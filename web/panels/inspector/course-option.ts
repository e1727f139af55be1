import type { EChartsCoreOption } from 'echarts/core'
import { bandWidth, type Banded } from '../../format/banded'
import type { ChartPoint } from '../../format/break-gaps'
import { cityTicks, tickLabel } from '../../format/city-ticks'
import type { CityTime } from '../../format/city-time'
import { formatNumber } from '../../format/format-number'
import type { Tokens } from '../../theme/use-tokens'
import type { CourseLine } from './course-lines'

const style = (tokens: Tokens): Record<CourseLine['key'], { color: string; type: 'solid' | 'dashed' | 'dotted'; width: number }> => ({
  surface: { color: tokens.t1, type: 'solid', width: 1.8 },
  shallow: { color: tokens.t3, type: 'dotted', width: 1.6 },
  supply: { color: tokens.wn, type: 'solid', width: 1.4 },
  return: { color: tokens.cold, type: 'dashed', width: 1.4 },
  later: { color: tokens.t3, type: 'solid', width: 1.2 },
})

export interface CoursePicture {
  lines: readonly CourseLine[]; ahead: Banded | null; fromMs: number; isOld: boolean
  /** The instant that is spoken from, and another one the screen shows. */
  knownMs: number; shownMs: number | null; hoursAhead: number
}

const band = 'band'
/** Where the plot begins and ends, px: the strip of conditions below must stand under it. */
export const chartEdges = { leftPx: 38, rightPx: 12 }

/** ECharts option of measured and forecast course; times in the city's zone, the 0 °C line always in the picture of the road. */
export function courseOption({ lines, ahead, fromMs, isOld, knownMs, shownMs, hoursAhead }: CoursePicture, words: { mean: string; range: string; now: string; shown: string }, tokens: Tokens, format: CityTime, hatch: unknown): EChartsCoreOption {
  const looks = style(tokens)
  const toMs = knownMs + hoursAhead * 3_600_000
  const plain = { type: 'line', showSymbol: false, connectNulls: false, silent: true }
  const edge = { ...plain, stack: band, stackStrategy: 'all', lineStyle: { opacity: 0 }, tooltip: { show: false } }
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, Noto Sans SC Variable, sans-serif' },
    grid: { left: chartEdges.leftPx, right: chartEdges.rightPx, top: 16, bottom: 20 },
    xAxis: {
      type: 'time', min: fromMs, max: toMs,
      axisLine: { lineStyle: { color: tokens.ln2 } }, axisTick: { show: false },
      axisLabel: { color: tokens.t3, fontSize: 11, hideOverlap: true, customValues: cityTicks(fromMs, toMs, hoursAhead ? 12 : 6, format), formatter: (ms: number) => tickLabel(ms, format) },
    },
    yAxis: {
      type: 'value', scale: true, splitNumber: 4,
      axisLabel: { color: tokens.t3, fontSize: 11, formatter: (value: number) => formatNumber(value, 0, true) ?? '' },
      splitLine: { lineStyle: { color: tokens.ln } },
    },
    tooltip: {
      trigger: 'axis', backgroundColor: tokens.bg2, borderColor: tokens.ln2, textStyle: { color: tokens.t1, fontSize: 12 }, confine: true,
      formatter: (items: { seriesName: string; value: ChartPoint; dataIndex: number }[]) => [
        items[0] ? format.short(new Date(items[0].value[0]), new Date(knownMs)) : '',
        ...items.filter((item) => item.value[1] !== null && !item.seriesName.startsWith(band)).map((item) => `${item.seriesName} ${formatNumber(item.value[1]!, 1, true)} °C`),
        ...items.filter((item) => item.seriesName === `${band}-low`).flatMap(({ dataIndex: i }) => {
          const [low, high] = [ahead?.low[i]?.[1] ?? null, ahead?.high[i]?.[1] ?? null]
          return low === null || high === null ? [] : [`${words.range} ${formatNumber(low, 1, true)} … ${formatNumber(high, 1, true)} °C`]
        }),
      ].join('<br>'),
    },
    series: [
      ...(ahead
        ? [
            { ...edge, name: `${band}-low`, data: ahead.low },
            { ...edge, name: `${band}-width`, data: bandWidth(ahead), areaStyle: { color: tokens.bandc, opacity: isOld ? 0.5 : 1 } },
            { ...plain, name: words.mean, data: ahead.mean, lineStyle: { color: isOld ? tokens.t3 : tokens.cold, type: [6, 3], width: 1.8 }, itemStyle: { color: tokens.cold } },
          ]
        : []),
      ...lines.map((line) => ({ ...plain, name: line.label, data: line.points, lineStyle: looks[line.key], itemStyle: { color: looks[line.key].color } })),
      {
        ...plain, name: `${band}-marks`, data: [],
        ...(hoursAhead > 0 && { markArea: { silent: true, itemStyle: { color: hatch }, data: [[{ xAxis: knownMs }, { xAxis: toMs }]] } }),
        markLine: {
          silent: true, symbol: 'none', label: { show: false }, data: [
            { yAxis: 0, lineStyle: { color: tokens.t2, type: 'solid', width: 1.2 } },
            ...(hoursAhead ? [{ xAxis: knownMs, lineStyle: { color: tokens.ac, type: 'solid', width: 1.5 }, label: { show: true, formatter: words.now, position: 'insideEndTop', rotate: 0, color: tokens.ac, fontSize: 12, distance: [4, -14] } }] : []),
            ...(shownMs !== null && hoursAhead ? [{ xAxis: shownMs, lineStyle: { color: tokens.ac, type: 'dashed', width: 1.5 } }] : []),
          ],
        },
      },
    ],
  }
}
