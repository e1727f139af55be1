import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { loadLastImport } from '#server/store/last-import'
import { loadNetwork } from '#server/store/load-network'
import { loadImports } from '#server/store/undo-import'
import { importFile } from './import-file'
import type { ImportReport } from './import-report'
import { prepareImport } from './prepare-import'
import { standsWords, undoImport } from './undo-import'

const now = new Date('2026-01-15T00:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'hearthway-undo-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(testEngines)('undoing an import on %s', (engine) => {
  let test: TestDatabase
  beforeAll(async () => { test = await openTestDatabase(engine) })
  afterAll(() => test?.close())
  const take = (name: string, lat: number, attribution?: string): Promise<ImportReport> => {
    const file = join(folder, `${name}.geojson`)
    writeFileSync(file, JSON.stringify({ type: 'Feature', properties: { highway: 'primary', name, surface_temperature_c: -3 }, geometry: { type: 'LineString', coordinates: [[126.6, lat], [126.606, lat]] } }))
    return importFile(test.db, { file, pieceM: 200, now, prepare: prepareImport, ...(attribution ? { attribution } : {}) })
  }
  const undo = (id: number) => undoImport(test.db, id, { at: now, actor: 'cli:tester' })

  it('takes it away whole, leaves the others as they were, and never gives an ordinal out again', async () => {
    const [first, second] = [await take('one', 45.75, '© one'), await take('two', 45.76, '© two')]
    const before = await loadNetwork(test.db)
    const version = await loadLastImport(test.db)
    expect(await undo(second.id!)).toEqual({ outcome: 'undone', segments: 3, stations: 0 })
    const after = await loadNetwork(test.db)
    expect(after.segments).toEqual(before.segments.slice(0, 3))
    expect([after.assets.map((one) => one.name.zh), after.sensors.length, after.attribution, after.city]).toEqual([['one'], 3, '© one', before.city])
    expect(await loadLastImport(test.db)).toBeGreaterThan(version)
    expect(await test.db.query('SELECT 1 FROM readings r WHERE NOT EXISTS (SELECT 1 FROM sensors s WHERE s.key = r.sensor_key)')).toEqual([])
    expect(await undo(second.id!)).toEqual({ outcome: 'undone_before' })
    expect(await undo(999)).toEqual({ outcome: 'unknown' })

    const again = await take('two', 45.76)
    const ordinals = await test.db.query<{ ordinal: number }>('SELECT ordinal FROM segments ORDER BY ordinal')
    expect(ordinals.map((row) => row.ordinal)).toEqual([0, 1, 2, 6, 7, 8])
    expect((await loadImports(test.db)).map(({ id, name, segments, undoneBy }) => [id, name, segments, undoneBy])).toEqual([[again.id, 'two', 3, null], [second.id, 'two', 0, 'cli:tester'], [first.id, 'one', 3, null]])
    const audit = await test.db.query<{ body: string }>("SELECT body FROM audit_records WHERE body LIKE '%network.undoImport%'")
    expect(audit).toHaveLength(1)
    expect(audit[0]!.body).toContain(`"subject":"import:${second.id}"`)
  })

  it('is refused while something stands on it, and says what', async () => {
    const three = await take('three', 45.77)
    await test.db.query("INSERT INTO stations (id, name_zh, name_en, segment_id, position) SELECT 'rs1', '站', 'Station', id, ST_StartPoint(axis) FROM segments WHERE source = 'three' LIMIT 1")
    const answer = await undo(three.id!)
    expect(answer).toEqual({ outcome: 'refused', stands: [{ kind: 'station', count: 1, ids: ['rs1'] }] })
    expect(standsWords(answer.outcome === 'refused' ? answer.stands : [])).toEqual(['1 station stands on it: rs1'])
    expect((await loadNetwork(test.db)).segments.filter((one) => one.source === 'three')).toHaveLength(3)
    await test.db.query("DELETE FROM stations WHERE id = 'rs1'")
    expect(await undo(three.id!)).toMatchObject({ outcome: 'undone' })
  })

  it('takes the city with the last of them', async () => {
    for (const one of await loadImports(test.db)) if (!one.undoneAt) await undo(one.id)
    const { segments, assets, city, attribution } = await loadNetwork(test.db)
    expect([segments, assets, city]).toEqual([[], [], null])
    expect(attribution || null).toBeNull()
  })
})
