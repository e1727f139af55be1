import { expect, it } from 'vitest'
import type { Segment } from '../network/network'
import { assumedSurface } from '../network/segment-defaults'
import { priorSdK, residualCovariance, residualParameters, residualTraits } from './residual-covariance'
import { thermalFingerprint } from './thermal-fingerprint'

const segment = (kind: Segment['kind'], assetId: string, lon: number): Segment => ({
  id: `${assetId} ${lon}`, assetId, kind, name: { zh: '', en: '' }, route: null, fromM: 0, toM: 100, lengthM: 100, widthM: 10, ...assumedSurface[kind], assumed: [], runwayThird: null, loopId: null,
  axis: [[lon, 45], [lon, 45.001]], source: 'fixture',
})

it('asphalt answers the sun half again as strongly as pale concrete, a deck about as a road', () => {
  const [road, runway, bridge] = (['road', 'runway', 'bridge'] as const).map((kind) => thermalFingerprint(assumedSurface[kind]))
  expect(road! / runway!).toBeGreaterThan(1.4)
  expect(bridge! / road!).toSatisfy((ratio: number) => ratio > 0.85 && ratio < 1.15)
})

it('likens the same asset most, then the same kind nearby, then far, then another kind', () => {
  const segments = [segment('road', 'A', 126), segment('road', 'A', 126.001), segment('road', 'B', 126.001), segment('road', 'B', 126.1), segment('runway', 'C', 126.1)]
  const traits = residualTraits(segments)
  const of = (j: number): number => residualCovariance(residualParameters, traits, 0, j)
  expect(of(0)).toBeCloseTo(priorSdK(residualParameters) ** 2, 10)
  for (let j = 0; j < 4; j++) expect(of(j)).toBeGreaterThan(of(j + 1))
})
