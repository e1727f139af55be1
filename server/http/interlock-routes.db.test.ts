import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '#db/testing/test-database'
import { ruleNames } from '#domain/control/interlocks/rule'
import { openTestApp } from './testing/test-app'

describe.each(testEngines.slice(0, 1))('interlocks and runways over HTTP on %s', (engine) => {
  let t: Awaited<ReturnType<typeof openTestApp>>
  beforeAll(async () => { t = await openTestApp(engine, {}, { field: () => null }) })
  afterAll(() => t.close())

  it('tells every rule for a command that is not given, with what it does not know', async () => {
    const answer = await (await t.get('/api/loops/L1/interlocks?mode=heat&setpoint_c=30')).json() as { allowed: boolean; results: { rule: string; allowed: boolean; reason: string | null; inputs: { name: string; value: unknown; trust: string }[] }[] }
    expect(answer.allowed).toBe(false)
    expect(answer.results.map(({ rule }) => rule)).toEqual([...ruleNames])
    expect(answer.results.find(({ rule }) => rule === 'sensors')).toMatchObject({ allowed: false, reason: 'sensor_missing', inputs: [{ name: 'slab_temperature', value: null, trust: 'missing' }, { name: 'supply_temperature', value: null, trust: 'missing' }] })
    expect(await (await t.get('/api/loops/L1/interlocks?mode=off')).json()).toMatchObject({ allowed: true })
    expect((await t.get('/api/loops/none/interlocks?mode=off')).status).toBe(404)
    expect((await t.get('/api/loops/L1/interlocks?mode=melt')).status).toBe(400)
  })

  it('says of every runway whether it is in use, and takes that word only from who may give it', async () => {
    expect(await (await t.get('/api/runways/use')).json()).toEqual([{ runway_id: 'R1', name: { zh: '跑道', en: 'Runway' }, use: 'unknown', said: null }])
    const word = { in_use: false, reference: 'NOTAM A0123/26', expires_in_s: 3600 }
    expect((await t.send('POST', '/api/runways/R1/use', word)).status).toBe(401)
    expect((await t.send('POST', '/api/runways/R1/use', word, await t.signIn())).status).toBe(403)
    const operations = await t.signInAs('airportOperations')
    expect((await t.send('POST', '/api/runways/R1/use', { ...word, expires_in_s: 1 }, operations)).status).toBe(400)
    expect((await t.send('POST', '/api/runways/A1/use', word, operations)).status).toBe(404)
    expect((await t.send('POST', '/api/runways/R1/use', word, await t.signInAs('airportOperations', { zoneIds: [], assetIds: ['R2'] }))).status).toBe(403)
    expect(await (await t.send('POST', '/api/runways/R1/use', word, operations)).json()).toMatchObject({ use: 'not_in_use', said: { source: 'declaration', reference: word.reference, age_s: 0 } })
    expect(await (await t.get('/api/runways/use')).json()).toMatchObject([{ runway_id: 'R1', use: 'not_in_use' }])
  })
})
