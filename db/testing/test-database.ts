import type { Database } from '../database'
import { openEmbeddedTestDatabase } from './embedded-test-database'
import { openPostgresTestDatabase } from './postgres-test-database'
import type { TestDatabase } from './opened-test-database'

/** Every database test runs once per engine: `describe.each(testEngines)('... on %s', (engine) => ...)`. */
export const testEngines: Database['engine'][] = ['postgresql', 'embedded']

/** A migrated, empty database of its own on the given engine. */
export function openTestDatabase(engine: Database['engine']): Promise<TestDatabase> {
  return engine === 'postgresql' ? openPostgresTestDatabase() : openEmbeddedTestDatabase()
}
