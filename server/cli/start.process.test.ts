import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { saveSetting } from '#server/store/settings'
import { demoSetting } from './demo-setting'

vi.setConfig({ testTimeout: 120_000 })
const folder = mkdtempSync(join(tmpdir(), 'hearthway-start-'))
const children: ChildProcess[] = []
afterEach(() => { for (const child of children.splice(0)) child.kill('SIGKILL') })
afterAll(() => rmSync(folder, { recursive: true }))

function start(dataDir: string): { child: ChildProcess; said: () => string; exit: Promise<number | null> } {
  const env = { ...process.env, HEARTHWAY_DATABASE_URL: '', HEARTHWAY_DATA_DIR: dataDir, HEARTHWAY_PORT: '0', HEARTHWAY_PUBLIC_READ: 'on' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli/start.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { said += chunk.toString('utf8') })
  return { child, said: () => said, exit: new Promise((resolve) => { child.once('exit', resolve) }) }
}

it('serves an empty instance, says that no city is set up, and ends cleanly on Ctrl-C', async () => {
  const { child, said, exit } = start(join(folder, 'new'))
  const url = await vi.waitFor(() => /"url":"(http[^"]+)"/.exec(said())![1]!, { timeout: 60_000, interval: 100 })
  const site = await fetch(`${url}api/site`)
  expect(site.status).toBe(200)
  expect(await site.json()).toMatchObject({ city: { id: 'none', name: { en: 'Not set up' } }, demo: false })
  child.kill('SIGINT')
  expect(await exit).toBe(0)
})

it("refuses a demo's database, wherever it lies", async () => {
  const dataDir = join(folder, 'restored')
  const db = await openDatabase({ dataDir })
  await migrate(db)
  await saveSetting(db, demoSetting, true)
  await db.close()
  const { said, exit } = start(dataDir)
  expect(await exit).toBe(1)
  expect(said()).toContain("restored from a demo's backup")
})
