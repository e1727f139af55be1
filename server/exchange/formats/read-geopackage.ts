import initSqlJs from 'sql.js'
import { ImportRefused } from '../import-refused'
import { namedRefusal } from './detect-format'
import type { ReadOptions, SaidCrs, SourceLayer } from './source-file'
import { wkbGeometry } from './wkb-geometry'

type Row = Record<string, unknown>
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * Reads the feature tables of a GeoPackage.
 * @throws ImportRefused when it is another SQLite file, is damaged, or has no feature table
 */
export async function readGeopackage(bytes: Uint8Array, file: string, { onProgress }: ReadOptions): Promise<SourceLayer[]> {
  const { Database } = await initSqlJs()
  const db = new Database(bytes)
  const all = (sql: string, ...values: unknown[]): Row[] => {
    const statement = db.prepare(sql)
    try {
      statement.bind(values)
      const rows: Row[] = []
      while (statement.step()) rows.push(statement.getAsObject())
      return rows
    } finally {
      statement.free()
    }
  }
  try {
    const tables = new Set(all("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").map(({ name }) => String(name).toLowerCase()))
    if (!tables.has('gpkg_contents')) throw namedRefusal(file, tables.has('tiles') && tables.has('metadata') ? 'MBTiles' : tables.has('geometry_columns') ? 'SpatiaLite' : 'an SQLite database that is no GeoPackage')
    const contents = all('SELECT table_name, data_type FROM gpkg_contents')
    const features = contents.filter(({ data_type: type }) => type === 'features')
    if (features.length === 0) throw new ImportRefused(`${file}: no feature table in this GeoPackage; it holds ${contents.map((one) => `"${String(one['table_name'])}" (${String(one['data_type'])})`).join(', ') || 'nothing'}: there is no geometry to import`)
    return features.map(({ table_name: name }) => {
      const table = String(name)
      const [column] = all('SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?', table)
      if (!column) throw new ImportRefused(`${file}: table "${table}" has no geometry column in gpkg_geometry_columns: the GeoPackage is damaged`)
      const geometryColumn = String(column['column_name'])
      const [srs] = all('SELECT organization, organization_coordsys_id AS code, definition, srs_name FROM gpkg_spatial_ref_sys WHERE srs_id = ?', column['srs_id'])
      const [key] = all(`PRAGMA table_info(${quoted(table)})`).filter((one) => Number(one['pk']) > 0).map((one) => String(one['name']))
      const rows = all(`SELECT * FROM ${quoted(table)}`)
      onProgress?.(`read ${rows.length} rows of ${table}`)
      const dropped = { z: false, m: false }
      const list = rows.map((row) => featureOf(row, geometryColumn, key ?? null, dropped))
      const notes = [...(dropped.z ? ['heights (Z) are dropped'] : []), ...(dropped.m ? ['measures (M) are dropped'] : [])]
      return { name: table, features: list, crs: srs ? crsOf(srs) : null, encoding: null, notes }
    })
  } catch (error) {
    if (error instanceof ImportRefused) throw error
    throw new ImportRefused(`${file}: the GeoPackage is damaged: ${(error as Error).message}`)
  } finally {
    db.close()
  }
}

function featureOf(row: Row, geometryColumn: string, key: string | null, dropped: { z: boolean; m: boolean }): unknown {
  const { [geometryColumn]: blob, ...properties } = row
  for (const [name, value] of Object.entries(properties)) if (value instanceof Uint8Array) delete properties[name]
  const id = key === null ? undefined : properties[key]
  if (key !== null) delete properties[key]
  const geometry = blob instanceof Uint8Array ? geopackageGeometry(blob, dropped) : null
  return { type: 'Feature', ...(id === undefined ? {} : { id }), properties, geometry }
}

/** A GeoPackage geometry: header of flags and envelope, then WKB. A blob that is none becomes a geometry that says so. */
function geopackageGeometry(blob: Uint8Array, dropped: { z: boolean; m: boolean }): unknown {
  try {
    if (blob[0] !== 0x47 || blob[1] !== 0x50) throw new Error('no GeoPackage geometry')
    const flags = blob[3]!
    if (flags & 0x10) return null
    const envelopeBytes = [0, 32, 48, 48, 64][(flags >> 1) & 7]
    if (envelopeBytes === undefined) throw new Error('unknown envelope')
    return wkbGeometry(blob.subarray(8 + envelopeBytes), dropped)
  } catch (error) {
    return { type: `damaged geometry (${(error as Error).message})` }
  }
}

function crsOf({ organization, code, definition, srs_name: name }: Row): SaidCrs | null {
  const [authority, number, wkt] = [String(organization ?? '').toUpperCase(), Number(code), typeof definition === 'string' && /^\s*[A-Z]+(CS|CRS)?\[/i.test(definition) ? definition : null]
  // -1 and 0 are "undefined" by the standard.
  if (number <= 0 || (authority === 'NONE' && wkt === null)) return null
  return { code: authority !== '' && authority !== 'NONE' ? `${authority}:${number}` : null, wkt, by: `spatial reference "${String(name).slice(0, 60)}"` }
}
