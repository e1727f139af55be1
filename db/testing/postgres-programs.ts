import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const debianFolder = '/usr/lib/postgresql/15/bin'

/**
 * Where PostgreSQL's own programs lie: HEARTHWAY_POSTGRES_BIN, Debian's folder of version 15, or the PATH.
 * @throws Error saying what to install; the suite on PostgreSQL is never skipped in silence
 */
export function postgresPrograms(): string {
  const folders = [process.env['HEARTHWAY_POSTGRES_BIN'], debianFolder, ...(process.env['PATH'] ?? '').split(delimiter)]
  for (const folder of folders) {
    if (folder && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl'))) return folder
  }
  throw new Error(
    'The database tests need PostgreSQL 15 with PostGIS 3 on this machine and found none.\n' +
    'Debian or Ubuntu: apt-get install postgresql-15 postgresql-15-postgis-3\n' +
    'Elsewhere: install PostgreSQL and PostGIS and name the folder of initdb in HEARTHWAY_POSTGRES_BIN.')
}
