import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { openEmbedded } from './open-embedded'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-crash-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lets another process write, kills it without warning at a moment nobody chose, returns the last number it acknowledged. */
async function writeUntilKilled(afterRows: number, whileWriting: (pid: number) => Promise<void>): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('crash-writer.ts', import.meta.url)), folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  let text = ''
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the writer ended by itself')))
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      if (text.split('\n').length > afterRows) resolve()
    })
  })
  await whileWriting(child.pid as number)
  child.kill('SIGKILL')
  await gone
  return Number(text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1))
}

it('a second process is refused; after kill -9 every acknowledged row is there; a stuck query is stopped and its folder lives on', { timeout: 180_000 }, async () => {
  const refused = async (pid: number) => {
    await expect(openEmbedded({ dataDir: folder })).rejects.toThrow(`in use by process ${pid}`)
  }
  await writeUntilKilled(200, refused)
  const last = await writeUntilKilled(300, async () => {})
  expect(last).toBeGreaterThan(300)

  const engine = await openEmbedded({ dataDir: folder, answerTimeoutMs: 5_000 })
  const pool = new pg.Pool({ max: 1, stream: () => engine.createStream() } as pg.PoolConfig)
  pool.on('error', () => {})
  const state = async () =>
    (await pool.query('SELECT count(*)::int AS count, max(n) AS max, bool_and(filler LIKE md5(n::text) || \'%\') AS whole FROM rows')).rows[0] as {
      count: number
      max: number
      whole: boolean
    }
  const found = await state()
  expect(found.max).toBeGreaterThanOrEqual(last)
  expect(found.max).toBeLessThanOrEqual(last + 1)
  expect(found).toMatchObject({ count: found.max, whole: true })

  await expect(pool.query("DO $$ BEGIN DELETE FROM rows; LOOP END LOOP; END $$")).rejects.toThrow('no answer within 5000 ms')
  expect(await state()).toEqual(found)
  expect((await engine.dump()).length).toBeGreaterThan(1_000_000)
  await pool.end()
  await engine.close()
})
