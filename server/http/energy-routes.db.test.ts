import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EnergyView } from '#domain/wire/energy'
import { ensurePartitions } from '#server/store/reading-partitions'
import { openTestApp, testNow } from './testing/test-app'

describe.each(['postgresql', 'embedded'] as const)('heat of the energy stations, %s', (engine) => {
  let t: Awaited<ReturnType<typeof openTestApp>>
  beforeAll(async () => {
    t = await openTestApp(engine)
    const [loop] = await t.db.query<{ id: string }>('SELECT id FROM loops ORDER BY id LIMIT 1')
    const [sensor] = await t.db.query<{ key: number }>(`INSERT INTO sensors (id, loop_id, quantity, cadence_s, source) VALUES ('power', $1, 'thermal_power', 120, 'controller') RETURNING key`, [loop!.id])
    // A sensor that tells every two minutes: ten minutes into the pavement, four of the next ten out of it, and one reading that is not good.
    const rows = [...Array.from({ length: 5 }, (_, i) => [60 - 2 * i, 120, 0]), ...Array.from({ length: 2 }, (_, i) => [50 - 2 * i, -60, 0]), [20, 9000, 2]] as const
    await ensurePartitions(t.db, rows.map(([minutesAgo]) => testNow.getTime() - minutesAgo * 60_000))
    for (const [minutesAgo, value, quality] of rows) await t.db.query('INSERT INTO readings (sensor_key, measured_at, value, quality, received_at) VALUES ($1, $2, $3, $4, $2)', [sensor!.key, new Date(testNow.getTime() - minutesAgo * 60_000), value, quality])
  })
  afterAll(() => t.close())
  const energy = (fromMs: number, toMs: number): Promise<Response> => Promise.resolve(t.get(`/api/energy?from=${new Date(testNow.getTime() + fromMs).toISOString()}&to=${new Date(testNow.getTime() + toMs).toISOString()}`))

  it('are what was heard of, with how much that is; unknown is null', async () => {
    const answer = await (await energy(-3_600_000, 0)).json() as EnergyView
    expect(answer.step_s).toBe(600)
    const station = answer.stations.find(({ into_kwh }) => into_kwh > 0)!
    const { loops } = station
    expect(station).toMatchObject({ into_kw: [120, 0, null, null, null, null], out_kw: [0, 60, null, null, null, null], into_kwh: 20, out_kwh: 4 })
    expect(station.known_share).toEqual([1 / loops, 0.4 / loops, 0, 0, 0, 0])
    expect(station.known_share_of_all).toBeCloseTo(1.4 / 6 / loops, 12)
  })
  it('are asked for a span that there can be', async () => {
    expect((await energy(0, 0)).status).toBe(400)
    expect((await energy(-32 * 86_400_000, 0)).status).toBe(400)
  })
})
