import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { importLimits, runImportTask } from './run-import-task'
import type { ImportTask } from './prepare-import'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-thread-'))
afterAll(() => rmSync(folder, { recursive: true }))
const task = (name: string, content: string): ImportTask => {
  writeFileSync(join(folder, name), content)
  return { path: join(folder, name), shown: name, name: 'x', pieceM: 200, nowMs: 0, standing: [], published: [] }
}
const line = '{"type":"Feature","properties":{"highway":"trunk"},"geometry":{"type":"LineString","coordinates":[[126.6,45.75],[126.61,45.75]]}}'
// A file of many short features takes more memory parsed than the thread is given here.
const large = `{"type":"FeatureCollection","features":[${Array.from({ length: 40_000 }, () => line).join(',')}]}`

it('reads in a thread, tells how far it is, and hands a refusal on as one', async () => {
  const steps: string[] = []
  const { plan, source } = await runImportTask(task('a.geojson', line), (step) => steps.push(step))
  expect([plan.segments.length, source.format]).toEqual([4, 'geojson'])
  expect(steps.length).toBeGreaterThan(1)
  await expect(runImportTask(task('b.kml', '<kml/>'))).rejects.toThrow(/this is KML/)
})

it('ends a thread that takes too long, takes too much, or is no longer wanted, and lives on', async () => {
  await expect(runImportTask(task('c.geojson', large), undefined, undefined, { ...importLimits, timeS: 0.05, timePerMiB: 0 })).rejects.toThrow(/took longer than 0\.05 s/)
  await expect(runImportTask(task('d.geojson', large), undefined, undefined, { ...importLimits, heapMiB: 24 })).rejects.toThrow(/more than 24 MiB of memory/)
  const abort = new AbortController()
  const work = runImportTask(task('e.geojson', large), () => abort.abort(), abort.signal)
  await expect(work).rejects.toThrow(/cancelled/)
})
