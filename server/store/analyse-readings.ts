import type { Database } from '#db/database'

/**
 * Keeps the planner's picture of the readings true. PostgreSQL does this by itself; the embedded engine has no autovacuum, and without
 * it the time bar's query plans for one row where a hundred thousand come.
 */
export async function analyseReadings(db: Database): Promise<void> {
  if (db.engine !== 'embedded') return
  await db.query('VACUUM sensor_latest')
  await db.query('ANALYZE readings, sensor_latest')
}
