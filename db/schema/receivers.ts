import { sql } from 'drizzle-orm'
import { check, doublePrecision, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { VelocityModel } from '../../domain/geo/epoch/crustal-velocity'
import { sensors } from './sensing'

/** Satellite receivers that move or stand. What nobody has said of their frame is null and stays so. Instants are site time. */
export const receivers = pgTable('receivers', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').notNull(),
  protocol: text('protocol').notNull(),
  frame: text('frame'),
  /** 'current' (that of each measurement) or 'fixed'. */
  epochMode: text('epoch_mode'),
  /** Decimal year of a fixed epoch. */
  epochYear: doublePrecision('epoch_year'),
  correctionSource: text('correction_source'),
  velocity: jsonb('velocity').$type<VelocityModel>().notNull(),
  sensorId: text('sensor_id').unique().references(() => sensors.id),
  /** JT/T 808: identifier of the additional item that carries the surface temperature. */
  surfaceItemId: integer('surface_item_id'),
  /** NMEA: only the SHA-256 of its token is kept. */
  tokenSha256: text('token_sha256').unique(),
  /** JT/T 808: phone number without leading zeros, and the terminal's id. */
  phone: text('phone').unique(),
  terminalId: text('terminal_id'),
  /** JT/T 808: SHA-256 of the code that the terminal was given when it registered; null: it may register. */
  authCodeSha256: text('auth_code_sha256'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  retiredAt: timestamp('retired_at', { withTimezone: true }),
}, () => [
  check('receivers_epoch', sql`(epoch_mode = 'fixed') = (epoch_year IS NOT NULL) AND (epoch_mode IS NULL OR epoch_mode IN ('current', 'fixed'))`),
  check('receivers_stated', sql`num_nulls(frame, epoch_mode, correction_source) IN (0, 3)`),
])

/** Where receivers were: as they said, and carried to CGCS2000 at 2000.0. Degrees and metres; the three heights are not each other. */
export const receiverPositions = pgTable('receiver_positions', {
  receiverId: text('receiver_id').notNull().references(() => receivers.id),
  measuredAt: timestamp('measured_at', { withTimezone: true }).notNull(),
  receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
  receivedLonDeg: doublePrecision('received_lon_deg').notNull(),
  receivedLatDeg: doublePrecision('received_lat_deg').notNull(),
  ellipsoidalHeightM: doublePrecision('ellipsoidal_height_m'),
  receiverAltitudeM: doublePrecision('receiver_altitude_m'),
  geoidSeparationM: doublePrecision('geoid_separation_m'),
  fix: text('fix').notNull(),
  /** The receiver's own standard deviation; null where it told none. */
  receiverSigmaM: doublePrecision('receiver_sigma_m'),
  speedMPerS: doublePrecision('speed_m_per_s'),
  headingDeg: doublePrecision('heading_deg'),
  /** As stated when it came; null: unstated. */
  frame: text('frame'),
  epochYear: doublePrecision('epoch_year'),
  correctionSource: text('correction_source'),
  velocity: jsonb('velocity').$type<VelocityModel>(),
  /** CGCS2000 at 2000.0 and what the reduction may be wrong by; null where the frame is unstated. */
  lonDeg: doublePrecision('lon_deg'),
  latDeg: doublePrecision('lat_deg'),
  reductionUncertaintyM: doublePrecision('reduction_uncertainty_m'),
  /** Where it was on the network as that then was; null with the reason. */
  segmentId: text('segment_id'),
  offsetM: doublePrecision('offset_m'),
  distanceM: doublePrecision('distance_m'),
  headingDifferenceDeg: doublePrecision('heading_difference_deg'),
  unmatchedReason: text('unmatched_reason'),
}, (t) => [
  primaryKey({ columns: [t.receiverId, t.measuredAt] }),
  check('receiver_positions_reduced', sql`num_nulls(frame, epoch_year, correction_source, velocity, lon_deg, lat_deg, reduction_uncertainty_m) IN (0, 7)`),
  check('receiver_positions_matched', sql`(segment_id IS NULL) = (unmatched_reason IS NOT NULL)`),
])
