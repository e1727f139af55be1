import pg from 'pg'
import { openEmbedded } from './open-embedded'

/** Test program: writes rows for ever into the folder it is given and prints each number once its commit was acknowledged. */
const engine = await openEmbedded({ dataDir: process.argv[2] as string })
const pool = new pg.Pool({ max: 1, stream: () => engine.createStream() } as pg.PoolConfig)
await pool.query('CREATE TABLE IF NOT EXISTS rows (n int PRIMARY KEY, filler text)')
const { rows } = await pool.query<{ last: number }>('SELECT coalesce(max(n), 0) AS last FROM rows')
for (let n = (rows[0]?.last ?? 0) + 1; ; n++) {
  // Every seventh commit takes more than one page, so that a kill falls into the middle of big writes as well.
  await pool.query('INSERT INTO rows VALUES ($1::int, repeat(md5($1::int::text), $2))', [n, n % 7 === 0 ? 2000 : 1])
  process.stdout.write(`${n}\n`)
}
