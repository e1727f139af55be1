import type { EChartsCoreOption } from 'echarts/core'
import type { HistoryView, SensorView } from '#domain/wire/network'
import { breakGaps, type ChartPoint } from '../../format/break-gaps'
import type { CityTime } from '../../format/city-time'
import { formatNumber } from '../../format/format-number'
import type { Tokens } from '../../theme/use-tokens'

export interface CourseLine { key: 'surface' | 'shallow' | 'supply' | 'return'; label: string; points: ChartPoint[] }

/** The four courses worth one chart: surface, about −5 cm, supply and return; of several sensors the one with most readings. */
export function courseLines(history: HistoryView, sensors: readonly SensorView[], label: (key: CourseLine['key']) => string): CourseLine[] {
  const cadence = new Map(sensors.map((sensor) => [sensor.id, sensor.cadence_s]))
  const wanted: { key: CourseLine['key']; fits: (row: HistoryView['series'][number]) => boolean }[] = [
    { key: 'surface', fits: (row) => row.quantity === 'surface_temperature' },
    { key: 'shallow', fits: (row) => row.quantity === 'pavement_temperature' && row.depth_m !== null && row.depth_m <= 0.08 },
    { key: 'supply', fits: (row) => row.quantity === 'supply_temperature' },
    { key: 'return', fits: (row) => row.quantity === 'return_temperature' },
  ]
  return wanted.flatMap(({ key, fits }) => {
    const best = history.series.filter(fits).sort((a, b) => b.points.length - a.points.length)[0]
    return best?.points.length ? [{ key, label: label(key), points: breakGaps(best.points, cadence.get(best.sensor_id) ?? 60) }] : []
  })
}

const style = (tokens: Tokens): Record<CourseLine['key'], { color: string; type: 'solid' | 'dashed' | 'dotted'; width: number }> => ({
  surface: { color: tokens.t1, type: 'solid', width: 1.8 },
  shallow: { color: tokens.t3, type: 'dotted', width: 1.6 },
  supply: { color: tokens.wn, type: 'solid', width: 1.4 },
  return: { color: tokens.cold, type: 'dashed', width: 1.4 },
})

/** ECharts option of the course; times in the city's zone, the 0 °C line drawn whenever it lies in the picture. */
export function courseOption(lines: readonly CourseLine[], from: Date, to: Date, tokens: Tokens, format: CityTime): EChartsCoreOption {
  const looks = style(tokens)
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, Noto Sans SC Variable, sans-serif' },
    grid: { left: 38, right: 12, top: 10, bottom: 22 },
    xAxis: {
      type: 'time', min: from.getTime(), max: to.getTime(), splitNumber: 6,
      axisLine: { lineStyle: { color: tokens.ln2 } }, axisTick: { show: false },
      axisLabel: { color: tokens.t3, fontSize: 11, hideOverlap: true, formatter: (ms: number) => format.minutes(new Date(ms)) },
    },
    yAxis: {
      type: 'value', scale: true, splitNumber: 4,
      axisLabel: { color: tokens.t3, fontSize: 11, formatter: (value: number) => formatNumber(value, 0, true) ?? '' },
      splitLine: { lineStyle: { color: tokens.ln } },
    },
    tooltip: {
      trigger: 'axis', backgroundColor: tokens.bg2, borderColor: tokens.ln2, textStyle: { color: tokens.t1, fontSize: 12 }, confine: true,
      formatter: (items: { seriesName: string; value: ChartPoint }[]) => [
        items[0] ? format.minutes(new Date(items[0].value[0])) : '',
        ...items.filter((item) => item.value[1] !== null).map((item) => `${item.seriesName} ${formatNumber(item.value[1]!, 1, true)} °C`),
      ].join('<br>'),
    },
    series: lines.map((line, i) => ({
      type: 'line', name: line.label, data: line.points, showSymbol: false, connectNulls: false,
      lineStyle: looks[line.key], itemStyle: { color: looks[line.key].color },
      ...(i === 0 && { markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: tokens.t2, type: 'solid', width: 1.2 }, data: [{ yAxis: 0 }] } }),
    })),
  }
}
