import { randomUUID } from 'node:crypto'
import { openDatabase } from '../connect'
import { testCluster } from './test-cluster'
import type { TestDatabase } from './opened-test-database'

/** A copy of the migrated template database on the run's throwaway cluster. */
export async function openPostgresTestDatabase(): Promise<TestDatabase> {
  const cluster = await testCluster()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onCluster(cluster.url, `CREATE DATABASE ${name} TEMPLATE ${cluster.template}`)
  const target = { url: cluster.url.replace(/[^/]*$/, name) }
  const db = await openDatabase(target)
  return {
    db,
    target,
    async close() {
      await db.close()
      await onCluster(cluster.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function onCluster(url: string, statement: string): Promise<void> {
  const maintenance = await openDatabase({ url })
  try {
    await maintenance.query(statement)
  } finally {
    await maintenance.close()
  }
}
