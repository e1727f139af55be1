import { sql } from 'drizzle-orm'
import { check, doublePrecision, index, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'
import type { DeviceScope } from '../../domain/sensing/device-scope'
import { loops, segments, stations } from './network'

export const sensors = pgTable('sensors', {
  /** Short surrogate that keeps the readings table narrow; never leaves the server. */
  key: integer('key').primaryKey().generatedAlwaysAsIdentity(),
  id: text('id').notNull().unique(),
  stationId: text('station_id').references(() => stations.id),
  segmentId: text('segment_id').references(() => segments.id),
  loopId: text('loop_id').references(() => loops.id),
  quantity: text('quantity').notNull(),
  depthM: doublePrecision('depth_m'),
  cadenceS: integer('cadence_s').notNull(),
  source: text('source').notNull(),
  /** Null: it stands. What it measured until then stays its own. */
  retiredAt: timestamp('retired_at', { withTimezone: true }),
  // Taking segments away asks for each of them whether it is measured.
}, (t) => [index('sensors_segment').on(t.segmentId)])

/** Partitioned by month of measured_at (the PARTITION BY clause and the partitions are custom SQL). */
export const readings = pgTable('readings', {
  sensorKey: integer('sensor_key').notNull(),
  measuredAt: timestamp('measured_at', { withTimezone: true }).notNull(),
  receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
  value: doublePrecision('value').notNull(),
  quality: smallint('quality').notNull(),
}, (t) => [
  primaryKey({ columns: [t.sensorKey, t.measuredAt] }),
  check('readings_value_finite', sql`${t.value} > '-Infinity' AND ${t.value} < 'Infinity'`),
])

export const sensorLatest = pgTable('sensor_latest', {
  sensorKey: integer('sensor_key').primaryKey().references(() => sensors.key, { onDelete: 'cascade' }),
  measuredAt: timestamp('measured_at', { withTimezone: true }).notNull(),
  receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
  value: doublePrecision('value').notNull(),
  quality: smallint('quality').notNull(),
})

/** Devices that may post readings. Only the SHA-256 of a token is kept. */
export const deviceTokens = pgTable('device_tokens', {
  tokenSha256: text('token_sha256').primaryKey(),
  name: text('name').notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  /** Which sensors it may post for. */
  scope: jsonb('scope').$type<DeviceScope>().notNull().default(sql`'"all"'::jsonb`),
})
