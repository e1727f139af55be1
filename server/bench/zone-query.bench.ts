import { Agent, request } from 'node:http'
import type { PolygonGeometry, ZoneAnswer } from '#domain/wire/zones'
import { atMost, benchResult, type Bench, type BenchContext } from './bench'
import { createBenchDatabase, engines, type Engine } from './bench-database'
import { Part } from './part-client'
import { median, percentile, rounded } from './percentile'

const segments = 50_000
const runs = 40
const centre = [126.63, 45.76] as const
/** Radius of each zone, degrees of latitude: a crossing, a district (about a tenth of the city), most of the city. */
const zones = { crossing: 0.006, district: 0.045, city: 0.12 }
type Zone = keyof typeof zones

/** A zone query over HTTP on 50,000 segments beside its bare SQL. */
export const zoneQueryBench: Bench = {
  name: 'zone-query',
  async run(context) {
    const figures: Record<string, number | null> = { segments }
    const ratios: Record<string, number | null> = {}
    const aims: Record<string, ReturnType<typeof atMost>> = {}
    const notes: string[] = []
    for (const engine of engines) {
      const measured = await onEngine(engine, context).catch((error: Error) => {
        notes.push(`not measured on ${engine}: ${error.message}`)
        return null
      })
      for (const zone of Object.keys(zones) as Zone[]) {
        const of = measured?.[zone]
        figures[`${engine}_${zone}_segments_found`] = of?.found ?? null
        figures[`${engine}_${zone}_http_p50_ms`] = of ? rounded(median(of.http)) : null
        figures[`${engine}_${zone}_http_p95_ms`] = of ? rounded(percentile(of.http, 0.95)) : null
        figures[`${engine}_${zone}_sql_p50_ms`] = of ? rounded(median(of.sql)) : null
        ratios[`${engine}_${zone}_http_of_sql`] = of ? rounded(median(of.http) / median(of.sql)) : null
      }
      aims[`${engine}_district_http_of_sql`] = atMost(1.3, ratios[`${engine}_district_http_of_sql`] ?? null)
    }
    return benchResult({
      name: 'zone-query',
      how: `${runs} interleaved pairs, after five that do not count: POST /api/zones/query with a polygon of 64 corners, from the first byte sent to the whole answer read by another process (keep-alive), and the same statement `
        + 'on the server\'s own pool with its rows read. The HTTP way also judges the polygon, joins live values, reckons the statistics and writes the answer. Medians. The aim is held against the district.',
      figures, ratios, aims, notes,
    })
  },
}

type Measured = Record<Zone, { http: number[]; sql: number[]; found: number }>

async function onEngine(engine: Engine, { tell }: BenchContext): Promise<Measured> {
  const database = await createBenchDatabase(engine)
  const server = new Part('server')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    tell(`${engine}: laying ${segments} segments`)
    const { url } = await server.ask('start', { target: database.target, network: { segments, sensors: 1000 } })
    const measured = {} as Measured
    for (const zone of Object.keys(zones) as Zone[]) {
      const polygon = circle(zones[zone])
      const http: number[] = []
      const sql: number[] = []
      let found = 0
      for (let run = -5; run < runs; run++) {
        const answer = await query(agent, url, polygon)
        const raw = await server.ask('rawZone', polygon)
        found = answer.found
        if (raw.rows !== found) throw new Error(`HTTP found ${found} segments, SQL ${raw.rows}`)
        if (run < 0) continue
        http.push(answer.ms)
        sql.push(raw.ms)
      }
      measured[zone] = { http, sql, found }
      tell(`${engine} ${zone}: ${found} segments, HTTP ${median(http).toFixed(1)} ms, SQL ${median(sql).toFixed(1)} ms`)
    }
    return measured
  } finally {
    agent.destroy()
    await server.stop()
    await database.remove()
  }
}

function circle(radius: number): PolygonGeometry {
  const corners = Array.from({ length: 64 }, (_, index): [number, number] => {
    const angle = (index / 64) * 2 * Math.PI
    return [centre[0] + (Math.cos(angle) * radius) / Math.cos((centre[1] * Math.PI) / 180), centre[1] + Math.sin(angle) * radius]
  })
  return { type: 'Polygon', coordinates: [[...corners, corners[0]!]] }
}

function query(agent: Agent, url: string, polygon: PolygonGeometry): Promise<{ ms: number; found: number }> {
  const body = JSON.stringify({ polygon })
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const outgoing = request(`${url}/api/zones/query`, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.once('end', () => {
        const ms = performance.now() - began
        const text = Buffer.concat(chunks).toString()
        if (incoming.statusCode !== 200) return reject(new Error(`POST /api/zones/query answered ${incoming.statusCode}: ${text.slice(0, 300)}`))
        resolve({ ms, found: (JSON.parse(text) as ZoneAnswer).count })
      })
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}
