import { createHash, randomBytes } from 'node:crypto'
import type { Database, Queryable } from '#db/database'
import type { Receiver } from '#domain/sensing/receiver'
import { appendAudit } from './audit-log'

export interface StoredReceiver extends Receiver {
  /** JT/T 808: without leading zeros. */
  phone: string | null
  terminalId: string | null
  tokenSha256: string | null
  authCodeSha256: string | null
  createdAt: Date
}

/** What somebody registers. A sensor of its own is made where it measures the surface. */
export type NewReceiver = Omit<Receiver, 'sensorId'> & { measuresSurface: boolean; phone: string | null; terminalId: string | null }

export const credentialDigest = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex')
/** A secret that nobody guesses, in letters that every terminal can send back. */
export const newCredential = (bytes = 32): string => randomBytes(bytes).toString('base64url')
/** 2013 writes twelve digits, 2019 twenty: the same number. */
export const phoneNumber = (digits: string): string => digits.replace(/^0+(?=\d)/, '')

interface Row {
  id: string; name: string; kind: Receiver['kind']; protocol: Receiver['protocol']; frame: Receiver['frame']; epoch_mode: 'current' | 'fixed' | null; epoch_year: number | null
  correction_source: Receiver['correctionSource']; velocity: Receiver['velocity']; sensor_id: string | null; surface_item_id: number | null
  token_sha256: string | null; phone: string | null; terminal_id: string | null; auth_code_sha256: string | null; created_at: Date
}
const toReceiver = (row: Row): StoredReceiver => ({
  id: row.id, name: row.name, kind: row.kind, protocol: row.protocol, frame: row.frame, epoch: row.epoch_mode === 'fixed' ? row.epoch_year : row.epoch_mode, correctionSource: row.correction_source,
  velocity: row.velocity, sensorId: row.sensor_id, surfaceItemId: row.surface_item_id, tokenSha256: row.token_sha256, phone: row.phone, terminalId: row.terminal_id, authCodeSha256: row.auth_code_sha256,
  createdAt: row.created_at,
})
const columns = 'id, name, kind, protocol, frame, epoch_mode, epoch_year, correction_source, velocity, sensor_id, surface_item_id, token_sha256, phone, terminal_id, auth_code_sha256, created_at'

async function findBy(db: Queryable, column: 'id' | 'token_sha256' | 'phone', value: string): Promise<StoredReceiver | null> {
  const [row] = await db.query<Row>(`SELECT ${columns} FROM receivers WHERE ${column} = $1 AND retired_at IS NULL`, [value])
  return row ? toReceiver(row) : null
}

/** Receivers that are in use, by id. */
export async function loadReceivers(db: Queryable): Promise<StoredReceiver[]> {
  return (await db.query<Row>(`SELECT ${columns} FROM receivers WHERE retired_at IS NULL ORDER BY id`)).map(toReceiver)
}
export const findReceiver = (db: Queryable, id: string): Promise<StoredReceiver | null> => findBy(db, 'id', id)
export const findReceiverByToken = (db: Queryable, token: string): Promise<StoredReceiver | null> => findBy(db, 'token_sha256', credentialDigest(token))
export const findReceiverByPhone = (db: Queryable, digits: string): Promise<StoredReceiver | null> => findBy(db, 'phone', phoneNumber(digits))

/** What the audit keeps of a receiver: everything but its secrets. */
const audited = ({ tokenSha256: _, authCodeSha256: __, createdAt: ___, ...rest }: StoredReceiver): object => rest

/**
 * Registers a receiver, with the record of it. An NMEA receiver's token is returned once; only its SHA-256 is kept.
 * @returns null when the id, the phone number or the name of its sensor is taken (also by a retired one: its track stays its own)
 */
export async function createReceiver(db: Database, input: NewReceiver, at: Date, actor: string): Promise<{ receiver: StoredReceiver; token: string | null } | null> {
  const token = input.protocol === 'nmea' ? newCredential() : null
  const sensorId = input.measuresSurface ? `${input.id}.surface_temperature` : null
  try {
    return await db.transaction(async (tx) => {
      if (sensorId !== null) {
        const [taken] = await tx.query('SELECT 1 FROM sensors WHERE id = $1', [sensorId])
        if (taken) return null
        await tx.query("INSERT INTO sensors (id, quantity, depth_m, cadence_s, source) VALUES ($1, 'surface_temperature', 0, 60, 'receiver')", [sensorId])
      }
      const { epoch } = input
      const [row] = await tx.query<Row>(
        `INSERT INTO receivers (id, name, kind, protocol, frame, epoch_mode, epoch_year, correction_source, velocity, sensor_id, surface_item_id, token_sha256, phone, terminal_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING ${columns}`,
        [input.id, input.name, input.kind, input.protocol, input.frame, epoch === null ? null : epoch === 'current' ? 'current' : 'fixed', typeof epoch === 'number' ? epoch : null, input.correctionSource,
          JSON.stringify(input.velocity), sensorId, input.surfaceItemId, token === null ? null : credentialDigest(token), input.phone === null ? null : phoneNumber(input.phone), input.terminalId, at])
      const receiver = toReceiver(row!)
      appendAudit(tx, [{ at, event: 'receiver.add', actor, role: null, secondPerson: null, address: null, subject: `receiver:${receiver.id}`, before: null, after: audited(receiver) }])
      return { receiver, token }
    })
  } catch (error) {
    if ((error as { code?: string }).code === '23505') return null
    throw error
  }
}

/** Takes a receiver out of use, with the record of it; its track and its readings stay. @returns false when there is none */
export function retireReceiver(db: Database, id: string, at: Date, actor: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx.query<Row>(`UPDATE receivers SET retired_at = $2, token_sha256 = NULL, phone = NULL, auth_code_sha256 = NULL WHERE id = $1 AND retired_at IS NULL RETURNING ${columns}`, [id, at])
    if (!row) return false
    await tx.query('UPDATE sensors SET retired_at = $2 WHERE id = $1', [row.sensor_id, at])
    appendAudit(tx, [{ at, event: 'receiver.remove', actor, role: null, secondPerson: null, address: null, subject: `receiver:${id}`, before: audited(toReceiver(row)), after: null }])
    return true
  })
}

/**
 * Gives a terminal the code that it authenticates with from now on. A terminal that has one is refused: whoever knows a phone number and a
 * terminal's id could else take its place.
 * @returns false when it has one already
 */
export function saveTerminalCode(db: Database, id: string, code: string, at: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx.query('UPDATE receivers SET auth_code_sha256 = $2 WHERE id = $1 AND auth_code_sha256 IS NULL AND retired_at IS NULL RETURNING id', [id, credentialDigest(code)])
    if (!row) return false
    appendAudit(tx, [{ at, event: 'receiver.register', actor: `receiver:${id}`, role: null, secondPerson: null, address: null, subject: `receiver:${id}` }])
    return true
  })
}

/** Lets a terminal register anew: it has signed off, or somebody says so. @returns false when there is no such terminal */
export function clearTerminalCode(db: Database, id: string, at: Date, actor: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx.query("UPDATE receivers SET auth_code_sha256 = NULL WHERE id = $1 AND protocol = 'jt808' AND retired_at IS NULL RETURNING id", [id])
    if (!row) return false
    appendAudit(tx, [{ at, event: 'receiver.reopen', actor, role: null, secondPerson: null, address: null, subject: `receiver:${id}` }])
    return true
  })
}
