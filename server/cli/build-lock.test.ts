import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-build-lock-'))
afterAll(() => rmSync(folder, { recursive: true }))
const lock = join(folder, 'cache', 'build.lock')
const log = join(folder, 'log')

/** A process that works for `ms` under the lock; its exit code and what it said. */
function worker(work: string): Promise<{ code: number | null; said: string }> {
  const source = `import { withBuildLock } from ${JSON.stringify(new URL('./build-lock.mjs', import.meta.url).href)}
    import { appendFileSync } from 'node:fs'
    withBuildLock(${JSON.stringify(lock)}, () => { ${work} }, (pid) => console.log('waiting for ' + pid))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString('utf8') })
  return new Promise((resolve) => { child.once('exit', (code) => resolve({ code, said })) })
}
const slow = `appendFileSync(${JSON.stringify(log)}, 'in '); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500); appendFileSync(${JSON.stringify(log)}, 'out ')`

it('lets one in at a time, says whom the others wait for, and goes with the work', async () => {
  const done = await Promise.all([worker(slow), worker(slow), worker(slow)])
  expect(readFileSync(log, 'utf8')).toBe('in out in out in out ')
  expect(done.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(done.filter(({ said }) => /waiting for \d+/.test(said)).length).toBeGreaterThanOrEqual(1)
  expect(existsSync(lock)).toBe(false)
})

it('goes when the work ends the process, and is taken over from a dead one', async () => {
  expect(await worker('process.exit(7)')).toMatchObject({ code: 7 })
  expect(existsSync(lock)).toBe(false)
  const { code } = await worker('process.kill(process.pid, "SIGKILL")')
  expect(code).toBeNull()
  expect(existsSync(lock)).toBe(true)
  expect(await worker('')).toMatchObject({ code: 0, said: '' })
  writeFileSync(lock, '')
  expect(await worker('')).toMatchObject({ code: 0 })
})
