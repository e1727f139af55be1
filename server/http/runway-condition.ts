import { parseRunwayRoute } from '#domain/geo/runway-route'
import { type Stage, judgeThird } from '#domain/grf/third-condition'
import type { Rwycc } from '#domain/grf/rwycc'
import { writeSnowtam } from '#domain/grf/write-snowtam'
import type { NetworkView } from '#domain/wire/network'
import type { RunwayConditionView, RunwayThirdView, RunwayView } from '#domain/wire/runway-condition'
import { loadRunwayObservations, type StandingThird } from '#server/store/runway-observations'
import { thirdSurface } from './runway-surface'
import type { Services } from './services'

type Segment = NetworkView['segments'][number]
const sumM = (segments: readonly Segment[]): number => segments.reduce((sum, { length_m: m }) => sum + m, 0)

/** A runway as its aerodrome names it. */
export function runwayView({ id, name, route }: NetworkView['assets'][number], segments: readonly Segment[]): RunwayView {
  const named = parseRunwayRoute(route)
  return {
    runway_id: id, name, aerodrome: named?.aerodrome ?? null, lower: named?.lower ?? null, higher: named?.higher ?? null, length_m: Math.round(sumM(segments)),
    width_m: segments.length > 0 ? Math.min(...segments.map(({ width_m: m }) => m)) : null,
  }
}

const stageView = ({ contaminant, rwycc }: Stage) => ({ contaminant, code: rwycc.code, reason: rwycc.reason })

/** Everything that is known of a runway's condition now: seen by persons, measured, and predicted from both. */
export async function runwayCondition(services: Services, runway: NetworkView['assets'][number]): Promise<RunwayConditionView> {
  const { version, thirds: seen } = await loadRunwayObservations(services.db, runway.id)
  const { network } = services.city()
  const segments = network.segments.filter(({ asset_id: id }) => id === runway.id)
  // While the live room has not taken in a changed network its columns speak of another one.
  const columns = services.live.networkVersion() === network.version ? services.live.surface() : null
  const now = services.clock.now()
  const judged = ([1, 2, 3] as const).map((third): RunwayThirdView => {
    const pieces = segments.filter(({ runway_third: of }) => of === third)
    const lengthM = sumM(pieces)
    const heatedShare = lengthM > 0 ? sumM(pieces.filter(({ loop_id: loopId }) => loopId !== null)) / lengthM : 0
    const { view, range } = thirdSurface(pieces, columns, now.getTime())
    const observation = seen.find((one) => one.third === third) ?? null
    const ageS = observation ? (now.getTime() - observation.observedAt.getTime()) / 1000 : Number.NaN
    const { reported, now: present, midMelt, after, lowers } = judgeThird(observation, ageS, range, heatedShare)
    return {
      third, heated_share: Math.round(heatedShare * 1000) / 1000, surface: view, observation: observation && observationView(observation, ageS), reported,
      now: { ...stageView(present), doubt: present.doubt }, mid_melt: midMelt && stageView(midMelt), after: after && stageView(after), lowers,
    }
  })
  const view = runwayView(runway, segments)
  return { ...view, at: now.toISOString(), version, thirds: judged, snowtam: draftOf(view, seen, judged) }
}

const observationView = ({ contaminant, coveragePercent, depthMm, assignedRwycc, version, observer, observedAt }: StandingThird, ageS: number): NonNullable<RunwayThirdView['observation']> => ({
  contaminant, coverage_percent: coveragePercent, depth_mm: depthMm, assigned_rwycc: assignedRwycc, version, by: observer, at: observedAt.toISOString(), age_s: Math.max(0, Math.round(ageS)),
})

function draftOf({ aerodrome, lower }: RunwayView, seen: readonly StandingThird[], judged: readonly RunwayThirdView[]): string | null {
  const thirds = judged.flatMap(({ third, reported: { code } }) => {
    const observation = seen.find((one) => one.third === third)
    return code === null || !observation ? [] : [{ ...observation, rwycc: code as Rwycc }]
  })
  if (aerodrome === null || lower === null || thirds.length < 3) return null
  return writeSnowtam({
    aerodrome, designator: lower, assessedAt: new Date(Math.min(...thirds.map(({ observedAt }) => observedAt.getTime()))), thirds, widthM: null,
    heatedThirds: judged.filter(({ heated_share: share }) => share > 0).map(({ third }) => third),
  })
}
