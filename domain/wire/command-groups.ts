import { z } from 'zod'
import { commandStates } from '../control/command'
import { commandAnswerShape, commandRequestShape, commandShape, seenShape } from './commands'

/**
 * A second person's decision. It is given to one exact payload: the SHA-256 that GET /api/approvals showed goes back with it, and another one is 409.
 * Never by the account, nor in the session, that asked.
 */
export const approvalDecisionShape = z.object({
  payload_sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected the SHA-256 of the payload as it was shown'),
  note: z.string().trim().max(200).optional(),
  seen: seenShape.optional(),
})
export type ApprovalDecision = z.infer<typeof approvalDecisionShape>

export const approvalShape = z.object({
  /** Of the canonical payload: target, loops, mode, set-point, lease, slot, reason, NOTAM. */
  payload_sha256: z.string(),
  asked_at: z.string(),
  /** Until when it may be decided (15 wall minutes), as a site instant. */
  decide_until: z.string(),
  decision: z.enum(['pending', 'approved', 'declined', 'lapsed']),
  /** Account of the second person; null while pending or lapsed. */
  by: z.string().nullable(),
  decided_at: z.string().nullable(),
  note: z.string().nullable(),
  /** An approval not used by then is void: the commands are refused at sending, `approval_expired`. */
  valid_until: z.string().nullable(),
})
export type ApprovalView = z.infer<typeof approvalShape>

/** How the parts of one request fare. A group is never one state: the counts are the truth, `outcome` their summary. */
export const commandGroupShape = z.object({
  id: z.string(),
  actor: z.string(),
  target: z.object({ kind: z.enum(['segment', 'loop', 'zone', 'energyStation']), id: z.string() }),
  requested_at: z.string(),
  reason: z.string().nullable(),
  notam_reference: z.string().nullable(),
  /** Loops of the target at the time of the request: those with a command and those refused. */
  loops: z.number().int(),
  /** Commands by their state; states with none are absent. */
  counts: z.partialRecord(z.enum(commandStates), z.number().int()),
  /**
   * 'waiting' for a person; 'under_way' some not yet settled; 'unknown' some may or may not have been carried out; 'complete' every loop of the target
   * does or did what was asked; 'partial' some do and some do not; 'none' no loop does.
   */
  outcome: z.enum(['waiting', 'under_way', 'unknown', 'complete', 'partial', 'none']),
  needs_operate: z.boolean(),
  /** All commands that are not over are selected, or at least one is and none is still waiting: `operate` takes them all. Not selected by then = ended. */
  may_operate: z.boolean(),
  /** Earliest end of its reservations; then all of them lapse together. Null when nothing is selected. */
  operate_until: z.string().nullable(),
  /** Null when no second person is needed. */
  approval: approvalShape.nullable(),
  commands: z.array(commandShape),
  refused: commandAnswerShape.shape.refused,
})
export type CommandGroupView = z.infer<typeof commandGroupShape>

/** What waits for a second person; those that the caller may decide, and (`mine`) those that the caller asked for. */
export const approvalsShape = z.object({
  approvals: z.array(z.object({
    group: commandGroupShape,
    /** The exact payload that is approved, as it was hashed. */
    payload: commandRequestShape.pick({ mode: true, setpoint_c: true, lease_s: true, slot: true, reason: true, notam_reference: true })
      .extend({ target: commandGroupShape.shape.target, loop_ids: z.array(z.string()) }),
    mine: z.boolean(),
    may_decide: z.boolean(),
    /** Why the caller may not: 'same_person', 'same_session', 'role', 'scope'; null when he may. */
    why_not: z.string().nullable(),
  })),
})
export type ApprovalsView = z.infer<typeof approvalsShape>

export const stopRequestShape = z.object({
  target: z.object({ kind: z.enum(['loop', 'energyStation', 'zone']), id: z.string().min(1) }),
  /** How long the button was held, wall ms; less than 2000 is 422. */
  held_ms: z.number().int().min(0),
  reason: z.string().max(200).optional(),
  seen: seenShape.optional(),
})
export type StopRequest = z.infer<typeof stopRequestShape>

/** Renewal carries mode, set-point and slot on under a new sequence; only the lease may be another. */
export const renewRequestShape = z.object({ lease_s: commandRequestShape.shape.lease_s, seen: seenShape.optional() })
export type RenewRequest = z.infer<typeof renewRequestShape>

/** A person's word that an interlock trip is over: what was found and done stands in `reason`. */
export const relinquishRequestShape = z.object({ reason: z.string().trim().max(200).optional(), seen: seenShape.optional() })
export type RelinquishRequest = z.infer<typeof relinquishRequestShape>
