import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cutLine } from '../geo/cut-line'
import { geodesicInverse } from '../geo/geodesic'
import { lengthOf } from '../geo/linear-reference'
import { nearestOnLine } from '../geo/nearest-on-line'
import { cutByStakes, missingStakes, placesOfStake, stakeOnSegment, stakesTwice, type StakedSegment } from './staked-route'

/** A bent line of some kilometres, far from any grid's axes, its stakes from K10+000. */
const axis: [number, number][] = [[126.6, 45.75], [126.612, 45.757], [126.62, 45.755], [126.64, 45.77]]
const startM = 10_000
const segments: StakedSegment[] = cutLine(axis, 120).map((piece, i) => ({ id: `s.${i}`, assetId: 'A', fromM: startM + piece.fromM, toM: startM + piece.toM, axis: piece.axis }))
const lengthM = lengthOf(axis)
const stake = fc.double({ min: startM, max: startM + lengthM, noNaN: true })

it('cuts parts that add up, whatever stake they are cut at', () => {
  fc.assert(fc.property(fc.tuple(stake, stake, stake).map((some) => some.sort((a, b) => a - b)), ([a, b, c]) => {
    const sum = (fromM: number, toM: number) => cutByStakes(segments, { fromM, toM }).reduce((total, part) => total + lengthOf(part.axis), 0)
    expect(Math.abs(sum(a!, b!) + sum(b!, c!) - sum(a!, c!))).toBeLessThan(0.01)
    expect(Math.abs(sum(a!, c!) - (c! - a!))).toBeLessThan(0.05)
    expect(missingStakes(segments, { fromM: a!, toM: c! })).toEqual([])
  }), { numRuns: 60 })
})

it('leads from a position beside the line to a stake and from the stake back to the foot', () => {
  fc.assert(fc.property(stake, fc.double({ min: -0.0005, max: 0.0005, noNaN: true }), (stakeM, aside) => {
    const [place] = placesOfStake(segments, stakeM)
    const p: [number, number] = [place!.position[0] + aside, place!.position[1] - aside]
    const best = segments.map((segment) => ({ segment, ...nearestOnLine(p, segment.axis) })).reduce((a, b) => (b.distanceM < a.distanceM ? b : a))
    expect(best.distanceM).toBeLessThanOrEqual(geodesicInverse(p, place!.position).distanceM + 0.01)
    const back = placesOfStake(segments, stakeOnSegment(best.segment, best.atM))
    expect(Math.min(...back.map(({ position }) => geodesicInverse(position, best.position).distanceM))).toBeLessThan(0.01)
    if (aside === 0) expect(best.side).toBe('on')
  }), { numRuns: 100 })
})

it('tells left from right along the line', () => {
  const line: [number, number][] = [[126.6, 45.75], [126.61, 45.75]]
  expect([nearestOnLine([126.605, 45.751], line).side, nearestOnLine([126.605, 45.749], line).side, nearestOnLine([126.605, 45.75], line).side]).toEqual(['left', 'right', 'on'])
  expect(nearestOnLine([126.605, 45.751], line).distanceM).toBeCloseTo(111.1, 0)
})

it('names gaps, ends, and stakes that stand twice', () => {
  const broken = segments.filter((_, i) => i !== 3)
  const { fromM, toM } = segments[3]!
  expect(missingStakes(broken, { fromM: startM - 5, toM: startM + 1000 })).toEqual([{ fromM: startM - 5, toM: startM }, { fromM, toM }])
  expect(placesOfStake(broken, (fromM + toM) / 2)).toEqual([])
  expect(placesOfStake(segments, fromM).map(({ segment }) => segment.id)).toEqual(['s.3'])
  const other = { ...segments[3]!, id: 'other', assetId: 'B', axis: axis.slice(2) }
  expect(placesOfStake([...segments, other], (fromM + toM) / 2).map(({ segment }) => segment.id)).toEqual(['s.3', 'other'])
  expect(stakesTwice(cutByStakes([...segments, other], { fromM, toM }))).not.toBeNull()
  expect(stakesTwice(cutByStakes(segments, { fromM: startM, toM: startM + lengthM }))).toBeNull()
})
