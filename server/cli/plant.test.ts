import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { seedNetwork } from '#db/seed'
import type { TestDatabase } from '#db/testing/opened-test-database'
import { openTestDatabase } from '#db/testing/test-database'
import { bareTown, townPlant } from '#domain/network/testing/plant-town'
import { run } from './plant'

vi.setConfig({ testTimeout: 120_000 })
const folder = mkdtempSync(join(tmpdir(), 'hearthway-plant-cli-'))
let test: TestDatabase
let [printed, said] = ['', '']
const plant = (...argv: string[]): Promise<number> => {
  [printed, said] = ['', '']
  return run(argv, { HEARTHWAY_DATABASE_URL: (test.target as { url: string }).url, INIT_CWD: folder }, (text) => { printed += `${text}\n` }, (text) => { said += `${text}\n` })
}
const write = (name: string, edit: (file: ReturnType<typeof townPlant>) => void = () => {}): void => {
  const file = townPlant()
  edit(file)
  writeFileSync(join(folder, name), JSON.stringify(file))
}
beforeAll(async () => {
  test = await openTestDatabase('postgresql')
  await seedNetwork(test.db, bareTown)
  write('town.json')
  write('changed.json', (file) => { file.loops[0]!.heat_max_c = 40; file.sensors = [] })
  write('faulty.json', (file) => { file.loops[0]!.heat_min_c = 50; file.loops[2]!.places = [{ segment_id: 'nowhere' }] })
  writeFileSync(join(folder, 'not.json'), '{')
})
beforeEach(() => { [printed, said] = ['', ''] })
afterAll(async () => {
  await test?.close()
  rmSync(folder, { recursive: true })
})

it('says how it is used', async () => {
  for (const argv of [[], ['plan'], ['apply', 'a', 'b'], ['export', 'x'], ['rollback'], ['plan', 'a', '--base', 'x'], ['plan', 'a', '--colour']]) expect(await plant(...argv), argv.join(' ')).toBe(2)
  expect(said).toMatch(/usage: npm run plant -- plan FILE/)
})

it('goes from plan to apply, export, history and back', async () => {
  expect(await plant('plan', 'town.json')).toBe(0)
  expect(printed).toMatch(/\+ loop l1\n[^]*loop +\+3 ~0 -0 =0\n[^]*to know:\n[^]*will be cut into[^]*apply FILE --base 0/)
  expect(await plant('history')).toBe(0)
  expect(printed).toBe('No plant file was applied yet.\n')
  expect(await plant('apply', 'town.json', '--base', '0')).toBe(0)
  expect(printed).toMatch(/^Applied as version 1\./)
  expect(await plant('plan', 'changed.json')).toBe(0)
  expect(printed).toMatch(/~ loop l1\n {6}heat_max_c: 45 -> 40\n {2}- sensor l2\.meter\n/)
  expect(await plant('apply', 'changed.json', '--base', '0')).toBe(1)
  expect(said).toMatch(/Version 1 stands by now, not 0: plan again/)
  expect(await plant('apply', 'changed.json', '--reason', 'cooler slab')).toBe(0)
  expect(await plant('export')).toBe(0)
  writeFileSync(join(folder, 'exported.json'), printed)
  expect(await plant('plan', 'exported.json')).toBe(0)
  expect(printed).toMatch(/^No difference: the plant is so already\./)
  expect(await plant('rollback', '1')).toBe(0)
  expect(printed).toMatch(/^Applied as version 3\./)
  expect(await plant('plan', 'town.json')).toBe(0)
  expect(printed).toMatch(/^No difference/)
  expect(await plant('history')).toBe(0)
  expect(printed).toMatch(/^ {3}3 {2}2[^]*cli:[^]*\n {3}2 [^\n]* cooler slab\n {3}1 /)
})

it('names every problem with place, reason and remedy, in either language, and changes nothing', async () => {
  expect(await plant('plan', 'faulty.json')).toBe(1)
  expect(printed).toMatch(/2 problems:\n {2}\/loops\/0\/heat_min_c {2}heat_min_c 50 °C does not lie below heat_max_c 45 °C\. Remedy: .*\n {2}\/loops\/2\/places\/0 {2}there is no segment "nowhere"\. Remedy: /)
  expect(await plant('apply', 'faulty.json', '--language', 'zh')).toBe(1)
  expect(said).toMatch(/\/loops\/2\/places\/0 {2}没有区段“nowhere”。处理：/)
  for (const [argv, words] of [[['plan', 'none.json'], /no file .*none\.json/], [['plan', 'not.json'], /not\.json is not JSON/], [['rollback', '99'], /no version 99/]] as const) {
    expect(await plant(...argv)).toBe(1)
    expect(said).toMatch(words)
  }
  expect(await plant('history')).toBe(0)
  expect(printed.split('\n')).toHaveLength(4)
})
