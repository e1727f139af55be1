import initSqlJs from 'sql.js'
import { exportColumns, idColumn } from './export-columns'
import type { ExportTask, ExportWriter } from './export-writer'
import { exportSystem, placeIn } from './export-system'

const columns = [idColumn, ...exportColumns]
const sqlTypes = { text: 'TEXT', integer: 'MEDIUMINT', real: 'DOUBLE', instant: 'DATETIME' }
/** Version 1.3.0 and the application id, by OGC 12-128r17, clause 1.1.1. */
const [applicationId, userVersion] = [0x47504b47, 10_300]
const metadataUri = 'https://www.isotc211.org/2005/gmd'

type Bounds = [minX: number, minY: number, maxX: number, maxY: number]

/** GeoPackage binary: little-endian header with an envelope, then WKB of a LineString. */
export function lineBlob(points: readonly (readonly [number, number])[], epsg: number): { blob: Uint8Array; bounds: Bounds } {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    bounds[0] = Math.min(bounds[0], x)
    bounds[1] = Math.min(bounds[1], y)
    bounds[2] = Math.max(bounds[2], x)
    bounds[3] = Math.max(bounds[3], y)
  }
  const view = new DataView(new ArrayBuffer(40 + 9 + points.length * 16))
  view.setUint16(0, 0x4750, false)
  view.setUint8(3, 0b11)
  view.setInt32(4, epsg, true)
  ;[bounds[0], bounds[2], bounds[1], bounds[3]].forEach((value, i) => view.setFloat64(8 + i * 8, value, true))
  view.setUint8(40, 1)
  view.setUint32(41, 2, true)
  view.setUint32(45, points.length, true)
  points.forEach(([x, y], i) => {
    view.setFloat64(49 + i * 16, x, true)
    view.setFloat64(57 + i * 16, y, true)
  })
  return { blob: new Uint8Array(view.buffer), bounds }
}

const schema = `
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER, timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL, md_parent_id INTEGER);
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE segments (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom LINESTRING, ${columns.map(({ name, type }) => `"${name}" ${sqlTypes[type]}`).join(', ')});`

/** A GeoPackage 1.3 with the table `segments`; facts in its description and as metadata, the columns' meaning in gpkg_data_columns. Without a spatial index. */
export async function geopackageWriter({ system, facts, atMs }: ExportTask): Promise<ExportWriter> {
  const { Database } = await initSqlJs()
  const db = new Database()
  db.run(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${userVersion};${schema}`)
  const at = new Date(atMs)
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  db.run('BEGIN')
  const statement = db.prepare(`INSERT INTO segments (geom, ${columns.map(({ name }) => `"${name}"`).join(', ')}) VALUES (?${', ?'.repeat(columns.length)})`)
  const insert = (table: string, ...values: (string | number | null)[]): void => db.run(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`, values)

  function describe(): void {
    insert('gpkg_spatial_ref_sys', 'Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', null)
    insert('gpkg_spatial_ref_sys', 'Undefined geographic SRS', 0, 'NONE', 0, 'undefined', null)
    insert('gpkg_spatial_ref_sys', 'WGS 84', 4326, 'EPSG', 4326, exportSystem('CRS84')!.wkt, 'longitude, latitude')
    if (system.epsg !== 4326) insert('gpkg_spatial_ref_sys', system.name, system.epsg, 'EPSG', system.epsg, system.wkt, facts.axis_order)
    const box = bounds[0] === Infinity ? [null, null, null, null] : bounds
    const said = `${facts.frame}@${facts.epoch}; ${facts.kind} ${facts.valid_at}; known ${facts.known_at}; ${facts.source}; ${facts.attribution}`
    insert('gpkg_contents', 'segments', 'features', facts.title, said, facts.generated_at, ...box, system.epsg)
    insert('gpkg_geometry_columns', 'segments', 'geom', 'LINESTRING', system.epsg, 0, 0)
    for (const table of ['gpkg_metadata', 'gpkg_metadata_reference']) insert('gpkg_extensions', table, null, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write')
    insert('gpkg_extensions', 'gpkg_data_columns', null, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write')
    insert('gpkg_metadata', 1, 'dataset', metadataUri, 'application/json', JSON.stringify(facts))
    insert('gpkg_metadata_reference', 'table', 'segments', null, null, facts.generated_at, 1, null)
    for (const { name, zh, en } of columns) insert('gpkg_data_columns', 'segments', name, null, zh, en, null, null)
  }

  return {
    add(row) {
      const { blob, bounds: [minX, minY, maxX, maxY] } = lineBlob(row.detail.axis.map((position) => placeIn(system, position)), system.epsg)
      bounds[0] = Math.min(bounds[0], minX)
      bounds[1] = Math.min(bounds[1], minY)
      bounds[2] = Math.max(bounds[2], maxX)
      bounds[3] = Math.max(bounds[3], maxY)
      statement.run([blob, ...columns.map(({ value }) => value(row, at))])
    },
    *finish() {
      statement.free()
      describe()
      db.run('COMMIT')
      const bytes = db.export()
      db.close()
      yield bytes
    },
  }
}
