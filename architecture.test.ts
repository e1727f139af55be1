import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { expect, it } from 'vitest'

/** Who may import whom: ARCHITECTURE.md in executable form. A room is the longest key that starts the path. */
const mayImport: Record<string, string[]> = {
  'domain/units': [],
  'domain/geo': ['domain/units'],
  'domain/cql2': ['domain/units', 'domain/geo'],
  'domain/odata': ['domain/units'],
  'domain/sensing': ['domain/units', 'domain/geo'],
  'domain/network': ['domain/units', 'domain/geo', 'domain/sensing'],
  'domain/weather': ['domain/units', 'domain/geo', 'domain/sensing'],
  'domain/thermal': ['domain/units', 'domain/geo', 'domain/sensing', 'domain/network', 'domain/weather'],
  'domain/energy': ['domain/units', 'domain/geo', 'domain/sensing', 'domain/network', 'domain/weather', 'domain/thermal'],
  'domain/grf': [],
  'domain/identity': [],
  'domain/audit': [],
  'domain/control': ['domain/units', 'domain/geo', 'domain/sensing', 'domain/network', 'domain/weather', 'domain/thermal', 'domain/energy'],
  'domain/wire': ['domain'],
  db: ['domain'],
  'server/store': ['db', 'domain'],
  'server/live': ['domain'],
  'server/drivers': ['domain', 'fixtures'],
  'server/audit': ['db/database', 'db/audit-chain', 'domain', 'server/store'],
  'server/forecast': ['db/database', 'db/worker-thread', 'server/store', 'server/live', 'domain'],
  'server/twin': ['domain', 'fixtures'],
  'server/identity': ['db', 'server/store', 'domain'],
  'server/exchange': ['db', 'server/store', 'domain', 'fixtures'],
  'server/ingest': ['db/database', 'server/store', 'server/live', 'domain'],
  'server/control': ['db/database', 'server/store', 'domain', 'server/drivers/driver'],
  'server/http': ['db/database', 'server/ingest', 'server/control', 'server/store', 'server/live', 'server/forecast', 'server/identity', 'server/audit', 'server/exchange', 'server/config', 'domain'],
  'server/cli': ['server', 'db', 'domain', 'fixtures'],
  'server/simulate': ['server/control', 'domain'],
  'server/soak': ['server', 'db', 'domain', 'fixtures'],
  'server/bench': ['server', 'db', 'domain', 'fixtures'],
  'server/main': ['server', 'db', 'domain', 'fixtures'],
  'server/config': ['domain/identity'],
  'server/site-clock': ['domain'],
  'server/wall-clock': [],
  'server/package-root': [],
  web: ['domain'],
  fixtures: [],
}
const notAllowed: Record<string, string[]> = { 'server/twin': ['domain/thermal'] }
/** db.seed and test data may read fixtures in tests only; test files may use the test databases. */
const isTest = (file: string): boolean => /\.test\.ts$|\/testing\/|\.bench\.ts$|^web\/(e2e|bench)\//.test(file)

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = posix.join(folder, name)
    return statSync(path).isDirectory() ? sources(path) : /\.(ts|vue)$/.test(name) ? [path] : []
  })
}

const files = ['domain', 'db', 'server', 'web', 'fixtures'].flatMap(sources)
const importsOf = (file: string): string[] => [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] as string)
const resolve = (file: string, specifier: string): string | null =>
  specifier.startsWith('#') ? specifier.slice(1) : specifier.startsWith('.') ? posix.normalize(posix.join(dirname(file), specifier)) : null
const under = (path: string, room: string): boolean => path === room || path.startsWith(`${room}/`) || path.startsWith(`${room}.`)
const roomOf = (path: string): string | undefined => Object.keys(mayImport).filter((room) => under(path, room)).sort((a, b) => b.length - a.length)[0]

it('every file stands in a room', () => {
  expect(files.filter((file) => !roomOf(file) && !file.startsWith('domain/'))).toEqual([])
})

it('no room imports what it may not', () => {
  const forbidden = files.filter((file) => !isTest(file)).flatMap((file) => {
    const room = roomOf(file)
    if (!room) return []
    return importsOf(file).flatMap((specifier) => {
      const target = resolve(file, specifier)
      if (target === null || under(target, room)) return []
      const allowed = (mayImport[room] as string[]).some((other) => under(target, other)) && !(notAllowed[room] ?? []).some((other) => under(target, other))
      return allowed ? [] : [`${file} -> ${target}`]
    })
  })
  expect(forbidden).toEqual([])
})

it('domain knows no clock, no chance and no framework', () => {
  const impure = files.filter((file) => file.startsWith('domain/') && !isTest(file))
    .filter((file) => /Date\.now|new Date\(\)|Math\.random|process\.|setTimeout|from 'node:/.test(readFileSync(file, 'utf8')))
  expect(impure).toEqual([])
})

it('SQL stands only in db and server/store', () => {
  // A GeoPackage is a database in a file.
  const sqliteFiles = ['server/exchange/formats/read-geopackage.ts', 'server/exchange/exports/write-geopackage.ts']
  const outside = files.filter((file) => !/^(db|server\/(store|bench|soak))\//.test(file) && !sqliteFiles.includes(file) && !isTest(file))
    .filter((file) => /\b(INSERT INTO|DELETE FROM|SELECT [\w*,. ]+ FROM|UPDATE \w+ SET)\b/.test(readFileSync(file, 'utf8')))
  expect(outside).toEqual([])
})

it('no file outgrows its noun (400 lines)', () => {
  const long = files.filter((file) => !/\.test\.ts$/.test(file)).map((file) => [file, readFileSync(file, 'utf8').split('\n').length] as const).filter(([, lines]) => lines > 400)
  expect(long).toEqual([])
})
