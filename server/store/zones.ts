import { randomUUID } from 'node:crypto'
import type { Queryable } from '#db/database'
import type { PolygonGeometry, ZoneView } from '#domain/wire/zones'
import { findPolygonFault, type PolygonFault } from './polygon-fault'

export type ZoneFault = PolygonFault | { code: 'zone.name_taken'; reason: string; params: { name: string } }
/** The saved zone, or why it could not be saved. */
export type ZoneSaved = { zone: ZoneView } | { fault: ZoneFault }

interface ZoneRow { id: string; name: string; polygon: PolygonGeometry; created_at: Date; updated_at: Date }
const columns = 'id, name, ST_AsGeoJSON(polygon, 9, 0)::json AS polygon, created_at, updated_at'
const toView = (row: ZoneRow): ZoneView => ({ ...row, created_at: row.created_at.toISOString(), updated_at: row.updated_at.toISOString() })

/** All zones by name. */
export async function loadZones(db: Queryable): Promise<ZoneView[]> {
  return (await db.query<ZoneRow>(`SELECT ${columns} FROM zones ORDER BY name, id`)).map(toView)
}

export async function loadZone(db: Queryable, id: string): Promise<ZoneView | null> {
  const [row] = await db.query<ZoneRow>(`SELECT ${columns} FROM zones WHERE id = $1`, [id])
  return row ? toView(row) : null
}

/** Saves a new zone under an id of its own. */
export async function createZone(db: Queryable, input: { name: string; polygon: PolygonGeometry }, at: Date): Promise<ZoneSaved> {
  const fault = await findPolygonFault(db, input.polygon)
  if (fault) return { fault }
  const [row] = await db.query<ZoneRow>(
    `INSERT INTO zones (id, name, polygon, created_at, updated_at) VALUES ($1, $2, ST_SetSRID(ST_GeomFromGeoJSON($3), 4490), $4, $4)
     ON CONFLICT (name) DO NOTHING RETURNING ${columns}`, [randomUUID(), input.name, JSON.stringify(input.polygon), at])
  return row ? { zone: toView(row) } : { fault: nameTaken(input.name) }
}

/** Replaces name and polygon. @returns null when there is no such zone */
export async function updateZone(db: Queryable, id: string, input: { name: string; polygon: PolygonGeometry }, at: Date): Promise<ZoneSaved | null> {
  const fault = await findPolygonFault(db, input.polygon)
  if (fault) return { fault }
  try {
    const [row] = await db.query<ZoneRow>(
      `UPDATE zones SET name = $2, polygon = ST_SetSRID(ST_GeomFromGeoJSON($3), 4490), updated_at = $4 WHERE id = $1 RETURNING ${columns}`,
      [id, input.name, JSON.stringify(input.polygon), at])
    return row ? { zone: toView(row) } : null
  } catch (error) {
    if ((error as { code?: string }).code === '23505') return { fault: nameTaken(input.name) }
    throw error
  }
}

/** @returns false when there is no such zone */
export async function deleteZone(db: Queryable, id: string): Promise<boolean> {
  return (await db.query('DELETE FROM zones WHERE id = $1 RETURNING id', [id])).length > 0
}

const nameTaken = (name: string): ZoneFault => ({ code: 'zone.name_taken', reason: `a zone named "${name}" exists`, params: { name } })
