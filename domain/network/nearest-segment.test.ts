import { expect, it } from 'vitest'
import { geodesicDirect, geodesicInverse } from '../geo/geodesic'
import { nearestSegment } from './nearest-segment'
import type { Position } from './network'

const west: Position = [126.6, 45.75]
const end = geodesicDirect(west, 90, 100)
const segments = [
  { id: 'far', assetId: 'A', fromM: 0, toM: 100, axis: [[126.61, 45.75], [126.612, 45.75]] as Position[] },
  { id: 'near', assetId: 'A', fromM: 12_300, toM: 12_400, axis: [west, end] as Position[] },
]

it('finds the nearest axis, the stake there, and how far and on which side', () => {
  const middle = geodesicDirect(west, 90, 40)
  const found = nearestSegment(segments, geodesicDirect(middle, 0, 25))!
  expect([found.segment.id, found.side]).toEqual(['near', 'left'])
  expect(found.distanceM).toBeCloseTo(25, 1)
  expect(found.stakeM).toBeCloseTo(12_340, 1)
  expect(geodesicInverse(found.foot, middle).distanceM).toBeLessThan(0.05)
})
it('finds nothing where none is near', () => {
  expect(nearestSegment(segments, [127.6, 45.75])).toBeNull()
  expect(nearestSegment([], west)).toBeNull()
})
