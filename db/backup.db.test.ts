import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { smallNetwork } from '#server/store/testing/small-network'
import { appendMany } from '#server/audit/testing/audited-chain'
import { saveReadings } from '#server/store/save-readings'
import { saveSetting } from '#server/store/settings'
import { run as runBackup } from '#server/cli/backup'
import { demoSetting } from '#server/cli/demo-setting'
import { run as runRestore } from '#server/cli/restore'
import { saveBackup } from './backup'
import { restoreBackup } from './backup-restore'
import { loadBackupTables, quoted } from './backup-tables'
import { openDatabase } from './connect'
import type { Database } from './database'
import { seedNetwork } from './seed'
import type { TestDatabase } from './testing/opened-test-database'
import { openTestDatabase, testEngines } from './testing/test-database'

const madeAt = new Date('2026-01-16T00:00:00Z')

/** Everything in a database, as text. */
async function contents(db: Database): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {}
  for (const table of await loadBackupTables(db)) {
    const texts = table.columns.map((column) => `${quoted(column.name)}::text`).join(', ')
    all[table.name] = (await db.query<{ row: unknown }>(`SELECT ARRAY[${texts}] AS row FROM ${quoted(table.name)} ORDER BY 1`)).map(({ row }) => row)
  }
  return all
}

async function fill(db: Database): Promise<void> {
  await seedNetwork(db, smallNetwork)
  const [first] = await db.query<{ key: number }>('SELECT min(key) AS key FROM sensors')
  const at = Date.parse('2025-12-31T23:50:00Z')
  await saveReadings(db, Array.from({ length: 12_000 }, (_, index) => ({
    sensorKey: first!.key, measuredAtMs: at + index * 1001, receivedAtMs: at + index * 1001, value: Math.sin(index) * 1e-7 ** (index % 3), quality: index % 3 })))
  await db.query(`INSERT INTO zones VALUES ('z', E'quote " back\\\\slash, {brace} 暖途 \\t\\n', ST_GeomFromText('POLYGON((0.1 0.2, 1.3 0, 1 1, 0.1 0.2))', 4490), $1, $1)`, [madeAt])
  await db.query(`INSERT INTO command_requests VALUES ('r', 'a', 'k', 'h', '{"a": [1, null, "x"]}', $1)`, [madeAt])
  await db.query(`INSERT INTO commands (request_id, loop_id, actor, slot, mode, state, sequence, requested_at) SELECT 'r', 'l1', 'a', 8, 'off', 'failed', n, $1 FROM generate_series(1, 3) AS n`, [madeAt])
  await db.query(`INSERT INTO command_events (command_id, at, state, actor) SELECT id, requested_at, state, 'a' FROM commands`)
  await db.query("INSERT INTO forecast_runs (issued_at, ready_at, weather_issued_at, weather_source, model_version, start_at, step_s, step_count, cadence_s, status) VALUES ($1, $1, $1, 'w', 'm', $1, 1200, 145, 600, 'complete')", [madeAt])
  await db.query("INSERT INTO forecasts SELECT r.id, s.ordinal, '\\x00ff27'::bytea FROM forecast_runs r, segments s")
  await appendMany(db, 5)
  await db.query('DELETE FROM commands WHERE id NOT IN (SELECT command_id FROM command_events)')
}

