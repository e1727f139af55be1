import { sql } from 'drizzle-orm'
import { bigint, bigserial, check, customType, foreignKey, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/** One row per forecast run. All instants are site time. */
export const forecastRuns = pgTable('forecast_runs', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  /** State and weather that it starts from are those known at this instant. */
  issuedAt: timestamp('issued_at', { withTimezone: true }).notNull(),
  /** When it could be seen: what was known at an instant is the newest run that was ready by then. */
  readyAt: timestamp('ready_at', { withTimezone: true }).notNull(),
  weatherIssuedAt: timestamp('weather_issued_at', { withTimezone: true }).notNull(),
  weatherSource: text('weather_source').notNull(),
  modelVersion: text('model_version').notNull(),
  /** Instant of the first step; step i stands at start_at + i * step_s. */
  startAt: timestamp('start_at', { withTimezone: true }).notNull(),
  stepS: integer('step_s').notNull(),
  stepCount: integer('step_count').notNull(),
  /** Distance of two runs that it was made for: the measure of its age. */
  cadenceS: integer('cadence_s').notNull(),
  /** 'partial': some segments have no course in it. */
  status: text('status').notNull(),
}, (t) => [
  index('forecast_runs_ready').on(t.readyAt),
  check('forecast_runs_steps', sql`step_s > 0 AND step_count > 0 AND cadence_s > 0`),
  check('forecast_runs_status', sql`status IN ('complete','partial')`),
])

/**
 * What one run says of one segment, packed (`domain/wire/pack-course.ts`). Rows of a run lie together, and a run goes by one scan of the key's
 * range: deletion is by run and cheap. The segment is its ordinal, which is never given out again.
 */
export const forecasts = pgTable('forecasts', {
  runId: bigint('run_id', { mode: 'number' }).notNull(),
  segmentOrdinal: integer('segment_ordinal').notNull(),
  packed: bytes('packed').notNull(),
}, (t) => [
  primaryKey({ columns: [t.runId, t.segmentOrdinal] }),
  foreignKey({ name: 'forecasts_run', columns: [t.runId], foreignColumns: [forecastRuns.id] }).onDelete('cascade'),
])
