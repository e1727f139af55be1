import type { Queryable, Transaction } from '#db/database'
import type { PlantStation } from '#domain/network/plant-file'
import { dropAttribution } from './attribution'
import { appendAudit } from './audit-log'

/** An import as `list` shows it. Instants are site time. */
export interface StoredImport {
  id: number
  file: string
  name: string | null
  importedAt: Date
  /** Segments that stand of it now. */
  segments: number
  /** Stations that stand of it now. */
  stations: number
  undoneAt: Date | null
  undoneBy: string | null
}

/** What stands on an import's segments and would lose its ground; ids, the first of them. */
export interface StandsOn { kind: 'loop' | 'station' | 'sensor' | 'runway_use' | 'surface' | 'changed_station'; count: number; ids: string[] }

const idsShown = 10

/** All imports, the newest first. */
export function loadImports(db: Queryable): Promise<StoredImport[]> {
  return db.query<StoredImport>(
    `SELECT i.id, i.file, i.source AS name, i.imported_at AS "importedAt", i.undone_at AS "undoneAt", i.undone_by AS "undoneBy",
            CASE WHEN i.undone_at IS NULL THEN (SELECT count(*)::int FROM segments s WHERE s.source = i.source) ELSE 0 END AS segments,
            CASE WHEN i.undone_at IS NULL THEN (SELECT count(*)::int FROM stations t WHERE t.retired_at IS NULL AND t.id IN (SELECT s ->> 'id' FROM jsonb_array_elements(i.report -> 'stations') s)) ELSE 0 END AS stations
     FROM imports i ORDER BY i.id DESC`)
}

/** The report of one import; null when there is no such import. */
export async function loadImportReport(db: Queryable, id: number): Promise<unknown> {
  const [row] = await db.query<{ report: unknown }>('SELECT report FROM imports WHERE id = $1', [id])
  return row?.report ?? null
}

/** `stations`: what a table brought in; null for roads. */
export interface LockedImport { source: string | null; undoneAt: Date | null; attribution: string | null; stations: { plant: PlantStation }[] | null }

/** The source of an import that stands, its row locked; null when it is gone, and its source null for a whole city. */
export async function lockImport(tx: Queryable, id: number): Promise<LockedImport | null> {
  const [row] = await tx.query<LockedImport>(`SELECT source, undone_at AS "undoneAt", report ->> 'attribution' AS attribution, report -> 'stations' AS stations FROM imports WHERE id = $1 FOR UPDATE`, [id])
  return row ?? null
}

/** What stands on the segments of a source: loops, stations (retired ones too: their history speaks of the place), sensors of devices and controllers, declared use and observed condition of runways, what a plant file says of surfaces. */
export async function loadStandsOn(tx: Queryable, source: string): Promise<StandsOn[]> {
  const questions: [StandsOn['kind'], string][] = [
    ['loop', 'SELECT DISTINCT loop_id AS id FROM segments WHERE source = $1 AND loop_id IS NOT NULL'],
    ['station', 'SELECT t.id FROM stations t JOIN segments s ON s.id = t.segment_id WHERE s.source = $1'],
    ['sensor', `SELECT n.id FROM sensors n JOIN segments s ON s.id = n.segment_id WHERE s.source = $1 AND n.source <> 'import'`],
    ['runway_use', 'SELECT u.runway_id AS id FROM (SELECT runway_id FROM runway_uses UNION SELECT runway_id FROM runway_observations) u JOIN segments s ON s.asset_id = u.runway_id WHERE s.source = $1 GROUP BY 1'],
    ['surface', 'SELECT id FROM segments WHERE source = $1 AND network_surface IS NOT NULL'],
  ]
  const found: StandsOn[] = []
  for (const [kind, sql] of questions) {
    const rows = await tx.query<{ id: string }>(`${sql} ORDER BY 1`, [source])
    if (rows.length > 0) found.push({ kind, count: rows.length, ids: rows.slice(0, idsShown).map((row) => row.id) })
  }
  return found
}

/**
 * Takes an import's segments away, with their assets, their imported readings, its attribution and, where nothing else stands, its city. The caller holds
 * the segments (`lockSegments`) and has made sure that nothing stands on them.
 * @returns how many segments went
 */
export async function removeImport(tx: Transaction, { id, source, attribution, at, actor }: { id: number; source: string; attribution: string | null; at: Date; actor: string }): Promise<number> {
  await tx.query('DELETE FROM readings WHERE sensor_key IN (SELECT n.key FROM sensors n JOIN segments s ON s.id = n.segment_id WHERE s.source = $1)', [source])
  await tx.query('DELETE FROM sensors WHERE segment_id IN (SELECT id FROM segments WHERE source = $1)', [source])
  const gone = await tx.query<{ ordinal: number; asset: string }>('DELETE FROM segments WHERE source = $1 RETURNING ordinal, asset_id AS asset', [source])
  const assets = [...new Set(gone.map((row) => row.asset))]
  await tx.query('DELETE FROM assets a WHERE a.id = ANY($1::text[]) AND NOT EXISTS (SELECT 1 FROM segments s WHERE s.asset_id = a.id)', [assets])
  const lastOrdinal = gone.reduce((most, row) => Math.max(most, row.ordinal), -1)
  await tx.query('UPDATE imports SET last_ordinal = $2 WHERE id = $1', [id, lastOrdinal])
  await noteUndone(tx, { id, source, attribution, at, actor, before: { segments: gone.length } })
  await tx.query(`DELETE FROM settings WHERE key IN ('city', 'attribution') AND NOT EXISTS (SELECT 1 FROM segments)`)
  return gone.length
}

/** Marks an import as taken back and records it; what it brought in is gone already. */
export async function noteUndone(tx: Transaction, { id, source, attribution, at, actor, before }: { id: number; source: string; attribution: string | null; at: Date; actor: string; before: Record<string, number> }): Promise<void> {
  await tx.query('UPDATE imports SET undone_at = $2, undone_by = $3 WHERE id = $1', [id, at, actor])
  if (attribution !== null) await dropAttribution(tx, attribution)
  appendAudit(tx, [{ at, event: 'network.undoImport', actor, role: null, secondPerson: null, address: null, subject: `import:${id}`, before: { name: source, ...before } }])
}

/** Of retired stations and sensors those that nothing was ever heard of: no history speaks of them, and the roads under them are free again. */
export async function dropUnheardStations(tx: Transaction, stations: readonly string[], sensors: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM sensors n WHERE n.id = ANY($1::text[]) AND n.retired_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM readings r WHERE r.sensor_key = n.key)', [sensors])
  // A sensor that was heard still lies on the segment; its station's row goes with those that were not.
  await tx.query("DELETE FROM stations t WHERE t.id = ANY($1::text[]) AND t.retired_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sensors n WHERE n.station_id = t.id OR (n.id = ANY($2::text[]) AND starts_with(n.id, t.id || '.')))", [stations, sensors])
}
