import type { ChartPoint } from './break-gaps'

/** Mean and 10th to 90th percentile over time. */
export interface Banded { mean: ChartPoint[]; low: ChartPoint[]; high: ChartPoint[] }

/** Columns of a forecast as lines, one value a step from `startMs` on; what lies before `fromMs` is left out. */
export function bandedLines(columns: { mean_c: readonly (number | null)[]; p10_c: readonly (number | null)[]; p90_c: readonly (number | null)[] }, startMs: number, stepS: number, fromMs: number): Banded {
  const points = (column: readonly (number | null)[]): ChartPoint[] => column.map((value, i): ChartPoint => [startMs + i * stepS * 1000, value]).filter(([ms]) => ms >= fromMs)
  return { mean: points(columns.mean_c), low: points(columns.p10_c), high: points(columns.p90_c) }
}

/** Width of a band on top of its lower edge, for stacking; null wherever one of the edges is. */
export const bandWidth = ({ low, high }: Pick<Banded, 'low' | 'high'>): ChartPoint[] =>
  low.map(([ms, from], i): ChartPoint => { const to = high[i]?.[1] ?? null; return [ms, from === null || to === null ? null : to - from] })
