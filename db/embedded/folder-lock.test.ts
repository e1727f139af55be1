import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockFolder } from './folder-lock'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearthway-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lockFile = () => join(folder, 'lock')

it('is refused while it is held, and free afterwards', () => {
  const unlock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(`in use by process ${process.pid}`)
  unlock()
  expect(existsSync(lockFile())).toBe(false)
  lockFolder(folder)()
})

it('names the living process that holds it, and is taken over when that process was killed', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await new Promise((resolve) => child.once('spawn', resolve))
  writeFileSync(lockFile(), JSON.stringify({ pid: child.pid, startedAt: '' }))
  expect(() => lockFolder(folder)).toThrow(`in use by process ${child.pid}`)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  lockFolder(folder)()
})

it.runIf(existsSync('/proc/self/stat'))('is taken over when the pid belongs to a later process', () => {
  writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, startedAt: 'another boot 17' }))
  const unlock = lockFolder(folder)
  expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid })
  unlock()
})

it('is taken over when a crash left the file empty or torn', () => {
  for (const text of ['', '{"pid":', '{"pid":-1,"startedAt":""}']) {
    writeFileSync(lockFile(), text)
    lockFolder(folder)()
  }
})

it('a holder whose lock was taken over does not remove the new one', () => {
  const unlock = lockFolder(folder)
  writeFileSync(lockFile(), '{"pid":1,"startedAt":"x"}')
  unlock()
  expect(existsSync(lockFile())).toBe(true)
})
