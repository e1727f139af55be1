import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '#db/testing/test-database'
import type { Problem } from '#domain/wire/problem'
import { routeRights } from '../route-rights'
import { deviceToken, openTestApp, testNow } from '../testing/test-app'

// Answers are looked into at any depth.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = Record<string, any>
const at = (minutesAgo: number): string => new Date(testNow.getTime() - minutesAgo * 60_000).toISOString()

describe.each(testEngines)('SensorThings on %s', (engine) => {
  let t: Awaited<ReturnType<typeof openTestApp>>
  const ask = async (path: string): Promise<Json> => {
    const answer = await t.get(`/sta/v1.1${path}`)
    const body = await answer.json() as Json
    expect(answer.status, `${path}: ${JSON.stringify(body)}`).toBe(200)
    return body
  }
  const values = async (set: string, options: Record<string, string>): Promise<Json[]> => (await ask(`/${set}?${new URLSearchParams(options)}`))['value'] as Json[]
  const results = async (filter: string): Promise<number[]> => (await values('Observations', { $filter: filter, $orderby: 'phenomenonTime asc' })).map(({ result }) => result as number)
  const fault = async (path: string): Promise<Problem> => {
    const answer = await t.get(`/sta/v1.1${path}`)
    expect([answer.status, answer.headers.get('content-type')], path).toEqual([400, 'application/problem+json; charset=utf-8'])
    return await answer.json() as Problem
  }

  beforeAll(async () => {
    t = await openTestApp(engine)
    const readings = [['s-a', 10, -3.5], ['s-a', 8, 0], ['s-a', 6, 85], ['s-a', 4, 2], ['s-h', 5, 7]].map(([sensor, ago, value]) => ({ sensor, at: at(ago as number), value }))
    expect((await t.send('POST', '/api/readings', { readings }, { authorization: `Bearer ${deviceToken}` })).status).toBe(202)
  })
  afterAll(async () => { await t.close() })

  it('describes itself, its stations, loops, units, depth and frame', async () => {
    const root = await ask('')
    expect(root['value']).toHaveLength(8)
    expect(root['serverSettings'].conformance).toContain('http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel/thing')
    const things = await ask('/Things?$count=true&$orderby=id')
    expect(things['@iot.count']).toBe(2)
    expect(things['value'].map((thing: Json) => [thing['@iot.id'], thing['properties'].kind])).toEqual([['ST1', 'station'], ['loop:L1', 'loop']])
    const stream = await ask("/Datastreams('s-a')")
    expect(stream).toMatchObject({ unitOfMeasurement: { symbol: '°C', definition: 'ucum:Cel' }, properties: { depth_m: 0, quantity: 'surface_temperature' }, observationType: expect.stringContaining('OM_Measurement') })
    expect((await ask("/Things('ST1')/Locations"))['value'][0]).toMatchObject({ location: { type: 'Point', coordinates: [126.6005, 45.75] }, properties: { frame: 'CGCS2000@2000.0' } })
    expect((await ask("/Things('ST1')/HistoricalLocations?$count=true"))).toEqual({ '@iot.count': 0, value: [] })
    expect(await ask("/Datastreams('s-a')/unitOfMeasurement")).toHaveProperty('unitOfMeasurement.name', 'degree Celsius')
    expect(await (await t.get("/sta/v1.1/Things('ST1')/name/$value")).text()).toBe('Station')
  })

  it('gives observations newest first in bounded pages, with what is bad said as such and zero as zero', async () => {
    const page = await ask("/Datastreams('s-a')/Observations?$top=2&$count=true")
    expect(page['@iot.count']).toBe(4)
    expect(page['value'].map((one: Json) => [one['result'], one['resultQuality'].code])).toEqual([[2, 'good'], [85, 'bad']])
    expect(page['value'][0]).toMatchObject({ phenomenonTime: at(4), resultTime: testNow.toISOString() })
    const next = await (await t.app.request(page['@iot.nextLink'] as string)).json() as Json
    expect(next['value'].map((one: Json) => one['result'])).toEqual([0, -3.5])
    expect(next['@iot.nextLink']).toBeUndefined()
    const id = page['value'][0]['@iot.id'] as string
    expect(await ask(`/Observations('${id}')?$select=result`)).toEqual({ result: 2 })
    expect((await ask(`/Observations('${id}')/Datastream`))['@iot.id']).toBe('s-a')
    expect((await t.get("/sta/v1.1/Datastreams('s-h')/Observations('" + id + "')")).status).toBe(404)
    expect((await values('Observations', {})).map(({ result }) => result)).toEqual([2, 7, 85, 0, -3.5])
    expect((await values("Things('ST1')/Datastreams", { $expand: 'Observations($top=1;$select=result),ObservedProperty($select=name)' }))[0]).toMatchObject({ Observations: [{ result: 2 }], ObservedProperty: { name: 'Surface temperature' }, 'Observations@iot.nextLink': expect.any(String) })
    expect((await values('Things', { $expand: 'Datastreams($expand=Observations($filter=result lt 0;$count=true))', $filter: "properties/kind eq 'station'" }))[0]).toMatchObject({ Datastreams: [{ Observations: [{ result: -3.5 }], 'Observations@iot.count': 1 }] })
    expect((await values('FeaturesOfInterest', { $expand: 'Observations($orderby=result;$top=1)', $orderby: 'id' })).map((one) => [one['@iot.id'], one['Observations'][0].result])).toEqual([['segment:a', -3.5], ['segment:h', 7]])
  })

  it('filters', async () => {
    expect(await results('result le 0')).toEqual([-3.5, 0])
    expect(await results('result eq null or not (result gt -1)')).toEqual([-3.5])
    expect(await results("resultQuality/code eq 'bad'")).toEqual([85])
    expect(await results(`phenomenonTime ge ${at(6)} and phenomenonTime lt ${at(4)}`)).toEqual([85, 7])
    expect(await results(`hour(phenomenonTime) eq 9 and minute(phenomenonTime) ge 55 and second(phenomenonTime) eq 0 and year(resultTime) eq 2026`)).toEqual([7, 2])
    expect(await results("Datastream/Thing/properties/kind eq 'loop' or (Datastream/properties/depth_m eq 0 and result gt 80)")).toEqual([85, 7])
    expect(await results("FeatureOfInterest/id eq 'segment:a' and startswith(id,'s-a@') and result gt Datastream/properties/depth_m")).toEqual([85, 2])
    expect(await results("endswith(toupper(resultQuality/code),'AD') or substringof('nope',id) or id gt 's-b'")).toEqual([85, 7])
    expect((await values('Datastreams', { $filter: "contains(Thing/name,'Loop') and ObservedProperty/id eq 'surface_temperature'" })).map((one) => one['@iot.id'])).toEqual(['s-h'])
    expect((await values('Observations', { $orderby: 'resultQuality/code asc,result desc', $top: '2' })).map(({ result }) => result)).toEqual([85, 7])
  })

  it('says what is wrong, where, and what would do', async () => {
    expect(await fault(`/Observations?$filter=${encodeURIComponent("result gt 1 and color eq 'x'")}`)).toMatchObject({ code: 'sta.option', errors: [{ field: '$filter', position: 16, remedy: expect.stringContaining('phenomenonTime') }] })
    expect((await fault(`/Things?$expand=${encodeURIComponent('Datastreams($filter=name gt 1)')}`)).errors).toMatchObject([{ field: '$expand', position: 28 }])
    for (const options of ['top=1', '$top=-1', '$top=1001', '$top=1&$top=2', '$select=colour', '$orderby=name up', '$count=1', '$expand=Everything', '$apply=x', '$expand=Datastreams($top=1', '$filter=Datastreams/name eq 1', '$expand=Datastreams,Datastreams']) await fault(`/Things?${options}`)
    for (const path of ['/Things(1)', "/Things('ST1", '/Things/', '/%ff', "/Things('ST1')?$top=1", "/Things('ST1')/name?$top=1", "/Datastreams('s-a')/Thing('ST1')", '/Observations?$orderby=Datastream/name']) await fault(path)
    for (const path of ['/Nothing', "/Things('x')", "/Things('ST1')/nothing", '/Things/name', "/Observations('x')", "/Observations('s-a@2026-01-01T00:00:00.000Z')", '/constructor', "/Things('ST1')/constructor"]) expect((await t.get(`/sta/v1.1${path}`)).status, path).toBe(404)
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      const answer = await t.send(method, '/sta/v1.1/Things', {})
      expect([answer.status, answer.headers.get('allow'), (await answer.json() as Problem).code]).toEqual([405, 'GET, HEAD', 'sta.read_only'])
    }
    // A question that would walk through years of everything is turned away, with a way out.
    expect((await fault('/Observations?$skip=1000000')).errors![0]).toMatchObject({ reason: expect.stringContaining('at most 2000000'), remedy: expect.stringContaining('phenomenonTime ge') })
    expect((await fault('/Things?$expand=Datastreams($expand=Thing($expand=Datastreams($expand=Thing($expand=Datastreams))))')).errors![0]!.remedy).toContain('4 levels')
  })

  it('gives no link that leads nowhere', async () => {
    const links = new Set<string>()
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [name, inner] of Object.entries(value)) {
        if (typeof inner === 'string' && (/Link$/.test(name) || name === 'url')) links.add(inner)
        else collect(inner)
      }
    }
    collect(await ask(''))
    for (const link of links) {
      const answer = await t.app.request(link)
      expect(answer.status, link).toBe(200)
      if (!link.includes('?')) {
        const short = await t.app.request(`${link}${link.endsWith("')") ? '' : '?$top=1'}`)
        collect(await (short.status === 200 ? short : answer).json())
      }
      expect(links.size).toBeLessThan(200)
    }
    expect(links.size).toBeGreaterThan(30)
  })

  it('reads like everything else: with a session where the instance is closed; and every route has its right', async () => {
    const served = t.app.routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/sta') && !path.includes('*')).map(({ path }) => `GET ${path}`)
    expect(served.length).toBeGreaterThan(2)
    for (const route of served) expect(routeRights[route], route).toBe('read')
    if (engine === 'embedded') return
    const closed = await openTestApp(engine, { HEARTHWAY_PUBLIC_READ: 'off' })
    expect((await closed.get("/sta/v1.1/Things('ST1')")).status).toBe(401)
    expect((await closed.get("/sta/v1.1/Things('ST1')", await closed.signIn())).status).toBe(200)
    await closed.close()
  })

  it('lets nothing into the SQL, and the database finds what memory finds', async () => {
    const nasty = fc.constantFrom("x'; DROP TABLE readings; --", '$1', "' OR '1'='1", '\\', '%', '_', 'good', 'bad', 's-a@', '')
    const leaf = fc.oneof(
      fc.tuple(fc.constantFrom('contains', 'startswith', 'endswith', 'substringof'), nasty).map(([name, text]) => (name === 'substringof' ? `${name}('${text.replaceAll("'", "''")}',id)` : `${name}(id,'${text.replaceAll("'", "''")}')`)),
      fc.tuple(fc.constantFrom('eq', 'ne', 'lt', 'ge'), nasty).map(([op, text]) => `resultQuality/code ${op} '${text.replaceAll("'", "''")}'`),
      fc.tuple(fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'), fc.constantFrom('0', '2', '-3.5', '1e308', 'null')).map(([op, n]) => `result ${op} ${n}`),
      fc.constantFrom('phenomenonTime gt 0000-01-01T00:00:00Z', 'phenomenonTime lt 9999-12-31T23:59:59Z', `minute(phenomenonTime) lt 55`),
    )
    const filter = fc.array(fc.tuple(leaf, fc.boolean()), { minLength: 1, maxLength: 4 }).map((parts) => parts.map(([text, not]) => (not ? `not (${text})` : text)).join(' or '))
    const all = await values('Observations', {})
    const { parseExpression } = await import('#domain/odata/parse-expression')
    const { isTrueOf } = await import('#domain/odata/fold-expression')
    const { resolvePath } = await import('./resolve-path')
    const { valueOf } = await import('./entity-model')
    await fc.assert(fc.asyncProperty(filter, async (text) => {
      const found = (await values('Observations', { $filter: text })).map((one) => one['@iot.id'])
      const expression = parseExpression(text, (path, position) => resolvePath('Observations', path, position))
      const wanted = all.filter((one) => isTrueOf(expression, (path) => valueOf({ set: 'Observations', id: one['@iot.id'], own: one, related: {}, datastreams: [] }, path))).map((one) => one['@iot.id'])
      expect(found, text).toEqual(wanted)
    }), { numRuns: 40 })
    expect((await values('Observations', { $filter: "contains(id,'\u0000')" }).catch(() => null))).toBeNull()
    expect(await results('true')).toHaveLength(5)
  })
})
