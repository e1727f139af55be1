import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '#db/connect'
import { startThrowawayPostgres, type ThrowawayPostgres } from '#db/testing/throwaway-postgres'

/** A PostgreSQL of its own that waits for the disk, and can be killed as a machine kills it. */
export interface KillablePostgres { url: string; /** kill -9 of the postmaster. */ kill(): Promise<void>; revive(): Promise<void>; stop(): Promise<void> }

export async function startKillablePostgres(name: string): Promise<KillablePostgres> {
  const cluster: ThrowawayPostgres = await startThrowawayPostgres({ durable: true })
  const maintenance = await openDatabase({ url: cluster.url() })
  await maintenance.query(`CREATE DATABASE ${name}`)
  await maintenance.close()
  const data = join(cluster.folder, 'data')
  return {
    url: cluster.url(name),
    async kill() {
      const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGKILL')
    },
    async revive() {
      const start = (): Promise<void> => cluster.run('pg_ctl', ['-D', data, '-w', '-t', '30', '-l', join(cluster.folder, 'log'), '-o', `-p ${cluster.port} -k ${cluster.folder} -c listen_addresses=127.0.0.1 -c shared_buffers=64MB -c max_connections=100`, 'start'])
      // The children of a killed postmaster take a moment to notice, and hold its memory until then.
      for (let attempt = 1; ; attempt += 1) {
        try {
          await start()
          return
        } catch (error) {
          if (attempt >= 20) throw error
          await new Promise((resolve) => { setTimeout(resolve, 250) })
        }
      }
    },
    stop: () => cluster.stop(),
  }
}
