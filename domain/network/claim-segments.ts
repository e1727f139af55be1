import { cutLine } from '../geo/cut-line'
import { writeStake } from '../geo/stake'
import type { FilledSurface } from './fill-surface'
import type { Segment } from './network'
import type { PlantFile, PlantPavement, PlantPlace } from './plant-file'
import type { PlantProblem, PlantWarning } from './plant-problem'
import type { PlantState } from './plant-state'
import { partOf, sameBorderM, SegmentIndex, type Span } from './segment-index'

interface Claim extends Span { path: string }
interface LoopClaim extends Claim { loopId: string }
interface PavementClaim extends Claim { pavement: PlantPavement }

export interface ClaimedSegments { segments: Segment[]; networkSurfaces: Map<string, FilledSurface> }

/** Lays loops and surveyed pavements on the network: cuts segments where one begins or ends, and says what lies on each. */
export function claimSegments(state: PlantState, file: PlantFile, report: (problem: PlantProblem) => void, warn: (warning: PlantWarning) => void): ClaimedSegments {
  const index = new SegmentIndex(state.segments)
  const spansOf = (places: readonly PlantPlace[], path: string): Claim[] => places.flatMap((place, i) => {
    const answer = index.spans(place)
    if ('found' in answer) return answer.found.map((span) => ({ ...span, path: `${path}/${i}` }))
    report({ path: `${path}/${i}`, ...answer.problem })
    return []
  })
  const loops = groupBySegment(file.loops.flatMap((loop, i): LoopClaim[] => spansOf(loop.places, `/loops/${i}/places`).map((claim) => ({ ...claim, loopId: loop.id }))))
  const pavements = groupBySegment(file.pavements.flatMap((pavement, i): PavementClaim[] => spansOf(pavement.places, `/pavements/${i}/places`).map((claim) => ({ ...claim, pavement }))))
  for (const claims of loops.values()) {
    for (const [one, other] of clashes(claims)) {
      if (one.loopId === other.loopId) continue
      const at = (m: number): string => writeStake(one.segment.fromM + m)
      report({ path: other.path, code: 'claimed_twice', params: { one: one.loopId, other: other.loopId, first: one.path, segment: one.segment.id, from: at(Math.max(one.fromM, other.fromM)), to: at(Math.min(one.toM, other.toM)) } })
    }
  }
  for (const claims of pavements.values()) {
    for (const [one, other] of clashes(claims)) if (one.pavement !== other.pavement) report({ path: other.path, code: 'pavement_twice', params: { segment: one.segment.id, first: one.path } })
  }

  const networkSurfaces = new Map<string, FilledSurface>()
  const [standing, appended]: [Segment[], Segment[]] = [[], []]
  for (const segment of state.segments) {
    const [heated, surveyed] = [loops.get(segment.id) ?? [], pavements.get(segment.id) ?? []]
    const base = state.networkSurfaces.get(segment.id)
    const parts = cut(segment, [...heated, ...surveyed])
    if (parts.length > 1) warn({ path: [...heated, ...surveyed][0]!.path, code: 'segment_cut', params: { id: segment.id, parts: parts.length } })
    for (const part of parts) {
      const middleM = (part.fromM + part.toM) / 2 - segment.fromM
      const under = <T extends Claim>(claims: T[]): T | undefined => claims.find((claim) => middleM > claim.fromM && middleM < claim.toM)
      const loopId = under(heated)?.loopId ?? null
      const surface = surfaceUnder(segment, base, under(surveyed)?.pavement)
      if (surface.base) networkSurfaces.set(part.id, surface.base)
      const same = part === segment && loopId === segment.loopId && surface.same
      ;(part === segment ? standing : appended).push(same ? segment : { ...part, loopId, ...surface.surface })
    }
  }
  // As the database appends them: the index of a segment in live frames is its place here.
  return { segments: [...standing, ...appended], networkSurfaces }
}

function groupBySegment<T extends Claim>(claims: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const claim of claims) groups.set(claim.segment.id, [...(groups.get(claim.segment.id) ?? []), claim])
  return groups
}

const clashes = <T extends Claim>(claims: readonly T[]): [T, T][] =>
  claims.flatMap((one, i) => claims.slice(i + 1).filter((other) => Math.min(one.toM, other.toM) - Math.max(one.fromM, other.fromM) > sameBorderM).map((other): [T, T] => [one, other]))

const millimetres = (metres: number): number => Math.round(metres * 1000) / 1000

function cut(segment: Segment, claims: readonly Claim[]): Segment[] {
  const inner = claims.flatMap((claim) => [claim.fromM, claim.toM]).filter((atM) => atM > sameBorderM && segment.lengthM - atM > sameBorderM)
  if (inner.length === 0) return [segment]
  const pieces = cutLine(segment.axis, Infinity, inner)
  if (pieces.length === 1) return [segment]
  return pieces.map((piece, i) => {
    const fromM = millimetres(segment.fromM + piece.fromM)
    const toM = i === pieces.length - 1 ? segment.toM : millimetres(segment.fromM + piece.toM)
    return { ...segment, id: partOf(segment.id, i + 1), fromM, toM, lengthM: millimetres(toM - fromM), axis: piece.axis }
  })
}

/** The network's own word for each field of a pavement, as `assumed` lists it. */
const fields = { width_m: 'widthM', pavement_type: 'pavementType', layers: 'layers', exposure: 'exposure' } as const

function surfaceUnder(segment: Segment, base: FilledSurface | undefined, pavement: PlantPavement | undefined): { surface: FilledSurface; base: FilledSurface | null; same: boolean } {
  const now = surfaceOf(segment)
  const own = base ?? now
  const same = (a: FilledSurface, b: FilledSurface): boolean => JSON.stringify(surfaceOf(a)) === JSON.stringify(surfaceOf(b))
  if (!pavement) return { surface: own, base: null, same: same(own, now) }
  const given = Object.entries(fields).filter(([field]) => pavement[field as keyof typeof fields] !== undefined)
  const guesses = (pavement.assumed ?? []).map((field) => fields[field])
  const surface: FilledSurface = {
    widthM: pavement.width_m ?? own.widthM,
    pavementType: pavement.pavement_type ?? own.pavementType,
    layers: pavement.layers ?? own.layers,
    exposure: pavement.exposure ? { skyViewFraction: pavement.exposure.sky_view_fraction, airBelow: pavement.exposure.air_below } : own.exposure,
    assumed: [...new Set([...own.assumed.filter((field) => !given.some(([, name]) => name === field)), ...guesses])].sort(),
  }
  return same(surface, own) ? { surface: own, base: null, same: same(own, now) } : { surface, base: own, same: same(surface, now) }
}

/** Alone and in one order of its keys, so that two can be compared. */
export const surfaceOf = ({ widthM, pavementType, layers, exposure, assumed }: FilledSurface): FilledSurface => ({
  widthM, pavementType, layers: layers.map(({ material, thickness_m }) => ({ material, thickness_m })),
  exposure: { skyViewFraction: exposure.skyViewFraction, airBelow: exposure.airBelow }, assumed: [...assumed].sort(),
})
