import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of migrations: the nearest `db/migrations` above this file, which holds both for the sources (db/) and for the
 * bundle (dist/server/), since the bundle lies inside the package. Falls back to the working directory.
 * @throws Error naming the places searched
 */
export function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    const candidate = join(folder, 'db', 'migrations')
    if (existsSync(join(candidate, 'meta', '_journal.json'))) return candidate
    const above = dirname(folder)
    if (above === folder) break
    folder = above
  }
  const here = join(process.cwd(), 'db', 'migrations')
  if (existsSync(join(here, 'meta', '_journal.json'))) return here
  throw new Error(`no db/migrations above ${fileURLToPath(import.meta.url)} nor in ${process.cwd()}: the package is incomplete`)
}
