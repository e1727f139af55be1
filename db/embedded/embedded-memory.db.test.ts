import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { expect, it } from 'vitest'
import { openEmbedded } from './open-embedded'

it('in memory: PostGIS is there from the template, a dump can be taken, nothing answers after the close', async () => {
  const engine = await openEmbedded({ dataDir: 'memory' })
  const pool = new pg.Pool({ max: 1, stream: () => engine.createStream() } as pg.PoolConfig)
  pool.on('error', () => {})
  const { rows } = await pool.query('SELECT ST_SRID(ST_SetSRID(ST_MakePoint(126, 45), 4490)) AS srid, current_setting($1) AS zone', ['TimeZone'])
  expect(rows).toEqual([{ srid: 4490, zone: expect.stringMatching(/UTC|GMT/) }])
  const dump = await engine.dump()
  expect([dump[0], dump[1]]).toEqual([0x1f, 0x8b])
  await engine.close()
  await engine.close()
  await expect(pool.query('SELECT 1')).rejects.toThrow()
  await pool.end()
})

it('a template that cannot be written says where', async () => {
  await expect(openEmbedded({ dataDir: 'memory', templateDir: fileURLToPath(import.meta.url) })).rejects.toThrow('embedded-memory.db.test.ts')
})
