import { sql } from 'drizzle-orm'
import { bigint, bigserial, boolean, check, doublePrecision, index, integer, jsonb, pgTable, smallint, text, timestamp, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import type { KeptExpectation } from '../../domain/control/judge-effect'
import type { EffectView, InterlocksView, ReadBack } from '../../domain/wire/commands'
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
  /** What was refused, told again to a repeated request. */
  answer: jsonb('answer').notNull(),
  /** The group's parent: what its commands have in common. Zones by id: what lay in them stands in the commands. */
  targetKind: text('target_kind').notNull().default('loop'),
  targetId: text('target_id').notNull().default(''),
  /** Loops of the target when it was asked, refused ones among them. */
  loopCount: integer('loop_count').notNull().default(1),
  reasonText: text('reason_text'),
  notamReference: text('notam_reference'),
  /** SHA-256 of the canonical payload: what a second person approves. */
  payloadSha256: text('payload_sha256').notNull().default(''),
  /** Who asked, beside the account: role, SHA-256 of the session (never the session itself), remote address, what the screen showed. */
  actorRole: text('actor_role'),
  sessionSha256: text('session_sha256'),
  address: text('address'),
  seen: jsonb('seen'),
  requestedAt: timestamp('requested_at', { withTimezone: true }).notNull(),
}, (t) => [unique('command_requests_actor_key').on(t.actor, t.idempotencyKey)])

/** The second person of a request; one row from the moment it is waited for. */
export const commandApprovals = pgTable('command_approvals', {
  requestId: text('request_id').primaryKey().references(() => commandRequests.id),
  payloadSha256: text('payload_sha256').notNull(),
  /** The commands it speaks of. */
  commandIds: bigint('command_ids', { mode: 'number' }).array().notNull(),
  askedAt: timestamp('asked_at', { withTimezone: true }).notNull(),
  decideUntil: timestamp('decide_until', { withTimezone: true }).notNull(),
  /** Null = pending. */
  decision: text('decision'),
  approver: text('approver'),
  approverRole: text('approver_role'),
  approverSessionSha256: text('approver_session_sha256'),
  approverAddress: text('approver_address'),
  decidedAt: timestamp('decided_at', { withTimezone: true }),
  validUntil: timestamp('valid_until', { withTimezone: true }),
  note: text('note'),
  seen: jsonb('seen'),
}, (t) => [
  index('command_approvals_pending').on(t.decideUntil).where(sql`decision IS NULL`),
  check('command_approvals_decision', sql`decision IS NULL OR decision IN ('approved','declined','lapsed')`),
  check('command_approvals_approved', sql`decision IS DISTINCT FROM 'approved' OR (approver IS NOT NULL AND valid_until IS NOT NULL AND decided_at IS NOT NULL)`),
])

/** Keeps the commands of everybody but its holder off its loops. */
export const controlLocks = pgTable('control_locks', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  kind: text('kind').notNull(),
  holder: text('holder').notNull(),
  reason: text('reason').notNull(),
  targetKind: text('target_kind').notNull(),
  targetId: text('target_id').notNull(),
  loopIds: text('loop_ids').array().notNull(),
  placedAt: timestamp('placed_at', { withTimezone: true }).notNull(),
  /** Null = until it is ended. */
  until: timestamp('until', { withTimezone: true }),
  endedAt: timestamp('ended_at', { withTimezone: true }),
  endedBy: text('ended_by'),
}, (t) => [
  index('control_locks_open').on(t.id).where(sql`ended_at IS NULL`),
  check('control_locks_kind', sql`kind IN ('incident','testing','maintenance')`),
])

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
  /** Needs select-before-operate; until then its place in the queue is a reservation that only a stop takes away. */
  needsOperate: boolean('needs_operate').notNull().default(false),
  /** Needs a second person. */
  needsApproval: boolean('needs_approval').notNull().default(false),
  /** A stop: its confirmation ends the holders of all slots. */
  everySlot: boolean('every_slot').notNull().default(false),
  /** The command whose lease this one carries on. */
  renews: bigint('renews', { mode: 'number' }),
  /** It stood below a higher slot and is sent by the server itself: an automatic start. */
  takenOver: boolean('taken_over').notNull().default(false),
  /** Lease of the block that was sent last, s: shorter than lease_s after a higher slot has gone. */
  sentLeaseS: integer('sent_lease_s'),
  /** Epoch of the leading server that took the last step; fences a server that leads no more. */
  leaderEpoch: bigint('leader_epoch', { mode: 'number' }).notNull().default(0),
  interlocks: jsonb('interlocks').$type<InterlocksView>(),
  /** What was judged of its effect in the span in which the device carries it out, and what that is held against; both begin anew with a new span. */
  effect: jsonb('effect').$type<EffectView>(),
  expectation: jsonb('expectation').$type<KeptExpectation>(),
  requestedAt: timestamp('requested_at', { withTimezone: true }).notNull(),
  queuedAt: timestamp('queued_at', { withTimezone: true }),
  selectedAt: timestamp('selected_at', { withTimezone: true }),
  operatedAt: timestamp('operated_at', { withTimezone: true }),
  sentAt: timestamp('sent_at', { withTimezone: true }),
  acceptedAt: timestamp('accepted_at', { withTimezone: true }),
  appliedAt: timestamp('applied_at', { withTimezone: true }),
  effectiveAt: timestamp('effective_at', { withTimezone: true }),
  endedAt: timestamp('ended_at', { withTimezone: true }),
  expiresAt: timestamp('expires_at', { withTimezone: true }),
  /** Until when it waits for a person (drafted, validated, selected). */
  waitUntil: timestamp('wait_until', { withTimezone: true }),
}, (t) => [
  uniqueIndex('commands_one_in_flight').on(t.loopId).where(sql`state IN ('queued','selected','sent','accepted','unknown')`),
  uniqueIndex('commands_one_holder').on(t.loopId, t.slot).where(sql`state IN ('applied','effective','held')`),
  // The device carries out one at a time.
  uniqueIndex('commands_one_on_device').on(t.loopId).where(sql`state IN ('applied','effective')`),
  index('commands_waiting').on(t.id).where(sql`state IN ('drafted','validated')`),
  index('commands_request').on(t.requestId),
  unique('commands_loop_sequence').on(t.loopId, t.sequence),
  index('commands_requested').on(t.requestedAt),
  check('commands_state', sql`state IN ('drafted','validated','queued','selected','sent','accepted','applied','effective','held','unknown','released','rejected','failed','expired','superseded','cancelled')`),
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
