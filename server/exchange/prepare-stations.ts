import type { Position } from '#domain/network/network'
import { fitZone } from './crs/fit-zone'
import { resolveCrs } from './crs/resolve-crs'
import type { SourceTable, TableRow } from './formats/read-table'
import type { SaidCrs } from './formats/source-file'
import { readAs, zoneConflict } from './import-findings'
import { ImportRefused } from './import-refused'
import type { ColumnMapping, StationColumn } from './map-columns'
import type { ImportPlan } from './plan-import'
import type { ImportTask, PreparedImport } from './prepare-import'
import { coordinatesOf, readStationRow, type Cell, type Coordinates } from './read-station-row'
import { proposeStationMapping } from './station-columns'
import { stationFindings } from './station-findings'
import type { StationRow } from './station-row'

const examplesKept = 3
const examplesFrom = 200

/**
 * Reads the rows of a table of stations and finds out what their coordinates are; where they lie on the network is told later, by whoever has the network.
 * @throws ImportRefused when the table as a whole cannot be taken
 */
export function prepareStations(task: ImportTask, table: SourceTable): PreparedImport {
  const { shown, acceptAs = [] } = task
  const mapping: ColumnMapping = { ...proposeStationMapping(table.fields), ...task.mapping }
  const cellOf = ({ values }: TableRow): Cell => {
    return (column) => {
      const field = mapping[column]
      return (field ? values[table.fields.indexOf(field)] : undefined)?.trim() ?? ''
    }
  }
  const has = (...columns: StationColumn[]): boolean => columns.every((column) => mapping[column] && table.fields.includes(mapping[column]))
  if (!has('id')) throw new ImportRefused(`${shown}: no column is the id of the stations; its columns are ${table.fields.slice(0, 30).map((field) => `"${field.slice(0, 40)}"`).join(', ')}`)
  const columns = has('lon', 'lat') ? (['lon', 'lat'] as const) : has('x', 'y') ? (['x', 'y'] as const) : null
  if (columns === null && !has('stake')) throw new ImportRefused(`${shown}: no columns say where the stations are: longitude and latitude, x and y, or route and stake`)

  const cells = table.rows.map(cellOf)
  const coordinates = cells.map((cell): Coordinates => (columns === null ? null : coordinatesOf(cell, columns)))
  const raw = coordinates.flatMap((one) => (one !== null && 'xy' in one ? [{ name: null, axis: [one.xy] }] : []))
  const swapped = acceptAs.includes('swapped')
  const shift = acceptAs.includes('gcj02') ? 'gcj02' : acceptAs.includes('bd09') ? 'bd09' : null
  const saidCrs = saidOf(cells, columns, mapping, shown)
  const said = raw.length === 0 && task.crs === undefined ? null : resolveCrs(saidCrs, task.crs, shown)
  const fitted = said && fitZone(said, raw.map(({ axis: [xy] }) => xy![swapped ? 1 : 0]).slice(0, 1000))
  const crs = fitted?.crs ?? null
  const found = raw.length === 0
    ? { findings: [], check: 'stakes alone: their places are those of the network' }
    : fitted?.conflict
      ? { findings: [zoneConflict(fitted.conflict, fitted.crs)], check: 'the zone number denies what the file says' }
      : stationFindings({ raw, crs, swapped, shift, standing: task.standing, published: task.published })
  const findings = acceptAs.includes('as-is') ? found.findings.filter((finding) => !finding.answers.some((answer) => answer.endsWith('as-is'))) : found.findings

  const place = ([x, y]: [number, number]): Position | null => {
    const at = crs ? readAs([{ name: null, axis: [[x, y]] }], crs, swapped, shift)[0]!.axis[0] : undefined
    return at ? [Math.round(at[0] * 1e9) / 1e9, Math.round(at[1] * 1e9) / 1e9] : null
  }
  const plan: ImportPlan = { assets: [], segments: [], sensors: [], readings: [], refused: [], warnings: [], repairs: [], features: table.rows.length }
  const stations: StationRow[] = []
  const lines = new Map<string, number>()
  table.rows.forEach((row, i) => {
    // Until somebody has said what the coordinates are in, no place is any; the question goes before the rows.
    const read = crs === null && raw.length > 0 ? null : readStationRow(row, cells[i]!, coordinates[i]!, place)
    if (read === null) return
    const id = cells[i]!('id').slice(0, 80) || null
    if ('reason' in read) plan.refused.push({ index: row.line, id, ...read })
    else if (lines.has(read.id)) plan.refused.push({ index: row.line, id, reason: 'id_taken', detail: `it stands in line ${lines.get(read.id)!} of this file`, position: read.position })
    else {
      lines.set(read.id, row.line)
      stations.push(read)
    }
  })
  return {
    source: {
      format: 'csv', layer: '', layers: [{ name: '', features: table.rows.length, lines: 0 }],
      crs: crs && { code: crs.code, name: crs.name, said_by: task.crs === undefined ? (saidCrs?.by ?? '') : 'you', changed: fitted?.changed ?? null },
      encoding: table.encoding, accepted_as: acceptAs, position_check: found.check, notes: table.notes, mapping,
      fields: table.fields.map((name, i) => ({ name: name.slice(0, 120), examples: [...new Set(table.rows.slice(0, examplesFrom).flatMap(({ values }) => (values[i]?.trim() ? [values[i].trim().slice(0, 60)] : [])))].slice(0, examplesKept) })),
    },
    findings, plan, stations,
  }
}

/** What a table says of its coordinates: in a column of its own, or by calling them longitude and latitude. */
function saidOf(cells: readonly Cell[], columns: readonly [StationColumn, StationColumn] | null, mapping: ColumnMapping, shown: string): SaidCrs | null {
  const codes = [...new Set(cells.map((cell) => cell('crs')).filter((text) => text !== ''))]
  if (codes.length > 1) throw new ImportRefused(`${shown}: its rows are in several reference systems (${codes.slice(0, 5).map((code) => `"${code.slice(0, 40)}"`).join(', ')}): import them as one file each`)
  const [code] = codes
  if (code !== undefined) {
    const number = /^(?:EPSG[: ]*)?(\d{4,6})$/i.exec(code)?.[1]
    if (!number && !/^(CGCS2000|WGS ?84|国家2000)$/i.test(code)) throw new ImportRefused(`${shown}: the reference system "${code.slice(0, 60)}" of its column "${mapping.crs}" is not known here; write a code like EPSG:4547, or say it with --crs`)
    if (number) return { code: `EPSG:${number}`, wkt: null, by: `column "${mapping.crs}"` }
    // A datum alone does not say whether x and y are degrees or metres.
    if (columns?.[0] === 'lon') return { code: /^WGS/i.test(code) ? 'EPSG:4326' : 'EPSG:4490', wkt: null, by: `column "${mapping.crs}"` }
  }
  return columns?.[0] === 'lon' ? { code: 'EPSG:4490', wkt: null, by: `columns "${mapping.lon}" and "${mapping.lat}", without a datum` } : null
}
