// One process at a time installs and builds: `npm run demo` and `npm test` side by side would empty dist under each other.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** No install and build takes as long; a lock older than this was left by a process whose number another one has now. */
const staleAfterMs = 600_000
const lookEveryMs = 300

/**
 * Runs `work` while holding `file`, waiting for a living process that holds it. The lock also goes when `work` ends the process.
 * @param onWait told once, with the pid waited for
 */
export function withBuildLock(file, work, onWait) {
  mkdirSync(dirname(file), { recursive: true })
  let told = false
  while (!take(file)) {
    const holder = holderOf(file)
    if (holder === null) rmSync(file, { force: true })
    else if (!told) {
      told = true
      onWait(holder)
    }
    if (holder !== null) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookEveryMs)
  }
  const release = () => rmSync(file, { force: true })
  process.once('exit', release)
  try {
    return work()
  } finally {
    process.off('exit', release)
    release()
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** The living process that holds the lock, or null. */
function holderOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    const ageMs = Date.now() - statSync(file).mtimeMs
    // Just made and not yet written: somebody is about to hold it.
    if (!(pid > 0)) return ageMs < 2000 ? 0 : null
    if (ageMs > staleAfterMs) return null
    process.kill(pid, 0)
    return pid
  } catch (error) {
    return error.code === 'EPERM' ? 0 : null
  }
}
