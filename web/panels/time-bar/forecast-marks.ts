import type { ForecastOverview } from '#domain/wire/forecast'

export interface ForecastMark {
  /** First ice on a controlled segment by the mean, or already by the 10th percentile; on the rest of the network; first snow lying; first surface above the limit. */
  kind: 'ice' | 'early_ice' | 'heat' | 'snow' | 'ice_elsewhere'
  atMs: number
}

/** First moments to worry about from `fromMs` on, most pressing kind first. What is so at the first step already gets a mark where it begins anew. */
export function forecastMarks({ run, columns }: ForecastOverview, fromMs: number, heatLimitC: number | null): ForecastMark[] {
  if (!run || !columns) return []
  const startMs = Date.parse(run.start_at)
  const first = Math.max(0, Math.ceil((fromMs - startMs) / 1000 / run.step_s))
  const onset = (is: (step: number) => boolean): number | null => {
    for (let step = first + 1; step < run.step_count; step += 1) if (is(step) && !is(step - 1)) return startMs + step * run.step_s * 1000
    return null
  }
  const ice = onset((step) => columns.icy_heated[step]! > 0)
  const early = onset((step) => columns.early_icy_heated[step]! > 0)
  const marks: [ForecastMark['kind'], number | null][] = [
    ['ice', ice],
    // An early warning that comes with the ice, or after the fact, warns of nothing.
    ['early_ice', early !== null && (ice === null ? !columns.icy_heated[first] : early < ice) ? early : null],
    ['heat', heatLimitC === null ? null : onset((step) => (columns.highest_c[step] ?? Number.NEGATIVE_INFINITY) > heatLimitC)],
    ['snow', onset((step) => columns.snowy[step]! > 0)],
    ['ice_elsewhere', onset((step) => columns.icy[step]! > columns.icy_heated[step]!)],
  ]
  return marks.flatMap(([kind, atMs]) => (atMs === null ? [] : [{ kind, atMs }]))
}
