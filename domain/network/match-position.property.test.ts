import fc from 'fast-check'
import { expect, it } from 'vitest'
import { geodesicDirect, geodesicInverse, type LonLat } from '../geo/geodesic'
import { lengthOf } from '../geo/linear-reference'
import { matchPosition, type PositionQuestion } from './match-position'
import { SegmentGrid, type GridSegment } from './segment-grid'

const origin: LonLat = [126.6, 45.75]
const widthM = 12
const road = (id: string, assetId: string, axis: [number, number][]): GridSegment => ({ id, assetId, axis, lengthM: lengthOf(axis), widthM })
/** A straight road of pieces that touch, towards `azimuthDeg`. */
const straight = (assetId: string, from: LonLat, azimuthDeg: number, pieces = 3): GridSegment[] =>
  Array.from({ length: pieces }, (_, i) => road(`${assetId}-${i}`, assetId, [geodesicDirect(from, azimuthDeg, i * 100), geodesicDirect(from, azimuthDeg, (i + 1) * 100)]))
const ask = (segments: GridSegment[], question: Partial<PositionQuestion> & { position: LonLat }) => matchPosition(new SegmentGrid(segments), { headingDeg: null, sigmaM: 0.05, previousSegmentId: null, ...question })
const direction = fc.double({ min: 0, max: 360, noNaN: true, maxExcluded: true })
const piece = fc.nat(2)
const alongM = fc.double({ min: 1, max: 99, noNaN: true })
const side = fc.constantFrom(-90, 90)
/** Off the axis by `offM`, `atM` along the piece. */
const beside = (segment: GridSegment, atM: number, offM: number, to: number): { position: LonLat; headingDeg: number } => {
  const { azimuthDeg } = geodesicInverse(segment.axis[0]!, segment.axis[1]!)
  return { position: geodesicDirect(geodesicDirect(segment.axis[0]!, azimuthDeg, atM), azimuthDeg + to, offM), headingDeg: azimuthDeg }
}

it('finds the segment, the offset and the distance of whoever drives on it, along the axis or against it', () => {
  fc.assert(fc.property(direction, piece, alongM, fc.double({ min: 0, max: 5.9, noNaN: true }), side, fc.boolean(), fc.double({ min: -40, max: 40, noNaN: true }), (azimuth, i, atM, offM, to, against, askew) => {
    const segments = straight('A', origin, azimuth)
    const { position, headingDeg } = beside(segments[i]!, atM, offM, to)
    const match = ask(segments, { position, headingDeg: headingDeg + (against ? 180 : 0) + askew })
    expect(match).toMatchObject({ matched: true, segmentId: `A-${i}` })
    if (!match.matched) return
    expect(match.offsetM).toBeCloseTo(atM, 1)
    expect(match.distanceM).toBeCloseTo(offM, 1)
    expect(match.headingDifferenceDeg).toBeCloseTo(against ? 180 - Math.abs(askew) : Math.abs(askew), 1)
  }), { numRuns: 60 })
})

it('leaves out who is too far off for the road and the uncertainty, and who crosses it', () => {
  fc.assert(fc.property(direction, piece, alongM, fc.double({ min: 6.5, max: 300, noNaN: true }), side, (azimuth, i, atM, offM, to) => {
    const segments = straight('A', origin, azimuth)
    expect(ask(segments, beside(segments[i]!, atM, offM, to))).toEqual({ matched: false, reason: 'too_far' })
    // The same place of a receiver that may be wrong by as much.
    if (offM < 30) expect(ask(segments, { ...beside(segments[i]!, atM, offM, to), sigmaM: offM / 3 }).matched).toBe(true)
  }), { numRuns: 60 })
  fc.assert(fc.property(direction, piece, alongM, fc.double({ min: 46, max: 134, noNaN: true }), (azimuth, i, atM, turned) => {
    const segments = straight('A', origin, azimuth)
    const { position, headingDeg } = beside(segments[i]!, atM, 0, 90)
    expect(ask(segments, { position, headingDeg: headingDeg + turned })).toEqual({ matched: false, reason: 'heading' })
  }), { numRuns: 60 })
})

it('takes the road that is driven along at a crossing, and none when it stands there', () => {
  const [east, north] = [straight('E', origin, 90), straight('N', geodesicDirect(geodesicDirect(origin, 90, 150), 180, 150), 0)]
  const position = geodesicDirect(origin, 90, 151)
  expect(ask([...east, ...north], { position, headingDeg: 92 })).toMatchObject({ matched: true, segmentId: 'E-1' })
  expect(ask([...east, ...north], { position, headingDeg: 2 })).toMatchObject({ matched: true, segmentId: 'N-1' })
  expect(ask([...east, ...north], { position })).toEqual({ matched: false, reason: 'ambiguous' })
})

it('does not choose between a viaduct and the road below it, unless it knows where the way led', () => {
  const [road, viaduct] = [straight('R', origin, 90), straight('V', geodesicDirect(origin, 0, 0.5), 90)]
  const question = { position: geodesicDirect(origin, 90, 150), headingDeg: 90, sigmaM: 2 }
  expect(ask([...road, ...viaduct], question)).toEqual({ matched: false, reason: 'ambiguous' })
  expect(ask([...road, ...viaduct], { ...question, previousSegmentId: 'V-0' })).toMatchObject({ matched: true, segmentId: 'V-1' })
  expect(ask([...road, ...viaduct], { ...question, previousSegmentId: 'R-1' })).toMatchObject({ matched: true, segmentId: 'R-1' })
})

it('is the same in whatever order the segments come', () => {
  const segments = [...straight('E', origin, 90), ...straight('P', geodesicDirect(origin, 0, 9), 90)]
  fc.assert(fc.property(fc.shuffledSubarray(segments, { minLength: segments.length }), alongM, fc.double({ min: -12, max: 20, noNaN: true }), (shuffled, atM, offM) => {
    const position = geodesicDirect(geodesicDirect(origin, 90, 100 + atM), 0, offM)
    expect(ask(shuffled, { position, headingDeg: 90, sigmaM: 1 })).toEqual(ask(segments, { position, headingDeg: 90, sigmaM: 1 }))
  }), { numRuns: 40 })
})
