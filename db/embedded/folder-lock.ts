import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

interface Holder {
  pid: number
  /** What tells a process from a later one with the same pid; empty where the system does not say. */
  startedAt: string
}

/**
 * Locks a data folder for this process, for two engines on one folder destroy each other's data. The lock file names its holder;
 * when that process is gone (kill -9) the lock is taken over.
 * @returns the function that gives the lock back
 * @throws Error naming the pid of the process that has the folder open
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'lock')
  const me: Holder = { pid: process.pid, startedAt: startOfProcess(process.pid) ?? '' }
  const mine = JSON.stringify(me)
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(file, mine)) return () => release(file, mine)
    const text = read(file)
    if (text === undefined) continue
    const holder = parse(text)
    if (holder && lives(holder)) throw new Error(`the data folder ${folder} is in use by process ${holder.pid}: stop that process first`)
    // Whoever removes the stale file first goes on; the other finds a new file and looks again.
    if (read(file) === text) rmSync(file, { force: true })
  }
  throw new Error(`the data folder ${folder} cannot be locked: another process keeps taking ${file}`)
}

function create(file: string, text: string): boolean {
  try {
    const fd = openSync(file, 'wx', 0o600)
    writeSync(fd, text)
    closeSync(fd)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function release(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true })
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function parse(text: string): Holder | undefined {
  try {
    const { pid, startedAt } = JSON.parse(text) as Partial<Holder>
    return Number.isSafeInteger(pid) && (pid as number) > 0 && typeof startedAt === 'string' ? { pid: pid as number, startedAt } : undefined
  } catch {
    return undefined
  }
}

function lives({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = startOfProcess(pid)
  return now === undefined || startedAt === '' || now === startedAt
}

/** Boot of the machine and clock ticks since it at which a process started (Linux), undefined where /proc does not tell. */
function startOfProcess(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`
  } catch {
    return undefined
  }
}
