import { beginsWithinMs, type EffectExpectation, type EffectQuestion, type UnjudgeableReason } from '#domain/control/judge-effect'
import type { Sensor } from '#domain/network/network'
import type { LoopFlow } from '#domain/thermal/loop-drives'
import type { WhatIfBasis, WhatIfSegment } from '#domain/wire/what-if'
import { ForecastUnavailable } from './column-questions'
import type { ForecastRoom } from './forecast-room'

export interface ExpectEffectOptions {
  forecast: Pick<ForecastRoom, 'whatIf'>
  /** Sensors of the network as it is now. */
  sensors(): readonly Sensor[]
  /** What a loop did at an instant by its own sensors; null when they say nothing of it. */
  flowBefore(loopId: string, at: Date): Promise<LoopFlow | null>
}

/** Asks the forecast what the surface above a loop would do with a command that has just been applied, and without it. */
export function createExpectEffect({ forecast, sensors, flowBefore }: ExpectEffectOptions): (question: EffectQuestion) => Promise<EffectExpectation | UnjudgeableReason | null> {
  return async ({ loopId, mode, setpointC, sentAtMs, appliedAtMs, untilMs }) => {
    // Before the bytes left: now it does already what it was told, and that would be taken for what it does anyway.
    const flow = await flowBefore(loopId, new Date(sentAtMs))
    if (!flow) return 'no_forecast'
    try {
      const leaseS = Math.min(untilMs - appliedAtMs, mostLeaseMs) / 1000
      const { basis, segments } = await forecast.whatIf([{ loopId, mode, setpointC: setpointC ?? Number.NaN, leaseS }], true, { fromMs: appliedAtMs, flows: [flow] })
      // Of columns that have been brought past the command since, nobody can say what they would be without it.
      if (Date.parse(basis.start_at) - appliedAtMs > beginsWithinMs) return 'no_forecast'
      return expectationOf(basis, JSON.parse(new TextDecoder().decode(segments)) as WhatIfSegment[], sensors(), appliedAtMs, untilMs)
    } catch (error) {
      if (!(error instanceof ForecastUnavailable)) throw error
      return error.reason === 'busy' ? null : 'no_forecast'
    }
  }
}

const mostLeaseMs = 48 * 3_600_000
const hundredth = (value: number | null): number => Math.round((value ?? Number.NaN) * 100) / 100

/** Of a what-if, what is kept with the command: courses of segments that carry a surface probe, no longer than the lease, in hundredths of a degree. */
function expectationOf(basis: WhatIfBasis, segments: readonly WhatIfSegment[], sensors: readonly Sensor[], appliedAtMs: number, leaseEndsMs: number): EffectExpectation | UnjudgeableReason {
  const { step_s: stepS } = basis
  const startAtMs = Date.parse(basis.start_at)
  const untilMs = Math.min(leaseEndsMs, startAtMs + (basis.step_count - 1) * stepS * 1000)
  const values = Math.ceil((untilMs - startAtMs) / 1000 / stepS) + 1
  let isUnknown = false
  const surfaces = segments.flatMap((segment) => sensors.filter((sensor) => sensor.quantity === 'surface_temperature' && sensor.segmentId === segment.segment_id).flatMap(({ id: sensorId }) => {
    const [withoutC, withC] = [segment.without, segment.with].map((outcome) => outcome?.course?.surface_c.slice(0, values).map(hundredth) ?? [])
    const isKnown = withoutC!.length > 0 && ![...withoutC!, ...withC!].some(Number.isNaN)
    isUnknown ||= !isKnown
    return isKnown ? [{ sensorId, withoutC: withoutC!, withC: withC! }] : []
  }))
  if (surfaces.length === 0) return isUnknown ? 'no_forecast' : 'no_measurement'
  return { startAtMs, stepS, appliedAtMs, untilMs, surfaces }
}
