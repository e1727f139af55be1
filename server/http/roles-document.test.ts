import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rolesTable } from '#domain/identity/roles-table'
import { routeRights } from './route-rights'

const file = join(import.meta.dirname, '..', '..', 'docs', 'roles.md')
const routesTable = (): string => ['| route | wants |', '| --- | --- |', ...Object.entries(routeRights).map(([route, right]) => `| \`${route}\` | ${right} |`)].join('\n')
const between = (text: string, name: string, table: string): string => text.replace(new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- end -->)`), (_, head: string, tail: string) => head + table + tail)

/** HEARTHWAY_BLESS=1 writes the tables anew. */
it('the documentation prints the tables that the server judges by', () => {
  const text = readFileSync(file, 'utf8')
  const wanted = between(between(text, 'roles', rolesTable()), 'routes', routesTable())
  if (process.env['HEARTHWAY_BLESS'] === '1') writeFileSync(file, wanted)
  else expect(text).toBe(wanted)
})
