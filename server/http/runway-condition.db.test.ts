import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '#db/testing/test-database'
import type { Network, Segment } from '#domain/network/network'
import type { RunwayConditionView } from '#domain/wire/runway-condition'
import { openTestApp, testNetwork, testNow } from './testing/test-app'

const piece = (third: 1 | 2 | 3, loopId: string | null): Segment => ({
  ...testNetwork.segments[0]!, id: `r-${third}`, assetId: 'RW', kind: 'runway', name: { zh: '跑道', en: 'Runway' }, route: 'ZYHB 05R/23L', fromM: 1200 * (third - 1), toM: 1200 * third, lengthM: 1200, widthM: 45, runwayThird: third, loopId,
  axis: [[126.209 + third * 0.01, 45.577], [126.219 + third * 0.01, 45.577]],
})
const network: Network = {
  ...testNetwork,
  assets: [...testNetwork.assets, { id: 'RW', kind: 'runway', name: { zh: '跑道', en: 'Runway' }, route: 'ZYHB 05R/23L' }],
  segments: [...testNetwork.segments, piece(1, 'L1'), piece(2, null), piece(3, null)],
  sensors: [...testNetwork.sensors, ...[1, 2, 3].map((third) => ({ ...testNetwork.sensors[0]!, id: `s-r${third}`, segmentId: `r-${third}` }))],
}
const ice = (third: number) => ({ third, contaminant: 'ICE', coverage_percent: 100, depth_mm: null, assigned_rwycc: null })
const dry = (third: number) => ({ third, contaminant: 'DRY', coverage_percent: 0, depth_mm: null, assigned_rwycc: null })

