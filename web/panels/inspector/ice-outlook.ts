import type { SegmentForecastView } from '#domain/wire/forecast'

export type IceOutlook =
  | { kind: 'first'; at: Date; early: Date | null }
  | { kind: 'none'; hours: number; early: Date | null }
  | { kind: 'gaps' | 'ended' }

/** When ice comes by the mean; "none" only over the hours that the run really covers, and never across gaps. Null without a course. */
export function iceOutlook(forecast: SegmentForecastView): IceOutlook | null {
  const { run, course, ice } = forecast
  if (!run || !course || !ice) return null
  const early = ice.early_at ? new Date(ice.early_at) : null
  if (ice.first_at) return { kind: 'first', at: new Date(ice.first_at), early: early && early < new Date(ice.first_at) ? early : null }
  const asOfMs = Date.parse(forecast.as_of)
  const startMs = Date.parse(run.start_at)
  const endMs = startMs + (run.step_count - 1) * run.step_s * 1000
  if (endMs < asOfMs) return { kind: 'ended' }
  if (course.mean_c.some((value, i) => value === null && startMs + i * run.step_s * 1000 >= asOfMs)) return { kind: 'gaps' }
  return { kind: 'none', hours: Math.floor((endMs - asOfMs) / 3_600_000), early }
}
