import type { Queryable } from '#db/database'
import type { PlantDifference } from '#domain/network/plant-difference'
import type { PlantFile } from '#domain/network/plant-file'

export interface PlantVersion { number: number; appliedAt: Date; actor: string; /** Null when none was given. */ reason: string | null; sha256: string }
export interface FullPlantVersion extends PlantVersion { file: PlantFile; difference: PlantDifference }

const short = 'number, applied_at AS "appliedAt", actor, reason, sha256'

/** Newest first. */
export const loadPlantVersions = (db: Queryable): Promise<PlantVersion[]> => db.query<PlantVersion>(`SELECT ${short} FROM plant_versions ORDER BY number DESC`)

/** The newest when no number is given; null when there is none. */
export async function loadPlantVersion(db: Queryable, number: number | null = null): Promise<FullPlantVersion | null> {
  const [row] = await db.query<FullPlantVersion>(`SELECT ${short}, file, difference FROM plant_versions WHERE $1::int IS NULL OR number = $1 ORDER BY number DESC LIMIT 1`, [number])
  return row ?? null
}

/** Number of the newest version, 0 before the first: rises when the plant was changed. */
export async function loadPlantNumber(db: Queryable): Promise<number> {
  const [row] = await db.query<{ number: number | null }>('SELECT max(number) AS number FROM plant_versions')
  return row?.number ?? 0
}

/** @param version of which the number is the next one */
export async function savePlantVersion(tx: Queryable, { number, appliedAt, actor, reason, sha256, file, difference }: FullPlantVersion): Promise<void> {
  await tx.query('INSERT INTO plant_versions (number, applied_at, actor, reason, sha256, file, difference) VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb)', [number, appliedAt, actor, reason, sha256, JSON.stringify(file), JSON.stringify(difference)])
}
