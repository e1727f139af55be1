import { expect, it } from 'vitest'
import { assumedSurface } from '../network/segment-defaults'
import type { AssetKind } from '../network/network'
import { dayMeansC } from './day-means'

const segment = (kind: AssetKind, loopId: string | null = null) => ({ id: kind, kind, ...assumedSurface[kind], loopId, lengthM: 100, widthM: 10 })

it('is told by stations on surfaces alike only, leaves gaps out, and knows nothing of heated surfaces', () => {
  const segments = [segment('road'), segment('runway'), segment('bridge'), segment('road'), segment('road', 'loop')]
  const surfaceC = Float32Array.from([1, 10, NaN, 3, NaN, NaN])
  const means = dayMeansC(segments, [{ segment: 0, reading: 0 }, { segment: 1, reading: 1 }, { segment: 2, reading: 2 }], surfaceC, 3)
  expect([...means]).toEqual([2, 10, NaN, 2, NaN])
})

it('without any reading nothing is known', () => {
  expect([...dayMeansC([segment('road')], [{ segment: 0, reading: 0 }], new Float32Array(), NaN)]).toEqual([NaN])
})
