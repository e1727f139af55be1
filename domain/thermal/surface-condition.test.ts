import { expect, it } from 'vitest'
import { ntcipSurfaceStatus, surfaceConditionOf, surfaceConditions } from './surface-condition'

const named = (...stores: [number, number, number, number, boolean?]) => surfaceConditions[surfaceConditionOf(stores[0], stores[1], stores[2], stores[3], stores[4] ?? false)]

it('names what lies on the surface', () => {
  expect([named(0, 0, 0, 0), named(0.1, 0, 0, 0), named(0.1, 0, 0, 0, true), named(0.5, 0, 0, 0), named(0, 0, 0, 0.05), named(0, 2, 0.5, 0), named(0, 0, 0.1, 0), named(0.5, 2, 0, 0)])
    .toEqual(['dry', 'moist', 'dew', 'wet', 'frost', 'snow', 'ice', 'slush'])
})

it('has an essSurfaceStatus of NTCIP 1204 (3..14) for each', () => {
  for (const condition of surfaceConditions) expect(ntcipSurfaceStatus[condition]).toBeGreaterThanOrEqual(3)
  expect(ntcipSurfaceStatus.frost).toBe(13)
  expect(ntcipSurfaceStatus.dew).toBe(12)
})
