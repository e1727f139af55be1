import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port'
import { postgresPrograms } from './postgres-programs'

const run = promisify(execFile)

export interface ThrowawayPostgres {
  /** Address of the given database of the cluster (default: postgres). */
  url(database?: string): string
  /** Runs a program of PostgreSQL's own (or one by its full path) as the user that owns the cluster. */
  run(program: string, args: string[]): Promise<void>
  /** Its temporary folder: `data` in it is the cluster's. */
  readonly folder: string
  readonly port: number
  /** What another process needs to end the cluster: the command that stops it, then the folder to remove. */
  readonly handle: ThrowawayHandle
  /** Stops the server at once and removes the folder. */
  stop(): Promise<void>
}

export interface ThrowawayHandle { stop: string[]; folder: string }

export interface ThrowawayOptions {
  /** Wait for the disk at commit, as production does. Off by default: tests are in a hurry. */
  durable?: boolean
  /** Further settings, `name=value`. */
  settings?: string[]
  /** Process whose end also ends the cluster, so that a killed test run leaves nothing behind. Default: this process. */
  ownerPid?: number
}

/**
 * Starts a PostgreSQL cluster of its own in a temporary folder, on a free port of loopback (about 2 s).
 * PostgreSQL refuses to run as root, so root starts it as the user `postgres`.
 * @throws Error when PostgreSQL is not installed or does not start
 */
export async function startThrowawayPostgres(options: ThrowawayOptions = {}): Promise<ThrowawayPostgres> {
  const programs = postgresPrograms()
  const folder = await mkdtemp(join(tmpdir(), 'hearthway-postgres-'))
  const asRoot = process.getuid?.() === 0
  const command = (name: string, args: string[]): [string, string[]] =>
    asRoot ? ['runuser', ['-u', 'postgres', '--', resolve(programs, name), ...args]] : [resolve(programs, name), args]
  if (asRoot) {
    await chmod(folder, 0o755)
    await run('chown', ['postgres', folder])
  }
  const data = join(folder, 'data')
  try {
    await run(...command('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N']), { cwd: '/' })
    const port = await freePort()
    const settings = ['-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'shared_buffers=64MB', '-c', 'max_connections=100',
      ...(options.durable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off']), ...(options.settings ?? []).flatMap((setting) => ['-c', setting])]
    await run(...command('pg_ctl', ['-D', data, '-w', '-t', '30', '-l', join(folder, 'log'), '-o', settings.join(' '), 'start']), { cwd: '/' })
    const [stopProgram, stopArgs] = command('pg_ctl', ['-D', data, '-m', 'immediate', 'stop'])
    guardAgainstOrphans(options.ownerPid ?? process.pid, folder, [stopProgram, ...stopArgs])
    const handle = { stop: [stopProgram, ...stopArgs], folder }
    return {
      url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`,
      run: async (program, args) => { await run(...command(program, args), { cwd: '/' }) },
      folder, port, handle,
      stop: () => stopThrowawayPostgres(handle),
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw new Error(`the throwaway PostgreSQL did not start: ${(error as Error).message}`, { cause: error })
  }
}

export async function stopThrowawayPostgres({ stop: [program = '', ...args], folder }: ThrowawayHandle): Promise<void> {
  await run(program, args, { cwd: '/' }).catch(() => {})
  await rm(folder, { recursive: true, force: true })
}

/** A waiting shell, detached, that stops the cluster when its owner is gone. */
function guardAgainstOrphans(ownerPid: number, folder: string, stop: string[]): void {
  const script = 'owner=$1; folder=$2; shift 2; while kill -0 "$owner" 2>/dev/null && [ -d "$folder" ]; do sleep 2; done; [ -d "$folder" ] && { "$@"; rm -rf "$folder"; }'
  spawn('sh', ['-c', script, 'sh', String(ownerPid), folder, ...stop], { detached: true, stdio: 'ignore', cwd: '/' }).unref()
}
