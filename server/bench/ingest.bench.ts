import { atLeast, benchResult, type Bench, type BenchContext } from './bench'
import { createBenchDatabase, engines, type Engine } from './bench-database'
import { Part } from './part-client'
import { median, percentile, rounded } from './percentile'
import { syntheticSensorId } from './synthetic-city'

const sensors = 1000
const instants = 100
const rounds = 5
const connections = 8
const rowsPerStatement = 10_000
const rows = sensors * instants

/** Readings over HTTP to stored, beside unnest into the same table of the same database, in alternating rounds. */
export const ingestBench: Bench = {
  name: 'ingest',
  async run(context) {
    const figures: Record<string, number | null> = {}
    const ratios: Record<string, number | null> = {}
    const aims: Record<string, ReturnType<typeof atLeast>> = {}
    const notes: string[] = []
    for (const engine of engines) {
      const measured = await onEngine(engine, context).catch((error: Error) => {
        notes.push(`not measured on ${engine}: ${error.message}`)
        return null
      })
      figures[`${engine}_http_rows_per_s`] = measured && rounded(median(measured.http))
      figures[`${engine}_unnest_rows_per_s`] = measured && rounded(median(measured.raw))
      figures[`${engine}_request_p50_ms`] = measured && rounded(percentile(measured.requestMs, 0.5))
      figures[`${engine}_request_p95_ms`] = measured && rounded(percentile(measured.requestMs, 0.95))
      figures[`${engine}_server_cpu_us_per_row`] = measured && rounded(median(measured.cpuUsPerRow))
      ratios[`${engine}_http_of_unnest`] = measured && rounded(median(measured.http) / median(measured.raw))
      aims[`${engine}_http_of_unnest`] = atLeast(0.5, ratios[`${engine}_http_of_unnest`] ?? null)
    }
    return benchResult({
      name: 'ingest',
      how: `${rounds} rounds, after one that does not count, of ${rows} new readings as POST /api/readings over ${connections} keep-alive connections from another process, ${sensors} per request, from the first byte sent to the last `
        + `202 (every reading judged, committed, sensor_latest raised); between them ${rows} readings by INSERT ... SELECT FROM unnest, binary arrays, ${rowsPerStatement} rows per statement and commit, on the server's own pool. Medians. PostgreSQL waits for the disk.`,
      figures, ratios, aims, notes,
    })
  },
}

interface Measured { http: number[]; raw: number[]; requestMs: number[]; cpuUsPerRow: number[] }

async function onEngine(engine: Engine, { tell }: BenchContext): Promise<Measured> {
  const database = await createBenchDatabase(engine)
  const server = new Part('server')
  const load = new Part('load')
  try {
    const { url, token } = await server.ask('start', { target: database.target, network: { segments: sensors, sensors } })
    const sensorIds = Array.from({ length: sensors }, (_, index) => syntheticSensorId(index))
    const measured: Measured = { http: [], raw: [], requestMs: [], cpuUsPerRow: [] }
    // Two stretches of the past that never meet, both within the last days.
    const httpFromMs = Date.now() - 2 * 86_400_000
    const rawFromMs = httpFromMs + 86_400_000
    for (let round = 0; round <= rounds; round++) {
      const cpuBefore = await server.ask('cpu', null)
      const posted = await load.ask('post', { url, token, sensorIds, instants, fromMs: httpFromMs + round * instants * 1000, connections })
      const cpuMs = (await server.ask('cpu', null)) - cpuBefore
      if (posted.accepted !== rows) throw new Error(`${posted.accepted} of ${rows} readings were accepted: the figure would be worth nothing`)
      const raw = await server.ask('rawUnnest', { sensors, instants, fromMs: rawFromMs + round * instants * 1000, rowsPerStatement })
      tell(`${engine} round ${round}/${rounds}: HTTP ${Math.round(rows / posted.seconds)} rows/s, unnest ${Math.round(rows / raw.seconds)} rows/s${posted.busy ? `, ${posted.busy} x 503` : ''}`)
      if (round === 0) continue
      measured.http.push(rows / posted.seconds)
      measured.raw.push(rows / raw.seconds)
      measured.requestMs.push(...posted.requestMs)
      measured.cpuUsPerRow.push((cpuMs * 1000) / rows)
    }
    return measured
  } finally {
    await Promise.all([load.stop(), server.stop()])
    await database.remove()
  }
}
