import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { createGzip, type Gzip } from 'node:zlib'
import { backupFormat, backupVersion, printingSettings, rowsPerPage, type BackupLine, type RowLine } from './backup-format'
import { loadBackupSequences, loadBackupTables, quoted, type BackupTable } from './backup-tables'
import type { Database, Queryable } from './database'
import { loadMigrations } from './backup-migrations'

export interface BackupReport { rows: Record<string, number> }

/**
 * Writes everything into one file, as of one instant, page by page. The file gets its name only when it is whole and on disk.
 * @param madeAt instant to note in the header
 * @throws Error when the file cannot be written; nothing is left behind then
 */
export async function saveBackup(db: Database, file: string, madeAt: Date): Promise<BackupReport> {
  const part = `${file}.part`
  const zip = createGzip({ level: 4 })
  const flow = pipeline(zip, createWriteStream(part))
  // Looked at by the writer and at the end; a fault in between must not count as unhandled.
  flow.catch(() => {})
  try {
    const rows = await db.transaction(async (tx) => {
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
      await tx.query(printingSettings)
      return writeAll(tx, new LineWriter(zip, flow), { format: backupFormat, version: backupVersion, madeAt: madeAt.toISOString(), engine: db.engine, migrations: await loadMigrations(tx) })
    })
    zip.end()
    await flow
    await flushToDisk(part)
    await rename(part, file)
    await flushToDisk(dirname(file))
    return { rows }
  } catch (error) {
    zip.destroy()
    await flow.catch(() => {})
    await rm(part, { force: true })
    throw error
  }
}

async function writeAll(tx: Queryable, lines: LineWriter, header: BackupLine): Promise<Record<string, number>> {
  await lines.write([header])
  const rows: Record<string, number> = {}
  for (const table of await loadBackupTables(tx)) rows[table.name] = await writeTable(tx, lines, table)
  await lines.write([{ end: true, rows, sequences: await loadBackupSequences(tx), sha256: lines.digest() }])
  return rows
}

async function writeTable(tx: Queryable, lines: LineWriter, table: BackupTable): Promise<number> {
  await lines.write([{ table: table.name, columns: table.columns.map((column) => column.name) }])
  const texts = table.columns.map((column) => `${quoted(column.name)}::text`).join(', ')
  await tx.query(`DECLARE page NO SCROLL CURSOR FOR SELECT ARRAY[${texts}] AS row FROM ${quoted(table.name)}`)
  let count = 0
  for (;;) {
    const page = await tx.query<{ row: RowLine }>(`FETCH ${rowsPerPage} FROM page`)
    if (page.length === 0) break
    await lines.write(page.map(({ row }) => row))
    count += page.length
  }
  await tx.query('CLOSE page')
  return count
}

class LineWriter {
  readonly #zip: Gzip
  readonly #flow: Promise<void>
  readonly #hash: Hash = createHash('sha256')

  /** @param flow fails when the file does */
  constructor(zip: Gzip, flow: Promise<void>) {
    this.#zip = zip
    this.#flow = flow
  }

  async write(lines: BackupLine[]): Promise<void> {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    this.#hash.update(text)
    if (this.#zip.destroyed) await this.#flow
    if (!this.#zip.write(text)) await Promise.race([once(this.#zip, 'drain'), this.#flow])
  }

  digest(): string { return this.#hash.copy().digest('hex') }
}

async function flushToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
