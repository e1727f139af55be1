import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbedded, type EmbeddedEngine } from './open-embedded'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-engine-'))
const bowTie = "ST_GeomFromText('POLYGON((0 0,1 1,1 0,0 1,0 0))', 4490)"
const torn = `ST_Union(${bowTie}, ST_GeomFromText('POLYGON((0 0,2 0,2 2,0 2,0 0))', 4490))`
let engine: EmbeddedEngine
let pool: pg.Pool

const newPool = () => new pg.Pool({ max: 1, idleTimeoutMillis: 0, stream: () => engine.createStream() } as pg.PoolConfig)
const value = async (sql: string, values?: unknown[]) => Object.values((await pool.query(sql, values)).rows[0])[0]

beforeAll(async () => {
  engine = await openEmbedded({ dataDir: folder })
  pool = newPool()
  await pool.query('CREATE TABLE notes (id int PRIMARY KEY, body text)')
})
afterAll(async () => {
  await pool.end()
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('types', () => {
  it.each([
    ['int4', 'int', 5, 5],
    ['int8 as text', 'bigint', '9007199254740993', '9007199254740993'],
    ['float8', 'float8', -0.1, -0.1],
    ['text', 'text', '暖途 ❄', '暖途 ❄'],
    ['timestamptz', 'timestamptz', new Date('2026-01-18T20:00:00.123Z'), new Date('2026-01-18T20:00:00.123Z')],
    ['jsonb', 'jsonb', '{"a":[1,null]}', { a: [1, null] }],
    ['array', 'float8[]', [1.5, -2], [1.5, -2]],
    ['bytea', 'bytea', Buffer.from([0, 255, 10]), Buffer.from([0, 255, 10])],
    ['null', 'text', null, null],
  ])('%s', async (_, type, given, got) => expect(await value(`SELECT $1::${type}`, [given])).toEqual(got))

  it('PostGIS knows CGCS2000', async () => {
    expect(await value("SELECT ST_AsText(ST_Transform(ST_SetSRID(ST_MakePoint(126, 45), 4490), 4549), 0)")).toMatch(/^POINT\(\d+ \d+\)$/)
  })
})

describe('statements', () => {
  it('several in one simple query', async () => {
    const results = (await pool.query('SELECT 1 AS a; SELECT 2 AS b')) as unknown as pg.QueryResult[]
    expect(results.map(({ rows }) => rows[0])).toEqual([{ a: 1 }, { b: 2 }])
  })

  it('named ones are prepared once and survive another statement', async () => {
    for (const n of [1, 2]) {
      expect((await pool.query({ name: 'twice', text: 'SELECT $1::int * 2 AS n', values: [n] })).rows).toEqual([{ n: 2 * n }])
    }
    expect(await value("SELECT count(*)::int FROM pg_prepared_statements WHERE name = 'twice'")).toBe(1)
  })

  it('a result of 300,000 rows and one value of 20 MB come whole', async () => {
    const { rows } = await pool.query("SELECT i, repeat('x', 100) AS filler FROM generate_series(1, 300000) i")
    expect([rows.length, rows.at(-1)]).toEqual([300_000, { i: 300_000, filler: 'x'.repeat(100) }])
    expect(await value("SELECT repeat('y', 20000000)")).toHaveLength(20_000_000)
    expect(await value('SELECT length($1)', ['z'.repeat(20_000_000)])).toBe(20_000_000)
  })

  it('an empty query is no error', async () => {
    expect((await pool.query('')).rows).toEqual([])
    expect((await pool.query('-- nothing')).rows).toEqual([])
  })

  it('COPY FROM STDIN is refused instead of hanging', async () => {
    await expect(pool.query('COPY notes FROM STDIN')).rejects.toMatchObject({ code: '0A000' })
    await expect(pool.query({ text: 'COPY notes FROM STDIN', values: [], name: 'copy' })).rejects.toMatchObject({ code: '0A000' })
    expect(await value('SELECT 1')).toBe(1)
  })

  it('notifications arrive', async () => {
    const client = await pool.connect()
    const heard = new Promise((resolve) => client.once('notification', ({ payload }) => resolve(payload)))
    await client.query('LISTEN changes')
    await client.query("NOTIFY changes, 'hello'")
    expect(await heard).toBe('hello')
    client.release()
  })
})

describe('errors', () => {
  it.each([
    ['SELECT 1/0', '22012'],
    ['SELEC', '42601'],
    ['SELECT * FROM nowhere', '42P01'],
    ['INSERT INTO notes VALUES (1), (1)', '23505'],
  ])('%s is %s, simple and parameterised, and the next query works', async (sql, code) => {
    await expect(pool.query(sql)).rejects.toMatchObject({ code })
    await expect(pool.query({ text: sql, values: [], name: `named ${code}` })).rejects.toMatchObject({ code })
    expect(await value('SELECT count(*)::int FROM notes')).toBe(0)
  })

  it('a new client finds nothing of the last one', async () => {
    await pool.query("SET work_mem = '9MB'; CREATE TEMP TABLE scratch (a int); PREPARE left_over AS SELECT 1; BEGIN; INSERT INTO notes VALUES (7, 'open')")
    const second = newPool()
    pool.once('error', () => {})
    const found = await second.query(
      "SELECT current_setting('work_mem') AS mem, to_regclass('scratch') AS temp, (SELECT count(*)::int FROM pg_prepared_statements) AS prepared, (SELECT count(*)::int FROM notes) AS notes",
    )
    expect(found.rows[0]).toEqual({ mem: '4MB', temp: null, prepared: 0, notes: 0 })
    await second.end()
    expect(await value('SELECT 1')).toBe(1)
  })
})

describe('transactions', () => {
  it('commit and roll back', async () => {
    await pool.query('BEGIN')
    await pool.query("INSERT INTO notes VALUES (1, 'gone')")
    await pool.query('ROLLBACK')
    await pool.query('BEGIN')
    await pool.query("INSERT INTO notes VALUES (2, 'kept')")
    await pool.query('COMMIT')
    expect((await pool.query('SELECT id FROM notes')).rows).toEqual([{ id: 2 }])
    await pool.query('TRUNCATE notes')
  })

  it('a client released in the middle leaves nothing behind', async () => {
    const client = await pool.connect()
    await client.query("BEGIN; INSERT INTO notes VALUES (3, 'half')")
    client.release(true)
    expect(await value('SELECT count(*)::int FROM notes')).toBe(0)
  })
})

describe('an exception inside PostGIS', () => {
  const told = { code: 'XX000', message: expect.stringContaining('TopologyException') }
  const half = `INSERT INTO notes SELECT i, CASE WHEN i = 3 THEN ST_AsText(${torn.replace('0 0,1 1', "0 0,' || (i - 2) || ' 1")}) END FROM generate_series(1, 5) i`

  it.each([
    ['simple', undefined],
    ['parameterised', [1]],
  ])('%s, outside a transaction: an error, nothing half done', async (_, values) => {
    const where = values ? ' WHERE $1::int = 1' : ''
    await expect(pool.query(`SELECT ${torn}${where}`, values)).rejects.toMatchObject(told)
    await expect(pool.query(half + where, values)).rejects.toMatchObject(told)
    await expect(pool.query(half + where, values)).rejects.toMatchObject(told)
    expect(await value('SELECT count(*)::int FROM notes')).toBe(0)
  })

  it.each([
    ['simple', undefined],
    ['parameterised', [1]],
  ])('%s, inside a transaction: the transaction has failed as a whole', async (_, values) => {
    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query("INSERT INTO notes VALUES (9, 'before')")
    await expect(client.query(half + (values ? ' WHERE $1::int = 1' : ''), values)).rejects.toMatchObject(told)
    await expect(client.query("INSERT INTO notes VALUES (10, 'after')")).rejects.toMatchObject({ code: '25P02' })
    expect((await client.query('COMMIT')).command).toBe('ROLLBACK')
    client.release()
    expect(await value('SELECT count(*)::int FROM notes')).toBe(0)
  })

  it('several statements in one query: none of them stays', async () => {
    await expect(pool.query(`INSERT INTO notes VALUES (20, 'x'); SELECT ${torn}; INSERT INTO notes VALUES (21, 'y')`)).rejects.toMatchObject(told)
    expect(await value('SELECT count(*)::int FROM notes')).toBe(0)
  })

  it('a savepoint catches it', async () => {
    const client = await pool.connect()
    await client.query("BEGIN; INSERT INTO notes VALUES (30, 'kept'); SAVEPOINT s")
    await expect(client.query(`SELECT ${torn}`)).rejects.toMatchObject(told)
    await client.query('ROLLBACK TO SAVEPOINT s; COMMIT')
    client.release()
    expect((await pool.query('DELETE FROM notes RETURNING id')).rows).toEqual([{ id: 30 }])
  })

  it('PROJ too tells its own words', async () => {
    await expect(pool.query("SELECT ST_Transform(ST_MakePoint(0, 0), '+proj=nonsense', '+proj=longlat')")).rejects.toThrow(/projection/)
    expect(await value('SELECT 1')).toBe(1)
  })
})

it('a folder is open once', async () => {
  await expect(openEmbedded({ dataDir: folder })).rejects.toThrow(`in use by process ${process.pid}`)
})
