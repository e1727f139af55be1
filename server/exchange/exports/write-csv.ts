import { Zip, ZipDeflate } from 'fflate'
import { exportColumns, idColumn, type ExportValue } from './export-columns'
import type { ExportFacts } from './export-facts'
import type { ExportRow } from './export-row'
import { placeIn, type ExportSystem } from './export-system'

/** Bytes gathered before a chunk is handed on. */
const chunkBytes = 65_536
/** A spreadsheet takes UTF-8 for GBK without it; ogr2ogr skips it. */
const byteOrderMark = '\ufeff'

/** A value as CSV has it. A text that a spreadsheet would take for a formula gets an apostrophe before it: names come from other people's files. */
export function csvCell(value: ExportValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const line = (values: readonly ExportValue[]): string => `${values.map(csvCell).join(',')}\r\n`

/** The segments as lines of CSV, the geometry as WKT in the column of that name, by which ogr2ogr knows it. */
export async function* segmentLines(rows: Iterable<ExportRow> | AsyncIterable<ExportRow>, system: ExportSystem, at: Date): AsyncGenerator<string> {
  const columns = [idColumn, ...exportColumns]
  yield line([...columns.map(({ name }) => name), 'WKT'])
  for await (const row of rows) {
    const wkt = `LINESTRING (${row.detail.axis.map((position) => placeIn(system, position).join(' ')).join(', ')})`
    yield line([...columns.map(({ value }) => value(row, at)), wkt])
  }
}

const csvTypes = { text: 'String', integer: 'Integer', real: 'Real', instant: 'DateTime' }
/** Types of the columns, for ogr2ogr. */
export const segmentTypes = [...[idColumn, ...exportColumns].map(({ type }) => csvTypes[type]), 'WKT'].map((type) => `"${type}"`).join(',')

/** A reading on its way out. */
export interface ExportReading { sensorId: string; segmentId: string | null; stationId: string | null; loopId: string | null; quantity: string; unit: string; depthM: number | null; measuredAt: Date; value: number; quality: string; source: string }

/** Readings as lines of CSV, as they are stored: nothing is averaged, thinned or filled in. */
export async function* readingLines(readings: AsyncIterable<ExportReading>): AsyncGenerator<string> {
  yield line(['sensor_id', 'segment_id', 'station_id', 'loop_id', 'quantity', 'unit', 'depth_m', 'measured_at', 'value', 'quality', 'source'])
  for await (const one of readings) yield line([one.sensorId, one.segmentId, one.stationId, one.loopId, one.quantity, one.unit, one.depthM, one.measuredAt.toISOString(), one.value, one.quality, one.source])
}
export const readingTypes = '"String","String","String","String","String","String","Real","DateTime","Real","String","String"'

/**
 * A zip with the table, and beside it what a table cannot say: its types (.csvt), reference system (.prj) and facts (.meta.json). Lines with # in the
 * table itself would be rows to ogr2ogr and to spreadsheets. Made as it is read: whoever reads slowly holds up the rows, not memory.
 */
export async function* zippedCsv(lines: AsyncIterable<string>, facts: ExportFacts, { types, prj }: { types: string; prj: string | null }): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    ready.push(bytes)
  })
  const encoder = new TextEncoder()
  const add = (name: string): ZipDeflate => {
    const part = new ZipDeflate(`${facts.title}.${name}`, { level: 6 })
    zip.add(part)
    return part
  }
  function* taken(): Generator<Uint8Array> {
    yield* ready
    ready = []
  }
  for (const [name, text] of [['meta.json', `${JSON.stringify(facts, null, 2)}\n`], ['csvt', types], ...(prj === null ? [] : [['prj', prj] as const])] as const) add(name).push(encoder.encode(text), true)
  const table = add('csv')
  let text = byteOrderMark
  for await (const one of lines) {
    text += one
    if (text.length < chunkBytes) continue
    table.push(encoder.encode(text))
    text = ''
    yield* taken()
  }
  table.push(encoder.encode(text), true)
  zip.end()
  yield* taken()
}
