/** The partition of the readings table that an instant falls into: a calendar month in UTC. */
export interface ReadingMonth { partition: string; fromMs: number; toMs: number }

/** Month of a unix instant in ms. */
export function readingMonth(ms: number): ReadingMonth {
  const at = new Date(ms)
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()]
  const partition = `readings_y${String(year).padStart(4, '0')}m${String(month + 1).padStart(2, '0')}`
  return { partition, fromMs: Date.UTC(year, month, 1), toMs: Date.UTC(year, month + 1, 1) }
}

/** Statement that makes the partition of a month; it locks the readings table for a moment. */
export function createMonthSql({ partition, fromMs, toMs }: ReadingMonth): string {
  return `CREATE TABLE IF NOT EXISTS ${partition} PARTITION OF readings FOR VALUES FROM ('${new Date(fromMs).toISOString()}') TO ('${new Date(toMs).toISOString()}')`
}