describe.each(testEngines)('the condition of runways over HTTP on %s', (engine) => {
  let t: Awaited<ReturnType<typeof openTestApp>>
  let crew: Record<string, string>
  const condition = async () => await (await t.get('/api/runways/RW/condition')).json() as RunwayConditionView
  const report = (body: object, who = crew) => t.send('POST', '/api/runways/RW/observations', body, who)
  beforeAll(async () => {
    t = await openTestApp(engine, {}, { network })
    crew = await t.signInAs('airportCrew', { zoneIds: [], assetIds: ['RW'] })
    t.live.applyReadings([1, 2].map((third) => ({ sensorId: `s-r${third}`, value: third === 1 ? -5 : -1, measuredAtMs: testNow.getTime() - 40_000, quality: 0 })))
  })
  afterAll(() => t.close())

  it('is unknown before anybody looked, with what is measured beside it', async () => {
    expect(await (await t.get('/api/runways')).json()).toContainEqual({ runway_id: 'RW', name: { zh: '跑道', en: 'Runway' }, aerodrome: 'ZYHB', lower: '05R', higher: '23L', length_m: 3600, width_m: 45 })
    const { version, snowtam, thirds } = await condition()
    expect([version, snowtam]).toEqual([null, null])
    expect(thirds[0]).toMatchObject({ heated_share: 1, surface: { temperature_c: -5, state: 'measured', age_s: 40 }, observation: null, now: { code: null, reason: 'not_observed' }, mid_melt: { code: null, reason: 'not_observed' } })
    expect(thirds[1]).toMatchObject({ mid_melt: null, after: null })
    expect((await t.get('/api/runways/A1/condition')).status).toBe(404)
  })

  it('takes a report only from who may give one there', async () => {
    const body = { client_id: 'client-0', base_version: null, thirds: [ice(1)] }
    expect((await report(body, {})).status).toBe(401)
    for (const role of ['viewer', 'operator', 'engineer'] as const) expect((await report(body, await t.signInAs(role))).status).toBe(403)
    expect((await report(body, await t.signInAs('airportCrew', { zoneIds: [], assetIds: ['R1'] }))).status).toBe(403)
    expect((await condition()).version).toBeNull()
  })

  it('refuses what cannot be, and says where', async () => {
    const fault = async (body: object) => {
      const answer = await report({ client_id: 'client-x', base_version: null, ...body })
      return [answer.status, ((await answer.json()) as { errors?: { field: string; reason: string }[] }).errors?.[0]]
    }
    expect(await fault({ thirds: [{ ...ice(1), depth_mm: 4 }] })).toEqual([422, { field: 'thirds.0', reason: 'depth_not_for_this' }])
    expect(await fault({ thirds: [{ ...ice(1), assigned_rwycc: 3 }] })).toEqual([422, { field: 'thirds.0', reason: 'code_raised' }])
    expect((await fault({ thirds: [ice(1)], observed_at: new Date(testNow.getTime() - 9 * 3600_000).toISOString() }))[0]).toBe(422)
    expect((await fault({ thirds: [ice(1), ice(1)] }))[0]).toBe(400)
    expect((await fault({ thirds: [] }))[0]).toBe(400)
  })

  it('keeps a report once, says what melting does, and refuses one made before another', async () => {
    const first = { client_id: 'client-1', base_version: null, observed_at: new Date(testNow.getTime() - 600_000).toISOString(), thirds: [ice(1), ice(2), dry(3)] }
    const kept = await report(first)
    expect(kept.status).toBe(201)
    const stands = await kept.json() as RunwayConditionView
    expect(stands.thirds[0]).toMatchObject({ observation: { contaminant: 'ICE', age_s: 600 }, reported: { code: 1 }, now: { code: 1, doubt: null }, mid_melt: { code: 0, contaminant: 'WET_ICE' }, after: { code: 5 }, lowers: true })
    expect(stands.thirds[1]).toMatchObject({ now: { code: 1 }, mid_melt: null, lowers: null })
    expect(stands.snowtam).toBe('(SNOWTAM nnnn\nZYHB\n11230950 05R 1/1/6 100/100/NR NR/NR/NR ICE/ICE/DRY\n\nRWY 05R PAVEMENT HEATED IN FIRST PART.)')
    const again = await report(first)
    expect([again.status, ((await again.json()) as RunwayConditionView).version]).toEqual([200, stands.version])
    expect((await report({ ...first, thirds: [dry(1)] })).status).toBe(422)

    const late = await report({ ...first, client_id: 'client-2' })
    expect([late.status, await late.json()]).toMatchObject([409, { code: 'runway.observation_moved', stands: { version: stands.version } }])

    // Only one third is looked at again: the others keep their observation and its age.
    const second = await (await report({ client_id: 'client-3', base_version: stands.version, thirds: [{ third: 2, contaminant: 'SLUSH', coverage_percent: 50, depth_mm: 5, assigned_rwycc: null }] })).json() as RunwayConditionView
    expect(second.thirds.map(({ observation }) => [observation?.contaminant, observation?.age_s])).toEqual([['ICE', 600], ['SLUSH', 0], ['DRY', 600]])
    // Seen as slush at -1 °C, it may be ice by now.
    expect(second.thirds[1]).toMatchObject({ reported: { code: 2 }, now: { code: 1, contaminant: 'ICE', doubt: 'may_freeze' } })
    const rows = await t.db.query<{ base: number | null }>('SELECT base_version AS base FROM runway_observations ORDER BY id')
    expect(rows.map(({ base }) => base)).toEqual([null, stands.version])
  })

  it('of two reports at once keeps one', async () => {
    const { version } = await condition()
    const both = await Promise.all(['client-4', 'client-5'].map((id) => report({ client_id: id, base_version: version, thirds: [dry(1)] })))
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it('puts every report on record, with what it superseded', async () => {
    const records = (await t.db.query<{ body: string }>("SELECT body FROM audit_records WHERE event = 'runway.observe' ORDER BY seq")).map(({ body }) => JSON.parse(body) as { subject: string; role: string; before: unknown; after: unknown })
    expect(records).toHaveLength(3)
    expect(records[0]).toMatchObject({ subject: 'runway:RW', role: 'airportCrew', before: null })
    expect(records[1]).toMatchObject({ before: { thirds: [{ third: 2, contaminant: 'ICE' }] }, after: { thirds: [{ third: 2, contaminant: 'SLUSH' }] } })
  })
})
