import type { Network } from '../domain/network/network'
import type { Database, Transaction } from './database'
import {
  insertAssets, putControllers, putEnergyStations, putLoops, insertSegments, putSensors, putStations, insertWater,
} from './network-rows'

/**
 * Writes a whole city into an empty database, in one transaction; segments keep their order (the index of live frames).
 * Also sets the settings `city` and `attribution`.
 * @param also done in the same transaction
 * @throws Error when the database already holds a network; then nothing is changed
 */
export async function seedNetwork(db: Database, network: Network, also: (tx: Transaction) => Promise<void> = async () => {}): Promise<void> {
  await db.transaction(async (tx) => {
    // Two seeds at once: the second waits here and then finds the first.
    await tx.query('LOCK TABLE segments IN SHARE ROW EXCLUSIVE MODE')
    const [found] = await tx.query<{ full: boolean }>("SELECT EXISTS (SELECT 1 FROM assets) OR EXISTS (SELECT 1 FROM settings WHERE key = 'city') AS full")
    if (found?.full) throw new Error('the database already holds a network: a city is seeded only once')
    await insertAssets(tx, network.assets)
    await putEnergyStations(tx, network.energyStations)
    await putControllers(tx, network.controllers)
    await putLoops(tx, network.loops)
    await insertSegments(tx, network.segments)
    await putStations(tx, network.stations)
    await putSensors(tx, network.sensors)
    await insertWater(tx, network.water)
    await tx.query(
      'INSERT INTO settings (key, value) SELECT a, b::jsonb FROM unnest($1::text[], $2::text[]) AS t (a, b)',
      [['city', 'attribution'], [JSON.stringify(network.city), JSON.stringify(network.attribution)]])
    await also(tx)
  })
  // Fresh statistics, or the first queries plan for empty tables.
  await db.query('ANALYZE')
}
