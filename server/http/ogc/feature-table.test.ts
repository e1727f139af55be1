import { expect, it } from 'vitest'
import { cityInMemory, type CityInMemory } from '../city-in-memory'
import type { Services } from '../services'
import { testNetwork } from '../testing/test-app'
import { askedTime } from './asked-time'
import { featureTable } from './feature-table'
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