describe.each(testEngines)('a backup made on %s', (source) => {
  let from: TestDatabase
  let folder: string
  let file: string
  beforeAll(async () => {
    from = await openTestDatabase(source)
    folder = await mkdtemp(join(tmpdir(), 'hearthway-backup-'))
    file = join(folder, 'city.backup')
    await fill(from.db)
    await saveBackup(from.db, file, madeAt)
  })
  afterAll(async () => {
    await from.close()
    await rm(folder, { recursive: true, force: true })
  })
  const fresh = async (engine: Database['engine'], work: (db: Database) => Promise<void>): Promise<void> => {
    const into = await openTestDatabase(engine)
    try {
      await work(into.db)
    } finally {
      await into.close()
    }
  }

  it.each(testEngines)('restores on %s to the last bit, and the ids go on where they were', async (target) => {
    await fresh(target, async (db) => {
      const report = await restoreBackup(db, file)
      expect(report).toMatchObject({ madeAt: madeAt.toISOString(), rows: { readings: 12_000, segments: 3, command_events: 3, forecasts: 3, audit_records: 5 }, audit: { checked: 5, broken: null } })
      expect(await contents(db)).toEqual(await contents(from.db))
      const [next] = await db.query<{ id: number }>("INSERT INTO commands (request_id, loop_id, actor, slot, mode, state, sequence, requested_at) VALUES ('r', 'l1', 'a', 8, 'off', 'failed', 9, $1) RETURNING id", [madeAt])
      expect(next!.id).toBe(4)
      await expect(db.query("UPDATE command_events SET actor = 'forged'")).rejects.toThrow(/append-only/)
      await expect(restoreBackup(db, file)).rejects.toThrow(/not empty .*--force/)
      await db.query("DELETE FROM water_bodies")
      await restoreBackup(db, file, { force: true })
      expect(await contents(db)).toEqual(await contents(from.db))
      await expect(db.query('TRUNCATE command_events')).rejects.toThrow(/append-only/)
    })
  }, 120_000)

  it('of a broken audit is restored as it is, and says at which record it is broken', async () => {
    await fresh('postgresql', async (db) => {
      await restoreBackup(db, file)
      await db.query('ALTER TABLE audit_records DISABLE TRIGGER USER')
      await db.query("UPDATE audit_records SET body = replace(body, 'because', 'becausd') WHERE seq = 3")
      const tampered = join(folder, 'tampered.backup')
      await saveBackup(db, tampered, madeAt)
      await fresh('postgresql', async (again) => {
        expect((await restoreBackup(again, tampered)).audit).toMatchObject({ checked: 2, broken: { seq: 3, fault: 'hash_differs' } })
      })
    })
  })

  it('is refused when it is damaged, and then changes nothing', async () => {
    const text = gunzipSync(await readFile(file)).toString()
    const damages: [string, string | Buffer, RegExp][] = [
      ['changed', gzipSync(text.replace('Testville', 'Testvilla')), /checksum/],
      ['a row taken out', gzipSync(text.replace(/\n\["g2".*/, '')), /checksum/],
      ['without its end', gzipSync(text.slice(0, text.lastIndexOf('\n{') + 1)), /cut short/],
      ['cut short', (await readFile(file)).subarray(0, 5000), /damaged/],
      ['no gzip', 'hello', /not a backup/],
      ['another file', gzipSync('{"type":"FeatureCollection"}\n'), /not a backup/],
      ['empty', gzipSync(''), /not a backup/],
      ['of the future', gzipSync(text.replace('"version":1', '"version":2')), /version 2/],
    ]
    await fresh('postgresql', async (db) => {
      const before = await contents(db)
      for (const [name, bytes, words] of damages) {
        const bad = join(folder, 'bad.backup')
        await writeFile(bad, bytes)
        await expect(restoreBackup(db, bad), name).rejects.toThrow(words)
      }
      expect(await contents(db)).toEqual(before)
      await restoreBackup(db, file)
    })
  })

  it('leaves nothing behind when the file cannot be written', async () => {
    await expect(saveBackup(from.db, join(folder, 'nowhere', 'x.backup'), madeAt)).rejects.toThrow(/ENOENT/)
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
    expect(await from.db.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })
})

describe.each(testEngines)('the commands backup and restore on %s', (engine) => {
  it('carry a database over', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hearthway-backup-'))
    const from = await openTestDatabase(engine)
    const into = engine === 'postgresql' ? await openTestDatabase(engine) : undefined
    try {
      await seedNetwork(from.db, smallNetwork)
      await saveSetting(from.db, demoSetting, true)
      const before = await contents(from.db)
      await from.db.close()
      const told = vi.spyOn(console, 'error')
      // An embedded folder that does not exist yet is made by the restore.
      const target = into?.target ?? { dataDir: join(folder, 'new') }
      const env = (place: TestDatabase['target']) => 'url' in place ? { HEARTHWAY_DATABASE_URL: place.url } : { HEARTHWAY_DATA_DIR: place.dataDir }
      const file = join(folder, 'city.backup')
      // As npm runs it: in the project's folder, with a name meant from where the user stands.
      expect(await runBackup(['city.backup'], { ...env(from.target), INIT_CWD: folder })).toBe(0)
      expect(await runBackup([file], env(from.target))).toBe(1)
      expect(await runBackup([], env(from.target))).toBe(2)
      expect(await runBackup([join(folder, 'b')], { HEARTHWAY_DATA_DIR: join(folder, 'nothing') })).toBe(1)
      expect(await runRestore([join(folder, 'none')], env(target))).toBe(1)
      expect(await runRestore(['city.backup'], { ...env(target), INIT_CWD: folder })).toBe(0)
      expect(told.mock.calls.at(-1)![0]).toMatch(/backup of a demo, its readings are invented/)
      const again = await openDatabase(target)
      const { audit_records: records, ...rest } = await contents(again)
      expect({ ...rest, audit_records: [] }).toEqual(before)
      expect(records).toHaveLength(2)
      expect(await again.query("SELECT event, subject FROM audit_records ORDER BY seq")).toEqual([{ event: 'export.take', subject: 'export:backup' }, { event: 'backup.restore', subject: 'file:city.backup' }])
      await again.close()
    } finally {
      await from.close()
      await into?.close()
      await rm(folder, { recursive: true, force: true })
    }
  }, 240_000)
})
