import type { EChartsCoreOption } from 'echarts/core'
import type { OverviewView } from '#domain/wire/network'
import type { CityTime } from '../../format/city-time'
import { formatNumber } from '../../format/format-number'
import type { Tokens } from '../../theme/use-tokens'

export interface OverviewWords { heated: string; unheated: string }
type Pair = [ms: number, value: number | null]

/** Columns of the overview worth drawing: extreme of the heated surfaces for the season, and the median of the unheated ones. */
export function overviewLines(overview: OverviewView, season: 'winter' | 'summer'): { heated: Pair[]; unheated: Pair[] } {
  const heatedColumn = season === 'winter' ? 1 : 2
  return {
    heated: overview.rows.map((row) => [row[0] * 1000, row[heatedColumn]]),
    unheated: overview.rows.map((row) => [row[0] * 1000, row[3]]),
  }
}

/** Spans without any good reading, to be hatched rather than bridged. */
export function overviewGaps(overview: OverviewView): [fromMs: number, toMs: number][] {
  const gaps: [number, number][] = []
  for (const row of overview.rows) {
    // The last step is still filling.
    if (row[1] !== null || row[3] !== null || row[0] + overview.step_s * 2 > Date.parse(overview.to) / 1000) continue
    const last = gaps[gaps.length - 1]
    const from = row[0] * 1000
    if (last && last[1] === from) last[1] = from + overview.step_s * 1000
    else gaps.push([from, from + overview.step_s * 1000])
  }
  return gaps
}

/** ECharts option of the time bar: 24 h to the present instant, the band of the shown instant hollow while looking back. */
export function overviewOption(
  overview: OverviewView, season: 'winter' | 'summer', nowMs: number, shownMs: number | null, words: OverviewWords & { gap: string; now: string }, tokens: Tokens, format: CityTime,
): EChartsCoreOption {
  const lines = overviewLines(overview, season)
  const from = Date.parse(overview.from)
  const label = (ms: number): string => (format.minutes(new Date(ms)) === '00:00' ? format.date(new Date(ms)).slice(5) : format.minutes(new Date(ms)))
  const pill = (text: string, hollow: boolean) => ({
    formatter: text, position: 'start', distance: 2, color: hollow ? tokens.ac : tokens.acink, backgroundColor: hollow ? tokens.bg1 : tokens.ac,
    borderColor: tokens.ac, borderWidth: 1, borderRadius: 3, padding: [3, 7], fontSize: 12, fontWeight: 600,
  })
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, Noto Sans SC Variable, sans-serif' },
    grid: { left: 44, right: 46, top: 8, bottom: 24 },
    xAxis: {
      type: 'time', min: from, max: nowMs, splitNumber: 10, axisTick: { show: false }, axisLine: { lineStyle: { color: tokens.ln2 } },
      axisLabel: { color: tokens.t3, fontSize: 11, hideOverlap: true, formatter: label },
    },
    yAxis: {
      type: 'value', scale: true, splitNumber: 3, axisLabel: { color: tokens.t3, fontSize: 11, formatter: (value: number) => formatNumber(value, 0, true) ?? '' },
      splitLine: { lineStyle: { color: tokens.ln } },
    },
    tooltip: {
      trigger: 'axis', backgroundColor: tokens.bg2, borderColor: tokens.ln2, textStyle: { color: tokens.t1, fontSize: 12 }, confine: true,
      axisPointer: { lineStyle: { color: tokens.t3 } },
      formatter: (items: { seriesName: string; value: Pair }[]) => [
        items[0] ? format.short(new Date(items[0].value[0]), new Date(nowMs)) : '',
        ...items.map((item) => `${item.seriesName} ${item.value[1] === null ? words.gap : `${formatNumber(item.value[1], 1, true)} °C`}`),
      ].join('<br>'),
    },
    series: [
      {
        type: 'line', name: words.heated, data: lines.heated, showSymbol: false, connectNulls: false, lineStyle: { color: tokens.wn, width: 1.8 }, itemStyle: { color: tokens.wn },
        markArea: { silent: true, itemStyle: { color: tokens.ln2, opacity: 0.35 }, label: { show: true, position: 'insideTop', formatter: words.gap, color: tokens.t3, fontSize: 12 }, data: overviewGaps(overview).map(([a, b]) => [{ xAxis: a }, { xAxis: b }]) },
        markLine: {
          silent: true, symbol: 'none',
          data: [
            { yAxis: 0, lineStyle: { color: tokens.t2, type: 'solid', width: 1.2 }, label: { show: false } },
            ...(shownMs === null
              ? [{ xAxis: nowMs, lineStyle: { color: tokens.ac, type: 'solid', width: 2 }, label: { show: false } }]
              : [{ xAxis: shownMs, lineStyle: { color: tokens.ac, type: 'dashed', width: 2 }, label: { show: true, ...pill(format.minutes(new Date(shownMs)), true) } }]),
          ],
        },
      },
      { type: 'line', name: words.unheated, data: lines.unheated, showSymbol: false, connectNulls: false, lineStyle: { color: tokens.cold, width: 1.5, type: 'dashed' }, itemStyle: { color: tokens.cold } },
    ],
  }
}
