import type { SegmentForecastView, SurfaceCondition } from '#domain/wire/forecast'
import { conditionOf } from '../../api/decode-forecast'

/** A stretch of time with one surface condition; null = unknown. */
export interface ConditionSpan { condition: SurfaceCondition | null; fromMs: number; toMs: number }

/** Surface condition of a forecast as stretches between `fromMs` and `toMs`; each step speaks for the time up to the next. A step without a temperature is unknown. */
export function conditionSpans({ run, course }: SegmentForecastView, fromMs: number, toMs: number): ConditionSpan[] {
  if (!run || !course) return []
  const spans: ConditionSpan[] = []
  const stepMs = run.step_s * 1000
  const startMs = Date.parse(run.start_at)
  course.condition.forEach((code, i) => {
    const from = Math.max(fromMs, startMs + i * stepMs)
    const to = Math.min(toMs, startMs + (i + 1) * stepMs)
    if (from >= to) return
    const condition = course.mean_c[i] === null ? null : conditionOf(code)
    const last = spans[spans.length - 1]
    if (last && last.condition === condition) last.toMs = to
    else spans.push({ condition, fromMs: from, toMs: to })
  })
  return spans
}
