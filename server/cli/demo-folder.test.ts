import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { lockFolder } from '#db/embedded/folder-lock'
import { isDemoFolder, openDemoFolder } from './demo-folder'

const above = mkdtempSync(join(tmpdir(), 'hearthway-demo-folder-'))
const folder = join(above, 'demo')
afterAll(() => rmSync(above, { recursive: true }))
beforeEach(() => rmSync(folder, { recursive: true, force: true }))

it('keeps its token and knows its city', () => {
  expect(openDemoFolder(folder, 'harbin', 'one', false)).toMatchObject({ deviceToken: 'one', firstRun: true })
  expect(openDemoFolder(folder, 'harbin', 'two', false)).toMatchObject({ deviceToken: 'one', firstRun: false })
  expect(() => openDemoFolder(folder, 'wuhan', 'two', false)).toThrow(/holds the demo of harbin/)
  expect([isDemoFolder(folder), isDemoFolder(join(folder, 'database')), isDemoFolder(above)]).toEqual([true, true, false])
})

it('is deleted by a reset, but never under a running demo, whose process is named', () => {
  const { database } = openDemoFolder(folder, 'harbin', 'one', false)
  const unlock = lockFolder(database)
  writeFileSync(join(database, 'data'), 'x')
  expect(() => openDemoFolder(folder, 'harbin', 'two', true)).toThrow(new RegExp(`a demo is running in .*Nothing was deleted.* process ${process.pid}`))
  expect(existsSync(join(database, 'data'))).toBe(true)
  unlock()
  expect(openDemoFolder(folder, 'wuhan', 'two', true)).toMatchObject({ deviceToken: 'two', firstRun: true })
  expect(existsSync(database)).toBe(false)
})

it('leaves a folder alone that is no demo', () => {
  const unlock = lockFolder(join(folder, 'database'))
  unlock()
  writeFileSync(join(folder, 'mine'), 'x')
  openDemoFolder(folder, 'harbin', 'one', true)
  expect(existsSync(join(folder, 'mine'))).toBe(true)
})
