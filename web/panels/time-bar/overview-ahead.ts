import type { ForecastOverview } from '#domain/wire/forecast'
import { type Banded, bandedLines } from '../../format/banded'

/** Future twins of the past lines: extreme of the heated surfaces for the season, and the median of the unheated ones, from `fromMs` on. Null when nothing is forecast. */
export function overviewAhead({ run, columns }: ForecastOverview, season: 'winter' | 'summer', fromMs: number): { heated: Banded; unheated: Banded } | null {
  if (!run || !columns) return null
  const lines = (of: typeof columns.lowest_heated): Banded => bandedLines(of, Date.parse(run.start_at), run.step_s, fromMs)
  return { heated: lines(season === 'winter' ? columns.lowest_heated : columns.middle_heated), unheated: lines(columns.middle_unheated) }
}
