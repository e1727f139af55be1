import type { ForecastOverview } from '#domain/wire/forecast'
import type { ChartPoint } from '../../format/break-gaps'

/** Mean and 10th to 90th percentile over time, °C. */
export interface Banded { mean: ChartPoint[]; low: ChartPoint[]; high: ChartPoint[] }

/** Future twins of the past lines: extreme of the heated surfaces for the season, and the median of the unheated ones, from `fromMs` on. Null when nothing is forecast. */
export function overviewAhead({ run, columns }: ForecastOverview, season: 'winter' | 'summer', fromMs: number): { heated: Banded; unheated: Banded } | null {
  if (!run || !columns) return null
  const startMs = Date.parse(run.start_at)
  const points = (column: readonly (number | null)[]): ChartPoint[] => column.map((value, i): ChartPoint => [startMs + i * run.step_s * 1000, value]).filter(([ms]) => ms >= fromMs)
  const banded = ({ mean_c, p10_c, p90_c }: typeof columns.lowest_heated): Banded => ({ mean: points(mean_c), low: points(p10_c), high: points(p90_c) })
  return { heated: banded(season === 'winter' ? columns.lowest_heated : columns.middle_heated), unheated: banded(columns.middle_unheated) }
}

/** Width of a band on top of its lower edge, for stacking; null wherever one of the edges is. */
export const bandWidth = ({ low, high }: Pick<Banded, 'low' | 'high'>): ChartPoint[] =>
  low.map(([ms, from], i): ChartPoint => { const to = high[i]?.[1] ?? null; return [ms, from === null || to === null ? null : to - from] })
