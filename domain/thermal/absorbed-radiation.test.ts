import { expect, it } from 'vitest'
import { albedoUnder, longwaveOnPlane, shortwaveOnPlane } from './absorbed-radiation'
import { openSite } from './column-site'
import { hearthway } from './hearthway'
import { newSurfaceForcing } from './surface-forcing'

const forcing = newSurfaceForcing(0, 300, 1)
forcing.directWPerM2[0] = 500
forcing.diffuseWPerM2[0] = 100
forcing.sunElevationDeg[0] = 20
forcing.sunAzimuthDeg[0] = 355

it('a horizon above the sun leaves the diffuse of the visible sky; sectors are centred on their azimuth', () => {
  const horizonDeg = new Float64Array(36)
  expect(shortwaveOnPlane(forcing, 0, openSite)).toBe(600)
  expect(shortwaveOnPlane(forcing, 0, { ...openSite, skyViewFraction: 0.5 })).toBe(550)
  // 355° lies on the edge of the sectors of 350° and of north: it counts for north.
  horizonDeg[35] = 30
  expect(shortwaveOnPlane(forcing, 0, { ...openSite, horizonDeg })).toBe(600)
  horizonDeg[0] = 30
  expect(shortwaveOnPlane(forcing, 0, { ...openSite, horizonDeg, skyViewFraction: 0.8 })).toBe(80)
})

it('walls radiate at air temperature', () => {
  expect(longwaveOnPlane(250, 0, 1)).toBe(250)
  expect(longwaveOnPlane(250, 0, 0.5)).toBeCloseTo((250 + 315.6) / 2, 1)
})

it('snow brightens from 1 to 6 mm', () => {
  const model = hearthway()
  expect([0, 1, 3.5, 6, 60].map((mm) => Number(albedoUnder(model, 0.1, { snow: mm, ice: 0, frozen: mm }).toFixed(3)))).toEqual([0.1, 0.1, 0.3, 0.5, 0.5])
  expect(albedoUnder({ ...model, snowAlbedoAtOnceMm: 0.01 }, 0.1, { snow: 0.1, ice: 0, frozen: 0.1 })).toBe(0.5)
})
