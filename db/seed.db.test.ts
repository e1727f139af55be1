import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Network } from '#domain/network/network'
import { loadNetwork } from '#server/store/load-network'
import { cityNetwork } from '#server/twin/city-network'
import { seedNetwork } from './seed'
import type { TestDatabase } from './testing/opened-test-database'
import { openTestDatabase, testEngines } from './testing/test-database'

// A whole city on the embedded engine takes seconds, on a loaded machine many.
vi.setConfig({ testTimeout: 120_000 })

const city = cityNetwork('wuhan')
const byId = <T extends { id: string }>(items: readonly T[]): T[] => [...items].sort((a, b) => (a.id < b.id ? -1 : 1))

describe.each(testEngines)('seeding a city on %s', (engine) => {
  let test: TestDatabase
  beforeAll(async () => { test = await openTestDatabase(engine) })
  afterAll(() => test?.close())

  it('writes nothing when one row cannot be written', async () => {
    const broken: Network = { ...city, segments: [...city.segments, { ...city.segments[0]!, id: 'broken', widthM: 0 }] }
    await expect(seedNetwork(test.db, broken)).rejects.toThrow(/segments_width/)
    expect(await test.db.query('SELECT 1 FROM assets')).toEqual([])
    expect(await test.db.query('SELECT 1 FROM settings')).toEqual([])
  })

  it('gives back what was put in, segments in the same order, and refuses a second city', async () => {
    await seedNetwork(test.db, city)
    const stored = await loadNetwork(test.db)
    expect(stored.segments).toEqual(city.segments)
    expect(stored.city).toEqual(city.city)
    expect(stored.attribution).toBe(city.attribution)
    for (const part of ['assets', 'stations', 'sensors', 'energyStations', 'controllers', 'loops'] as const) {
      expect(byId<{ id: string }>(stored[part]), part).toEqual(byId<{ id: string }>(city[part]))
    }
    expect(stored.water).toEqual(city.water)
    await expect(seedNetwork(test.db, city)).rejects.toThrow(/only once/)
    expect((await loadNetwork(test.db)).version).toBe(stored.version)
  })

  it('stores every shape valid and in EPSG:4490, and PostGIS measures the same lengths', async () => {
    const [bad] = await test.db.query<{ n: number }>('SELECT count(*)::int AS n FROM water_bodies WHERE NOT ST_IsValid(outline) OR ST_SRID(outline) <> 4490')
    expect(bad?.n).toBe(0)
    const [worst] = await test.db.query<{ error_m: number }>('SELECT max(abs(ST_LengthSpheroid(axis, \'SPHEROID["CGCS2000",6378137,298.257222101]\') - length_m)) AS error_m FROM segments')
    expect(worst!.error_m).toBeLessThan(0.005)
  })

  it('takes Harbin within seconds', async () => {
    const other = await openTestDatabase(engine)
    try {
      const network = cityNetwork('harbin')
      const started = performance.now()
      await seedNetwork(other.db, network)
      const seconds = (performance.now() - started) / 1000
      console.info(`${engine}: ${network.segments.length} segments seeded in ${seconds.toFixed(2)} s`)
      expect(seconds).toBeLessThan(60)
      const [bad] = await other.db.query<{ n: number }>('SELECT count(*)::int AS n FROM water_bodies WHERE NOT ST_IsValid(outline)')
      expect(bad?.n).toBe(0)
    } finally {
      await other.close()
    }
  })
})
