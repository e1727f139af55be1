import { verifyAuditChain, type ChainVerdict } from './audit-chain'
import type { BackupTrailer, RowLine, TableLine } from './backup-format'
import { printingSettings } from './backup-format'
import { readBackup } from './backup-reader'
import { loadBackupTables, quoted, type BackupTable } from './backup-tables'
import type { Database, Queryable } from './database'
import { createMonthSql, readingMonth } from './reading-month'

export interface RestoreReport {
  madeAt: string
  rows: Record<string, number>
  /** The audit's chain as it was restored. A broken one is restored as it is, for it is evidence as well, and told. */
  audit: ChainVerdict
}

/**
 * Fills a migrated database from a backup, in one transaction: all of it or nothing. Counts and checksum are verified before the commit.
 * A backup made before a later migration is taken when that migration's new columns have defaults.
 * @param force empty the database first; without it a database that holds anything is refused
 * @throws Error when the backup is damaged or does not fit, or the database is not empty; it is unchanged then
 */
export async function restoreBackup(db: Database, file: string, options: { force?: boolean } = {}): Promise<RestoreReport> {
  await verify(file)
  const report = await db.transaction(async (tx) => {
    await tx.query(printingSettings)
    const tables = await loadBackupTables(tx)
    await makeRoom(tx, tables, options.force ?? false)
    const loader = new TableLoader(tx, tables)
    let madeAt = ''
    for await (const part of readBackup(file)) {
      if ('header' in part) madeAt = part.header.madeAt
      else if ('rows' in part) await loader.load(part.table, part.rows)
      else await finish(tx, loader.counts, part.trailer)
    }
    return { madeAt, rows: loader.counts, audit: await verifyAuditChain(tx) }
  })
  // Fresh statistics, or the first queries plan for empty tables.
  await db.query('ANALYZE')
  return report
}

/** Reads the file to its end before the database is touched, so that a damaged one says so instead of failing at some row. */
async function verify(file: string): Promise<void> {
  const parts = readBackup(file)
  while (!(await parts.next()).done);
}

async function makeRoom(tx: Queryable, tables: BackupTable[], force: boolean): Promise<void> {
  const full: string[] = []
  for (const { name } of tables) {
    const [row] = await tx.query<{ full: boolean }>(`SELECT EXISTS (SELECT 1 FROM ${quoted(name)}) AS full`)
    if (row?.full) full.push(name)
  }
  if (full.length === 0) return
  if (!force) throw new Error(`the database is not empty (${full.join(', ')}): restore into an empty one, or replace everything in this one with --force`)
  // The append-only guards stand down for this transaction only; a rollback puts them back as well.
  const guarded = await tx.query<{ name: string }>("SELECT DISTINCT tgrelid::regclass::text AS name FROM pg_trigger WHERE NOT tgisinternal AND tgfoid = 'refuse_change'::regproc")
  for (const { name } of guarded) await tx.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`)
  await tx.query(`TRUNCATE ${tables.map((table) => quoted(table.name)).join(', ')}`)
  for (const { name } of guarded) await tx.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`)
}

class TableLoader {
  readonly counts: Record<string, number> = {}
  readonly #tx: Queryable
  readonly #tables: Map<string, BackupTable>
  readonly #months = new Set<string>()

  constructor(tx: Queryable, tables: BackupTable[]) {
    this.#tx = tx
    this.#tables = new Map(tables.map((table) => [table.name, table]))
  }

  async load(line: TableLine, rows: RowLine[]): Promise<void> {
    const types = this.#typesOf(line)
    this.counts[line.table] = (this.counts[line.table] ?? 0) + rows.length
    if (rows.length === 0) return
    if (line.table === 'readings') await this.#makeMonths(rows, line.columns.indexOf('measured_at'))
    const names = line.columns.map(quoted).join(', ')
    const values = types.map((type, index) => `c${index}::${type}`).join(', ')
    const arrays = types.map((_, index) => `$${index + 1}::text[]`).join(', ')
    await this.#tx.query(
      `INSERT INTO ${quoted(line.table)} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM unnest(${arrays}) AS t (${types.map((_, index) => `c${index}`).join(', ')})`,
      types.map((_, index) => rows.map((row) => row[index] ?? null)))
  }

  #typesOf({ table, columns }: TableLine): string[] {
    const known = new Map(this.#tables.get(table)?.columns.map((column) => [column.name, column.type]))
    return columns.map((name) => {
      const type = known.get(name)
      if (!type) throw new Error(`the backup holds ${table}.${name}, which this Hearthway does not know: it comes from a newer one, update first`)
      return type
    })
  }

  async #makeMonths(rows: RowLine[], column: number): Promise<void> {
    for (const row of rows) {
      // Printed in UTC: 2026-01-15 12:00:00+00
      const text = row[column]!.slice(0, 7)
      if (this.#months.has(text)) continue
      this.#months.add(text)
      await this.#tx.query(createMonthSql(readingMonth(Date.parse(`${text}-01T00:00:00Z`))))
    }
  }
}

async function finish(tx: Queryable, loaded: Record<string, number>, trailer: BackupTrailer): Promise<void> {
  for (const [table, expected] of Object.entries(trailer.rows)) {
    const [row] = await tx.query<{ n: number }>(`SELECT count(*) AS n FROM ${quoted(table)}`)
    if (loaded[table] !== expected || row?.n !== expected) throw new Error(`${table}: the backup names ${expected} rows, it held ${loaded[table] ?? 0} and ${row?.n} were stored`)
  }
  for (const { name, last, called } of trailer.sequences) {
    const [there] = await tx.query<{ name: string | null }>('SELECT to_regclass($1)::text AS name', [`public.${quoted(name)}`])
    if (there?.name) await tx.query('SELECT setval($1::regclass, $2::bigint, $3)', [`public.${quoted(name)}`, last, called])
  }
}
