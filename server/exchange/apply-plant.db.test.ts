import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { seedNetwork } from '#db/seed'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase, testEngines } from '#db/testing/test-database'
import { exportPlant } from '#domain/network/export-plant'
import { planPlant } from '#domain/network/plan-plant'
import type { PlantFile } from '#domain/network/plant-file'
import { arbitraryEdits } from '#domain/network/testing/arbitrary-plant-edit'
import { bareTown, testMaps, townPlant } from '#domain/network/testing/plant-town'
import { loadNetwork } from '#server/store/load-network'
import { loadPlantState } from '#server/store/plant'
import { loadPlantVersion, loadPlantVersions } from '#server/store/plant-versions'
import { loadSensorCatalogue } from '#server/store/sensor-catalogue'
import { applyPlantFile, planPlantFile } from './apply-plant'

vi.setConfig({ testTimeout: 120_000 })

const at = new Date('2026-11-25T08:00:00Z')
const who = { actor: 'engineer-1', role: 'engineer', address: '10.0.0.1' }
const edited = (edit: (file: PlantFile) => void): PlantFile => {
  const file = townPlant()
  edit(file)
  return file
}

describe.each(testEngines)('a plant file on %s', (engine) => {
  let test: TestDatabase
  const apply = (file: PlantFile, baseVersion?: number) => applyPlantFile(test.db, file, { at, who, registerMaps: testMaps, baseVersion })
  const everything = async (): Promise<unknown> => [await loadPlantState(test.db), await loadPlantVersions(test.db), await test.db.query('SELECT seq FROM audit_records')]
  beforeAll(async () => {
    test = await openTestDatabase(engine)
    // An energy station from before there were versions.
    await seedNetwork(test.db, { ...bareTown, energyStations: [{ id: 'old', name: { zh: '旧', en: 'Old' }, position: [126.6, 45.7] }] })
  })
  afterAll(() => test?.close())

  it('makes the plant what was planned, once, keeps what stood before as a version as well, and tells the audit', async () => {
    const { plan, baseVersion } = await planPlantFile(test.db, townPlant(), testMaps)
    expect([plan.problems, baseVersion, await loadPlantVersions(test.db)]).toEqual([[], 0, []])
    const version = (await loadNetwork(test.db)).version
    expect(await apply(townPlant(), 0)).toMatchObject({ outcome: 'applied', version: 2 })
    expect(await loadPlantVersion(test.db, 1)).toMatchObject({ actor: 'server', file: { energy_stations: [{ id: 'old' }], loops: [] } })
    const stored = await loadPlantState(test.db)
    expect(planPlant(stored, exportPlant(plan.wanted!), testMaps)).toMatchObject({ create: [], change: [], remove: [], problems: [] })
    for (const part of ['segments', 'controllers', 'energyStations', 'stations'] as const) expect(stored[part], part).toEqual(plan.wanted![part])
    expect((await loadNetwork(test.db)).version).not.toBe(version)
    const full = await loadPlantVersion(test.db)
    expect(full).toMatchObject({ number: 2, actor: 'engineer-1', file: townPlant(), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    const [record] = await test.db.query<{ body: string }>("SELECT body FROM audit_records WHERE body LIKE '%plant.apply%'")
    expect(JSON.parse(record!.body)).toMatchObject({ actor: 'engineer-1', role: 'engineer', subject: 'plant:2', before: { version: 1 }, after: { version: 2, sha256: full!.sha256 } })
    expect(await apply(townPlant())).toMatchObject({ outcome: 'unchanged', version: 2 })
  })

  it('changes nothing for a faulty file, a plan that is overtaken, or a row that cannot be written', async () => {
    const before = await everything()
    expect(await apply(edited((file) => { file.loops[0]!.heat_min_c = 60; file.stations.pop() }))).toMatchObject({ outcome: 'refused', plan: { problems: [{ code: 'setpoints_reversed' }] } })
    expect(await apply(edited((file) => { file.loops.pop() }), 0)).toEqual({ outcome: 'conflict', version: 2 })
    await test.db.query('ALTER TABLE plant_versions ADD CONSTRAINT refuse_all CHECK (number < 3)')
    await expect(apply(edited((file) => { file.loops.pop() }))).rejects.toThrow(/refuse_all/)
    await test.db.query('ALTER TABLE plant_versions DROP CONSTRAINT refuse_all')
    expect(await everything()).toEqual(before)
  })

  it('lets no command lose its loop: not removed, not moved, not spoken to elsewhere before it has ended', async () => {
    await test.db.query("INSERT INTO command_requests (id, actor, idempotency_key, request_sha256, answer, requested_at) VALUES ('r', 'li', 'k', '', '{}', $1)", [at])
    await test.db.query("INSERT INTO commands (request_id, loop_id, actor, slot, mode, state, sequence, requested_at) VALUES ('r', 'l1', 'li', 8, 'heat', 'applied', 1, $1)", [at])
    const before = await everything()
    const busy = [(file: PlantFile) => { file.loops.shift(); file.stations.shift() }, (file: PlantFile) => { file.loops[0]!.index = 5 }, (file: PlantFile) => { file.controllers[0]!.host = '10.0.0.99' }]
    for (const edit of busy) {
      const answer = await apply(edited(edit))
      expect(answer).toMatchObject({ outcome: 'refused', plan: { problems: [{ code: 'loop_busy', params: { loop: 'l1', states: 'applied' } }] } })
    }
    expect(await everything()).toEqual(before)
    expect(await apply(edited((file) => { file.loops[0]!.heat_max_c = 40 }))).toMatchObject({ outcome: 'applied', version: 3 })
    await test.db.query("UPDATE commands SET state = 'released', ended_at = $1", [at])
    expect(await apply(edited(busy[0]!))).toMatchObject({ outcome: 'applied', version: 4 })
  })

  it('retires what goes, with its history, and lets it stand again under it', async () => {
    expect((await loadSensorCatalogue(test.db)).has('s1.surface')).toBe(false)
    expect((await loadPlantState(test.db)).loops.map((loop) => loop.id)).toEqual(['l2', 'l3'])
    const [sensor] = await test.db.query<{ key: number; retired_at: Date }>("SELECT key, retired_at FROM sensors WHERE id = 's1.surface'")
    expect(sensor!.retired_at).toEqual(at)
    expect(await test.db.query("SELECT 1 FROM commands WHERE loop_id = 'l1'")).toHaveLength(1)
    const first = await loadPlantVersion(test.db, 2)
    expect(await apply(first!.file)).toMatchObject({ outcome: 'applied', version: 5 })
    expect(planPlant(await loadPlantState(test.db), townPlant(), testMaps)).toMatchObject({ create: [], change: [], remove: [] })
    expect((await loadSensorCatalogue(test.db)).get('s1.surface')!.key).toBe(sensor!.key)
  })

  it('keeps its versions as they are', async () => {
    await expect(test.db.query('UPDATE plant_versions SET actor = $1', ['nobody'])).rejects.toThrow(/append-only/)
    await expect(test.db.query('DELETE FROM plant_versions')).rejects.toThrow(/append-only/)
    expect((await loadPlantVersions(test.db)).map((one) => one.number)).toEqual([5, 4, 3, 2, 1])
  })

  it('is applied wholly or not at all, whatever was edited', async () => {
    let outcomes = { applied: 0, refused: 0 }
    await fc.assert(fc.asyncProperty(arbitraryEdits, async (edits) => {
      const file = townPlant()
      for (const edit of edits) edit(file)
      const before = await everything()
      const answer = await apply(file)
      if (answer.outcome === 'refused') expect(await everything()).toEqual(before)
      else expect(planPlant(await loadPlantState(test.db), file, testMaps)).toMatchObject({ create: [], change: [], remove: [], problems: [] })
      if (answer.outcome in outcomes) outcomes = { ...outcomes, [answer.outcome]: outcomes[answer.outcome as 'applied'] + 1 }
    }), { numRuns: engine === 'embedded' ? 8 : 25 })
    expect(await planPlantFile(test.db, townPlant(), testMaps)).toMatchObject({ plan: { problems: [] } })
  })
})
