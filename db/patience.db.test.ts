import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from './connect'
import type { Database } from './database'
import { migrate } from './migrate'
import type { TestDatabase } from './testing/opened-test-database'
import { openTestDatabase } from './testing/test-database'

const patienceMs = 300

/** A line to the real server that can go dead without being cut, as when a machine freezes or a cable is pulled. */
async function openLine(url: string) {
  const { hostname, port } = new URL(url)
  let dead = false
  const sockets: Socket[] = []
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    sockets.push(near, far)
    for (const [from, to] of [[near, far], [far, near]] as const) {
      from.on('data', (bytes) => { if (!dead) to.write(bytes) })
      from.on('error', () => {})
      from.on('close', () => to.destroy())
    }
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String((server.address() as AddressInfo).port)
  return {
    url: through.href,
    die: () => { dead = true },
    revive: () => { dead = false },
    close: () => { for (const socket of sockets) socket.destroy(); server.close() },
  }
}

const tookMs = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

describe('a server that does not answer', () => {
  let opened: TestDatabase
  let line: Awaited<ReturnType<typeof openLine>>
  let db: Database
  beforeAll(async () => {
    opened = await openTestDatabase('postgresql')
    line = await openLine((opened.target as { url: string }).url)
    db = await openDatabase({ url: line.url, patienceMs })
  })
  afterAll(async () => {
    await db.close()
    line.close()
    await opened.close()
  })

  it('has a slow statement cancelled, and the connection goes on', async () => {
    expect(await tookMs(() => expect(db.query('SELECT pg_sleep(20)')).rejects.toThrow(/statement timeout/))).toBeLessThan(3000)
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('is given up when the line is dead, inside a transaction as well, and is found again', async () => {
    await db.query('SELECT 1')
    line.die()
    expect(await tookMs(() => expect(db.query('SELECT 1')).rejects.toThrow(/timeout/))).toBeLessThan(6000)
    line.revive()
    const held = db.transaction(async (tx) => {
      await tx.query("INSERT INTO settings VALUES ('half', '1')")
      line.die()
      await tx.query('SELECT 1')
    })
    expect(await tookMs(() => expect(held).rejects.toThrow(/timeout/))).toBeLessThan(8000)
    line.revive()
    expect(await db.query("SELECT key FROM settings WHERE key = 'half'")).toEqual([])
  })

  it('lets go of what a transaction holds when its line goes dead in the middle, so that others need not wait for the line', async () => {
    const hasty = await openDatabase({ url: line.url, patienceMs, idleInTransactionMs: 200 })
    let taken = (): void => {}
    let goOn = (): void => {}
    const locked = new Promise<void>((resolve) => { taken = resolve })
    const held = hasty.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(7)')
      line.die()
      taken()
      await new Promise<void>((resolve) => { goOn = resolve })
    })
    const refused = expect(held).rejects.toThrow()
    await locked
    expect(await tookMs(() => opened.db.query('SELECT pg_advisory_xact_lock(7)'))).toBeLessThan(4000)
    line.revive()
    goOn()
    await refused
    await hasty.close()
  })

  it('does not hurry those who ask for no patience, nor the migration', async () => {
    expect(await opened.db.query('SELECT 1 AS one FROM pg_sleep(0.6)')).toEqual([{ one: 1 }])
    const holder = await opened.db.pool.connect()
    await holder.query('SELECT pg_advisory_lock(448015)')
    const migrated = migrate(db).then(() => 'migrated')
    await new Promise((resolve) => { setTimeout(resolve, 3 * patienceMs) })
    await holder.query('SELECT pg_advisory_unlock(448015)')
    holder.release()
    expect(await migrated).toBe('migrated')
    await expect(db.query('SELECT pg_sleep(20)')).rejects.toThrow(/statement timeout/)
  })
}, 40_000)
