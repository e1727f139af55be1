import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ThrowawayPostgres } from './throwaway-postgres'

/** What a disk would hold: table files as of the start, and the log as far as it had been waited for. */
const diskFolder = (cluster: ThrowawayPostgres): string => join(cluster.folder, 'disk')

/** Copies the cluster's files as the state that the disk surely holds. Later changes reach it by the log alone. */
export async function takeDiskImage(cluster: ThrowawayPostgres): Promise<void> {
  await cluster.run('pg_basebackup', ['-h', '127.0.0.1', '-p', String(cluster.port), '-U', 'postgres', '-D', diskFolder(cluster), '-c', 'fast', '-X', 'none', '--no-manifest'])
}

/**
 * The power goes: everything that was not yet waited for is gone, whatever the operating system still had in memory. The cluster comes up again
 * on the disk image, at the same address, and recovers from the log up to `flushed` (file and offset, of pg_walfile_name_offset of the flush position).
 */
export async function cutPower(cluster: ThrowawayPostgres, flushed: { file: string; offset: number }): Promise<void> {
  await cluster.run('pg_ctl', ['-D', join(cluster.folder, 'data'), '-m', 'immediate', '-w', 'stop'])
  const [from, to] = [join(cluster.folder, 'data', 'pg_wal'), join(diskFolder(cluster), 'pg_wal')]
  // Names of log files sort by position; those of one timeline are 24 hexadecimal digits.
  for (const name of (await readdir(from)).filter((found) => /^[0-9A-F]{24}$/.test(found) && found <= flushed.file)) await cluster.run('/bin/cp', [join(from, name), join(to, name)])
  const last = await open(join(to, flushed.file), 'r+')
  const { size } = await last.stat()
  await last.truncate(flushed.offset)
  await last.truncate(size)
  await last.close()
  await cluster.run('pg_ctl', ['-D', diskFolder(cluster), '-w', '-t', '30', '-l', join(cluster.folder, 'log'),
    '-o', `-p ${cluster.port} -k ${cluster.folder} -c listen_addresses=127.0.0.1`, 'start'])
}
