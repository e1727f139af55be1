import type { KnownLine } from '#domain/geo/judge-placement'
import { distanceToLine } from '#domain/geo/distance-to-line'
import { SegmentGrid, type GridSegment } from '#domain/network/segment-grid'
import type { Crs } from './crs/crs'
import { shifts, type Shift } from './crs/shifts'
import { farAway, importFindings, readAs, type Finding, type Ground } from './import-findings'

/** A station stands at its road, m from its axis. */
const atRoadM = 25
const reachM = 300
/** Fewer prove nothing: in a grid of streets every fourth place is near one by chance. */
const leastStations = 4
const [leastShare, clearly] = [0.5, 2.5]

type LonLat = readonly [number, number]

/**
 * What importFindings is for lines, for single places: whether they can be what the table says, and whether they stand at known roads as written or under another reading.
 * @param ground one line of one position for each station
 */
export function stationFindings(ground: Ground): { findings: Finding[]; check: string } {
  // Ranges and zones first; courses and ends of lines say nothing of places.
  const alone = importFindings({ ...ground, standing: [], published: [] })
  if (alone.findings.length > 0 || !ground.crs) return alone
  const { crs, raw, swapped, shift, standing } = ground
  const given = readAs(raw, crs, swapped, shift)
  if (given.every(({ axis }) => axis.length === 0)) return alone
  if (standing.length === 0) return { findings: [], check: 'no road stands that the stations could be held against' }
  const grid = new SegmentGrid(standing.map(({ axis }, i): GridSegment => ({ id: String(i), assetId: '', axis: axis.map(([lon, lat]) => [lon, lat]), lengthM: 0, widthM: 0 })))
  const shareOf = (lines: readonly KnownLine[]): number => {
    const places = lines.flatMap(({ axis }) => axis.slice(0, 1))
    return places.filter((place) => grid.near(place, reachM).some(({ axis }) => distanceToLine(place, axis) <= atRoadM)).length / Math.max(1, raw.length)
  }
  const before = shareOf(given)
  const readings: { as: Shift | 'unshifted' | 'swapped'; share: number }[] = [
    ...(shift === null ? (['gcj02', 'bd09'] as const).map((one) => ({ as: one, share: shareOf(readAs(raw, crs, swapped, one)) })) : [{ as: 'unshifted' as const, share: shareOf(readAs(raw, crs, swapped, null)) }]),
    { as: 'swapped', share: shareOf(readAs(raw, crs, !swapped, shift)) },
  ]
  const best = readings.reduce((one, other) => (other.share > one.share ? other : one))
  if (raw.length >= leastStations && best.share >= leastShare && best.share >= clearly * before) return { findings: [shiftedStations(best, before, given, crs, shift)], check: 'another reading of the coordinates puts the stations at known roads' }
  const far = farAway(given, standing)
  if (far) return { findings: [far], check: 'the stations lie far from the network' }
  return { findings: [], check: raw.length < leastStations ? 'too few stations to tell a shifted datum' : `${percent(before)} of the stations stand within ${atRoadM} m of known roads` }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

function shiftedStations(best: { as: Shift | 'unshifted' | 'swapped'; share: number }, before: number, given: readonly KnownLine[], crs: Crs, shift: Shift | null): Finding {
  const params: Finding['params'] = { reading: best.as, by: 'place', given_share: Math.round(before * 100) / 100, better_share: Math.round(best.share * 100) / 100 }
  const measured = `as written ${percent(before)} of the stations stand within ${atRoadM} m of known roads, and ${percent(best.share)} after that`
  if (best.as === 'swapped') return { kind: 'axes_swapped', params, evidence: `with the axes turned: ${measured}`, question: 'Are the axes swapped?', answers: ['--accept-as swapped', '--accept-as as-is'] }
  if (best.as === 'unshifted') return { kind: 'shifted_datum', params, evidence: `without reversing ${shift ?? 'a shift'} (${crs.name}): ${measured}`, question: 'Are the coordinates shifted at all?', answers: [`no --accept-as ${shift}`, `--accept-as ${shift},as-is`] }
  const [east, north] = shifts[best.as].offsetM(given.flatMap(({ axis }) => axis)[0] as LonLat)
  return {
    kind: 'shifted_datum', params: { ...params, offset_m: Math.round(Math.hypot(east, north)), east_m: Math.round(east), north_m: Math.round(north) },
    evidence: `reversing ${best.as === 'gcj02' ? 'GCJ-02 (the shift of Chinese web maps)' : 'BD-09 (the shift of Baidu maps)'} moves the stations ${Math.round(Math.hypot(east, north))} m: ${measured}`,
    question: 'Are the coordinates shifted?', answers: [`--accept-as ${best.as}`, '--accept-as as-is'],
  }
}
