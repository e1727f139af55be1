import { sql } from 'drizzle-orm'
import { bigint, bigserial, check, doublePrecision, index, integer, jsonb, pgTable, smallint, text, timestamp, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import type { ReadBack } from '../../domain/wire/commands'
import { geometry4490 } from './geometry'
import { loops } from './network'

export const zones = pgTable('zones', {
  id: text('id').primaryKey(),
  name: text('name').notNull().unique(),
  polygon: geometry4490('polygon', 'Polygon').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
})

/** One request of one actor under one idempotency key; it fans out to one command per loop. */
export const commandRequests = pgTable('command_requests', {
  id: text('id').primaryKey(),
  actor: text('actor').notNull(),
  idempotencyKey: text('idempotency_key').notNull(),
  requestSha256: text('request_sha256').notNull(),
  /** The answer given, replayed word for word to a repeated request. */
  answer: jsonb('answer').notNull(),
  requestedAt: timestamp('requested_at', { withTimezone: true }).notNull(),
}, (t) => [unique('command_requests_actor_key').on(t.actor, t.idempotencyKey)])

export const commands = pgTable('commands', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  requestId: text('request_id').notNull().references(() => commandRequests.id),
  loopId: text('loop_id').notNull().references(() => loops.id),
  actor: text('actor').notNull(),
  slot: smallint('slot').notNull(),
  mode: text('mode').notNull(),
  setpointC: doublePrecision('setpoint_c'),
  leaseS: integer('lease_s'),
  reasonText: text('reason_text'),
  state: text('state').notNull(),
  /** Fencing: every step is UPDATE ... WHERE id = $1 AND attempt = $2. */
  attempt: integer('attempt').notNull().default(0),
  /** Rises per controller loop; the device ignores what is not above its last. */
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  endReason: text('end_reason'),
  readBack: jsonb('read_back').$type<ReadBack>(),
  requestedAt: timestamp('requested_at', { withTimezone: true }).notNull(),
  sentAt: timestamp('sent_at', { withTimezone: true }),
  acceptedAt: timestamp('accepted_at', { withTimezone: true }),
  appliedAt: timestamp('applied_at', { withTimezone: true }),
  endedAt: timestamp('ended_at', { withTimezone: true }),
  expiresAt: timestamp('expires_at', { withTimezone: true }),
}, (t) => [
  uniqueIndex('commands_one_in_flight').on(t.loopId).where(sql`state IN ('queued','sent','accepted','unknown')`),
  uniqueIndex('commands_one_holder').on(t.loopId, t.slot).where(sql`state = 'applied'`),
  unique('commands_loop_sequence').on(t.loopId, t.sequence),
  index('commands_requested').on(t.requestedAt),
  check('commands_state', sql`state IN ('queued','sent','accepted','applied','unknown','released','rejected','failed','expired','superseded','cancelled')`),
  check('commands_slot', sql`slot BETWEEN 1 AND 16`),
])

/** Append-only: a trigger refuses UPDATE and DELETE. */
export const commandEvents = pgTable('command_events', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  commandId: bigint('command_id', { mode: 'number' }).notNull().references(() => commands.id),
  at: timestamp('at', { withTimezone: true }).notNull(),
  state: text('state').notNull(),
  actor: text('actor').notNull(),
  detail: jsonb('detail'),
}, (t) => [index('command_events_command').on(t.commandId)])

/** Who leads: the one process that may speak to the controllers. One row; `epoch` rises whenever somebody takes the lead, and fences whoever led before. */
export const controlLeadership = pgTable('control_leadership', {
  id: smallint('id').primaryKey(),
  epoch: bigint('epoch', { mode: 'number' }).notNull(),
  /** Host and process that took the lead last, for people. */
  holder: text('holder').notNull(),
}, () => [check('control_leadership_one_row', sql`id = 1`)])

/** What the leader last heard of each controller, for the servers that stand by. It never says of itself that it is fresh: `told` rises as long as it is. */
export const controllerStates = pgTable('controller_states', {
  controllerId: text('controller_id').primaryKey(),
  epoch: bigint('epoch', { mode: 'number' }).notNull(),
  told: bigint('told', { mode: 'number' }).notNull(),
  state: jsonb('state').notNull(),
})
