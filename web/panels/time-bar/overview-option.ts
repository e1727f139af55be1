import type { EChartsCoreOption } from 'echarts/core'
import type { OverviewView } from '#domain/wire/network'
import { type Banded, bandWidth } from '../../format/banded'
import type { ChartPoint } from '../../format/break-gaps'
import { cityTicks, tickLabel } from '../../format/city-ticks'
import type { CityTime } from '../../format/city-time'
import { formatNumber } from '../../format/format-number'
import type { Tokens } from '../../theme/use-tokens'
import type { ForecastMark } from './forecast-marks'
import type { overviewAhead } from './overview-ahead'

export interface OverviewWords { heated: string; unheated: string }

/** Columns of the overview worth drawing: extreme of the heated surfaces for the season, and the median of the unheated ones. */
export function overviewLines(overview: OverviewView, season: 'winter' | 'summer'): { heated: ChartPoint[]; unheated: ChartPoint[] } {
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

export interface OverviewPicture {
  overview: OverviewView
  season: 'winter' | 'summer'
  /** Right edge of what was measured, and how far the bar reaches beyond it; unix ms, ms. */
  nowMs: number
  aheadMs: number
  /** The instant the screen shows; null = now. */
  shownMs: number | null
  ahead: ReturnType<typeof overviewAhead>
  /** The forecast must not pass for the present one. */
  isOld: boolean
  marks: readonly ForecastMark[]
  /** °C, drawn as a line; null = none. */
  heatLimitC: number | null
}
export type MarkWords = Record<ForecastMark['kind'], string>
/** Marks nearer to each other than this share of the bar would write over each other, %. */
const leastApart = 0.055

/** ECharts option of the time bar: 24 h measured up to now, 48 h forecast with its 10–90 % band on a hatched ground, the line of the shown instant hollow while it is not now. */
export function overviewOption(
  { overview, season, nowMs, aheadMs, shownMs, ahead, isOld, marks, heatLimitC }: OverviewPicture, words: OverviewWords & { gap: string; now: string; ahead: string; range: string; marks: MarkWords }, tokens: Tokens, format: CityTime, hatch: unknown,
): EChartsCoreOption {
  const lines = overviewLines(overview, season)
  const from = Date.parse(overview.from)
  const to = nowMs + aheadMs
  const at = (ms: number): string => format.minutes(new Date(ms))
  const pill = (text: string, hollow: boolean) => ({
    formatter: text, position: 'start', distance: 2, color: hollow ? tokens.ac : tokens.acink, backgroundColor: hollow ? tokens.bg1 : tokens.ac,
    borderColor: tokens.ac, borderWidth: 1, borderRadius: 3, padding: [3, 7], fontSize: 12, fontWeight: 600,
  })
  const written: number[] = []
  const markLines = marks.map(({ kind, atMs }) => {
    const isFree = written.every((other) => Math.abs(other - atMs) / (to - from) > leastApart)
    if (isFree) written.push(atMs)
    const colour = kind === 'ice' ? tokens.p2 : kind === 'early_ice' || kind === 'heat' ? tokens.p3 : tokens.t2
    return {
      xAxis: atMs, lineStyle: { color: colour, type: kind === 'ice' || kind === 'heat' ? 'solid' : 'dotted', width: 1.5 },
      label: { show: isFree, formatter: `${words.marks[kind]} ${at(atMs)}`, position: 'end', distance: 2, color: colour, fontSize: 11, fontWeight: 600 },
    }
  })
  const value = (celsius: number | null): string => (celsius === null ? words.gap : `${formatNumber(celsius, 1, true)} °C`)
  const told = (name: string, banded: Banded, ms: number): string[] => {
    const i = banded.mean.findIndex((point) => point[0] === ms)
    if (i < 0) return []
    const [low, high] = [banded.low[i]?.[1] ?? null, banded.high[i]?.[1] ?? null]
    return [`→ ${name} ${value(banded.mean[i]![1])}${low === null || high === null ? '' : ` (${formatNumber(low, 1, true)} … ${formatNumber(high, 1, true)})`}`]
  }
  const future = { type: 'line', showSymbol: false, connectNulls: false, silent: true }
  const banded = (name: string, colour: string, fill: string, line: Banded, type: unknown) => {
    const edge = { ...future, stack: name, stackStrategy: 'all', lineStyle: { opacity: 0 }, itemStyle: { opacity: 0 } }
    return [
      { ...edge, name: `${name}-low`, data: line.low },
      { ...edge, name: `${name}-width`, data: bandWidth(line), areaStyle: { color: fill, opacity: isOld ? 0.5 : 1 } },
      { ...future, name: `${name}-ahead`, data: line.mean, lineStyle: { color: isOld ? tokens.t3 : colour, width: 1.5, type }, itemStyle: { color: colour } },
    ]
  }
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, Noto Sans SC Variable, sans-serif' },
    grid: { left: 44, right: 46, top: 18, bottom: 24 },
    xAxis: {
      type: 'time', min: from, max: to, axisTick: { show: false }, axisLine: { lineStyle: { color: tokens.ln2 } },
      axisLabel: { color: tokens.t3, fontSize: 11, hideOverlap: true, customValues: cityTicks(from, to, 6, format), formatter: (ms: number) => tickLabel(ms, format) },
    },
    yAxis: {
      type: 'value', scale: true, splitNumber: 3, axisLabel: { color: tokens.t3, fontSize: 11, formatter: (celsius: number) => formatNumber(celsius, 0, true) ?? '' },
      splitLine: { lineStyle: { color: tokens.ln } },
    },
    tooltip: {
      trigger: 'axis', backgroundColor: tokens.bg2, borderColor: tokens.ln2, textStyle: { color: tokens.t1, fontSize: 12 }, confine: true,
      axisPointer: { lineStyle: { color: tokens.t3 } },
      formatter: (items: { seriesName: string; value: ChartPoint }[]) => {
        const ms = items[0]?.value[0]
        if (ms === undefined) return ''
        const measured = items.filter((item) => item.seriesName === words.heated || item.seriesName === words.unheated)
        return [
          format.short(new Date(ms), new Date(nowMs)),
          ...measured.map((item) => `${item.seriesName} ${value(item.value[1])}`),
          ...(ahead ? [...told(words.heated, ahead.heated, ms), ...told(words.unheated, ahead.unheated, ms)] : []),
        ].join('<br>')
      },
    },
    series: [
      ...(ahead ? [...banded('unheated', tokens.cold, tokens.bandc, ahead.unheated, [2, 4]), ...banded('heated', tokens.wn, tokens.band, ahead.heated, [7, 4])] : []),
      {
        type: 'line', name: words.heated, data: lines.heated, showSymbol: false, connectNulls: false, lineStyle: { color: tokens.wn, width: 1.8 }, itemStyle: { color: tokens.wn },
        markArea: {
          silent: true, label: { show: true, position: 'insideTop', color: tokens.t3, fontSize: 12 },
          data: [
            ...overviewGaps(overview).map(([a, b]) => [{ xAxis: a, itemStyle: { color: tokens.ln2, opacity: 0.35 }, label: { formatter: words.gap } }, { xAxis: b }]),
            [{ xAxis: nowMs, itemStyle: { color: hatch }, label: { formatter: ahead ? '' : words.ahead } }, { xAxis: to }],
          ],
        },
        markLine: {
          silent: true, symbol: 'none',
          data: [
            { yAxis: 0, lineStyle: { color: tokens.t2, type: 'solid', width: 1.2 }, label: { show: false } },
            ...(heatLimitC === null ? [] : [{ yAxis: heatLimitC, lineStyle: { color: tokens.p3, type: 'dotted', width: 1.2 }, label: { show: false } }]),
            ...markLines,
            { xAxis: nowMs, lineStyle: { color: tokens.ac, type: 'solid', width: shownMs === null ? 2 : 1 }, label: { show: shownMs === null, ...pill(words.now, false) } },
            ...(shownMs === null ? [] : [{ xAxis: shownMs, lineStyle: { color: tokens.ac, type: 'dashed', width: 2 }, label: { show: true, ...pill(shownMs > nowMs ? `→ ${at(shownMs)}` : at(shownMs), true) } }]),
          ],
        },
      },
      { type: 'line', name: words.unheated, data: lines.unheated, showSymbol: false, connectNulls: false, lineStyle: { color: tokens.cold, width: 1.5, type: 'dashed' }, itemStyle: { color: tokens.cold } },
    ],
  }
}
