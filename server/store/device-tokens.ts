import { createHash, randomBytes } from 'node:crypto'
import type { Database, Queryable } from '#db/database'
import type { DeviceScope } from '#domain/sensing/device-scope'

export interface Device { name: string; createdAt: Date; scope: DeviceScope }

const digest = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex')

/** Found tokens are remembered this long (wall time), because on the embedded engine a look-up would queue behind every commit. */
const rememberedMs = 10_000
const remembered = new WeakMap<Queryable, Map<string, { device: Device; untilMs: number }>>()

/**
 * Makes a device and its token. The token is returned once and never stored; only its SHA-256 is.
 * @returns null when a device of this name exists
 */
export async function createDeviceToken(db: Queryable, name: string, createdAt: Date, scope: DeviceScope = 'all'): Promise<string | null> {
  const token = randomBytes(32).toString('base64url')
  return (await saveDeviceToken(db, name, token, createdAt, scope)) ? token : null
}

/** Registers a token made elsewhere (the demo's twin). @returns false when a device of this name exists */
export async function saveDeviceToken(db: Queryable, name: string, token: string, createdAt: Date, scope: DeviceScope = 'all'): Promise<boolean> {
  const rows = await db.query('INSERT INTO device_tokens (token_sha256, name, created_at, scope) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING RETURNING name', [digest(token), name, createdAt, JSON.stringify(scope)])
  return rows.length > 0
}

/** The device a token belongs to, or null. A removed token may still be answered for 10 s by another process. */
export async function findDeviceToken(db: Database, token: string): Promise<Device | null> {
  const hash = digest(token)
  const cache = remembered.get(db) ?? new Map<string, { device: Device; untilMs: number }>()
  remembered.set(db, cache)
  const hit = cache.get(hash)
  if (hit && hit.untilMs > performance.now()) return hit.device
  cache.delete(hash)
  const [device] = await db.query<Device>('SELECT name, created_at AS "createdAt", scope FROM device_tokens WHERE token_sha256 = $1', [hash])
  if (!device) return null
  cache.set(hash, { device, untilMs: performance.now() + rememberedMs })
  return device
}

export async function listDevices(db: Queryable): Promise<Device[]> {
  return db.query<Device>('SELECT name, created_at AS "createdAt", scope FROM device_tokens ORDER BY name')
}

/** @returns the device as it was, null when there is no such one */
export async function removeDevice(db: Queryable, name: string): Promise<Device | null> {
  remembered.delete(db)
  const [device] = await db.query<Device>('DELETE FROM device_tokens WHERE name = $1 RETURNING name, created_at AS "createdAt", scope', [name])
  return device ?? null
}
