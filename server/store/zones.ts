import { randomUUID } from 'node:crypto'
import type { Database, Queryable, Transaction } from '#db/database'
import type { PolygonGeometry, ZoneView } from '#domain/wire/zones'
import { appendAudit } from './audit-log'
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

/** Saves a new zone under an id of its own, with the record of it. @param actor account that does it */
export async function createZone(db: Database, input: { name: string; polygon: PolygonGeometry }, at: Date, actor: string): Promise<ZoneSaved> {
  const fault = await findPolygonFault(db, input.polygon)
  if (fault) return { fault }
  return db.transaction(async (tx) => {
    const [row] = await tx.query<ZoneRow>(
      `INSERT INTO zones (id, name, polygon, created_at, updated_at) VALUES ($1, $2, ST_SetSRID(ST_GeomFromGeoJSON($3), 4490), $4, $4)
       ON CONFLICT (name) DO NOTHING RETURNING ${columns}`, [randomUUID(), input.name, JSON.stringify(input.polygon), at])
    if (!row) return { fault: nameTaken(input.name) }
    const zone = toView(row)
    auditZone(tx, { event: 'zone.create', at, actor, before: null, after: zone })
    return { zone }
  })
}

/** Replaces name and polygon, with the record of both states. @returns null when there is no such zone */
export async function updateZone(db: Database, id: string, input: { name: string; polygon: PolygonGeometry }, at: Date, actor: string): Promise<ZoneSaved | null> {
  const fault = await findPolygonFault(db, input.polygon)
  if (fault) return { fault }
  try {
    return await db.transaction(async (tx) => {
      const before = await loadLocked(tx, id)
      if (!before) return null
      const [row] = await tx.query<ZoneRow>(
        `UPDATE zones SET name = $2, polygon = ST_SetSRID(ST_GeomFromGeoJSON($3), 4490), updated_at = $4 WHERE id = $1 RETURNING ${columns}`,
        [id, input.name, JSON.stringify(input.polygon), at])
      const zone = toView(row!)
      auditZone(tx, { event: 'zone.update', at, actor, before, after: zone })
      return { zone }
    })
  } catch (error) {
    if ((error as { code?: string }).code === '23505') return { fault: nameTaken(input.name) }
    throw error
  }
}

/** @returns false when there is no such zone */
export function deleteZone(db: Database, id: string, at: Date, actor: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const before = await loadLocked(tx, id)
    if (!before) return false
    await tx.query('DELETE FROM zones WHERE id = $1', [id])
    auditZone(tx, { event: 'zone.delete', at, actor, before, after: null })
    return true
  })
}

async function loadLocked(tx: Queryable, id: string): Promise<ZoneView | null> {
  const [row] = await tx.query<ZoneRow>(`SELECT ${columns} FROM zones WHERE id = $1 FOR UPDATE`, [id])
  return row ? toView(row) : null
}

interface ZoneChange { event: string; at: Date; actor: string; before: ZoneView | null; after: ZoneView | null }

const auditZone = (tx: Transaction, { before, after, ...rest }: ZoneChange): void =>
  appendAudit(tx, [{ ...rest, role: null, secondPerson: null, address: null, subject: `zone:${(after ?? before)!.id}`, before, after }])

const nameTaken = (name: string): ZoneFault => ({ code: 'zone.name_taken', reason: `a zone named "${name}" exists`, params: { name } })
