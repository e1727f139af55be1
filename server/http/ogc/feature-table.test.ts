import { expect, it } from 'vitest'
import { cityInMemory, type CityInMemory } from '../city-in-memory'
import type { Services } from '../services'
import { testNetwork } from '../testing/test-app'
import { askedTime } from './asked-time'
import { featureTable } from './feature-table'
import { runwayThirdsCollection } from './loop-collections'
import { segmentsCollection } from './segments-collection'
import { emptySurface } from './surface-view'

const cityOf = (count: number): CityInMemory => cityInMemory({
  ...testNetwork, version: String(count), sensors: [], segments: Array.from({ length: count }, (_, i) => ({ ...testNetwork.segments[0]!, id: `s${i}`, loopId: null })),
})

it('an import shows in the next answer, and one that comes in while a network is packed in this one', async () => {
  let city = cityOf(3000)
  const services = { city: () => city, live: { surface: () => emptySurface(city.network.segments.length) } } as unknown as Services
  const count = async (): Promise<number> => (await featureTable(segmentsCollection, services, askedTime(undefined, 0))).packed.count
  expect(await Promise.all([count(), count()])).toEqual([3000, 3000])
  city = cityOf(20)
  expect(await count()).toBe(20)
  city = cityOf(2000)
  const asked = count()
  city = cityOf(7)
  expect(await asked).toBe(7)
})

it('gathers a runway by thirds: lowest, mean by length and highest of what is known, and how much is not', async () => {
  const piece = (id: string, third: 1 | 2, lengthM: number) => ({ ...testNetwork.segments[0]!, id, assetId: 'R1', kind: 'runway' as const, runwayThird: third, lengthM, loopId: null })
  const city = cityInMemory({ ...testNetwork, version: 'r', sensors: [], segments: [piece('r1', 1, 100), piece('r2', 2, 100), piece('r3', 2, 300), piece('r4', 2, 50)] })
  const surface = emptySurface(4)
  surface.temperature.set([Number.NaN, -4, 0, Number.NaN])
  const services = { city: () => city, live: { surface: () => surface } } as unknown as Services
  const table = await featureTable(runwayThirdsCollection, services, askedTime(undefined, 0))
  expect(table.packed.ids).toEqual(['R1.1', 'R1.2'])
  expect([0, 1].map((third) => JSON.parse(`{${table.liveJson(third).slice(1)}}`) as object)).toEqual([
    { surface_temperature_min_c: null, surface_temperature_mean_c: null, surface_temperature_max_c: null, unknown_length_m: 100 },
    { surface_temperature_min_c: -4, surface_temperature_mean_c: -1, surface_temperature_max_c: 0, unknown_length_m: 50 },
  ])
})
