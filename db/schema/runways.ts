import { sql } from 'drizzle-orm'
import { bigint, bigserial, boolean, check, doublePrecision, index, pgTable, primaryKey, smallint, text, timestamp, unique } from 'drizzle-orm/pg-core'
import { assets } from './network'

/**
 * What was said of the use of runways, newest last. Of each runway and source the newest counts until it expires; a feed that says the same again only moves
 * its expiry. All instants are site time.
 */
export const runwayUses = pgTable('runway_uses', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  runwayId: text('runway_id').notNull().references(() => assets.id),
  inUse: boolean('in_use').notNull(),
  /** 'declaration' of an account, or the name of a feed. */
  source: text('source').notNull(),
  reference: text('reference').notNull(),
  /** Account of a declaration; the feed's name otherwise. */
  saidBy: text('said_by').notNull(),
  saidAt: timestamp('said_at', { withTimezone: true }).notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
}, (t) => [index('runway_uses_newest').on(t.runwayId, t.source, t.id), check('runway_uses_expiry', sql`expires_at > said_at`)])

/**
 * What somebody saw on a runway. A later observation supersedes an earlier one and nothing is deleted: every row names the one it was made after, so that the rows of
 * a runway are one chain. Instants are site time.
 */
export const runwayObservations = pgTable('runway_observations', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  runwayId: text('runway_id').notNull().references(() => assets.id),
  /** Of the observer's device: the same again is the same observation. */
  clientId: text('client_id').notNull().unique('runway_observations_client'),
  /** The newest row of the runway when it was made; null: the first. */
  baseVersion: bigint('base_version', { mode: 'number' }),
  observer: text('observer').notNull(),
  observedAt: timestamp('observed_at', { withTimezone: true }).notNull(),
  receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
}, (t) => [unique('runway_observations_no_fork').on(t.runwayId, t.baseVersion).nullsNotDistinct(), index('runway_observations_newest').on(t.runwayId, t.id)])

/** What was seen on each of the thirds that were looked at, in the words of the ICAO report (`domain/grf`). */
export const runwayThirdObservations = pgTable('runway_third_observations', {
  observationId: bigint('observation_id', { mode: 'number' }).notNull().references(() => runwayObservations.id),
  third: smallint('third').notNull(),
  contaminant: text('contaminant').notNull(),
  /** As reported; 0: less than 10 %. */
  coveragePercent: smallint('coverage_percent').notNull(),
  depthMm: doublePrecision('depth_mm'),
  /** Code given below that of the matrix; null: none. */
  assignedRwycc: smallint('assigned_rwycc'),
}, (t) => [
  primaryKey({ columns: [t.observationId, t.third] }),
  check('runway_third_observations_third', sql`third BETWEEN 1 AND 3`), check('runway_third_observations_coverage', sql`coverage_percent IN (0, 25, 50, 75, 100)`), check('runway_third_observations_code', sql`assigned_rwycc BETWEEN 0 AND 6`),
])
