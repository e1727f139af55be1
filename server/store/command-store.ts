import type { Lock } from '#domain/control/locks'
import type { CommandMode, CommandState } from '#domain/control/command'
import type { KeptExpectation } from '#domain/control/judge-effect'
import type { CommandEvent } from '#domain/control/life-cycle'
import type { CommandReason, ReasonParams } from '#domain/control/reasons'
import type { Controller, Loop, Sensor } from '#domain/network/network'
import type { CommandAnswer, EffectView, InterlocksView, ReadBack } from '#domain/wire/commands'

/** A command as it stands in the database. `attempt` fences it: a step taken on an older attempt changes nothing. */
export interface StoredCommand {
  id: number
  requestId: string
  loopId: string
  actor: string
  slot: number
  mode: CommandMode
  setpointC: number | null
  leaseS: number | null
  reasonText: string | null
  state: CommandState
  attempt: number
  sequence: number
  reason: CommandReason | null
  readBack: ReadBack | null
  needsOperate: boolean
  needsApproval: boolean
  everySlot: boolean
  renews: number | null
  /** It stood below a higher slot and is sent by the server itself. */
  takenOver: boolean
  /** Lease of the block that was sent last, s. */
  sentLeaseS: number | null
  interlocks: InterlocksView | null
  effect: EffectView | null
  /** What its effect is judged against; null until the forecast was asked. */
  expectation: KeptExpectation | null
  requestedAt: Date
  queuedAt: Date | null
  selectedAt: Date | null
  operatedAt: Date | null
  sentAt: Date | null
  acceptedAt: Date | null
  appliedAt: Date | null
  effectiveAt: Date | null
  endedAt: Date | null
  expiresAt: Date | null
  waitUntil: Date | null
}

export interface WantedCommand {
  loopId: string
  slot: number
  mode: CommandMode
  setpointC: number | null
  leaseS: number | null
  reasonText: string | null
  /** Last sequence the device is known to have seen: the new one rises above it even after a restored backup. */
  seenSequence: number
  interlocks?: InterlocksView
  renews?: number
}

export interface LoopRefusal { loop_id: string; reason: CommandReason; params?: ReasonParams }

/** Who asks or decides, as it is kept for the audit; the session only as its SHA-256. */
export interface AskedBy { role: string | null; sessionSha256: string | null; address: string | null; seen: unknown }

export type TargetKind = 'segment' | 'loop' | 'zone' | 'energyStation'

export interface RequestToSave {
  id: string
  actor: string
  key: string
  sha256: string
  at: Date
  wanted: WantedCommand[]
  refused: LoopRefusal[]
  /** The state in which its commands begin; default `queued`. */
  begins?: 'drafted' | 'validated' | 'queued'
  /** Until when they may stay there; for drafted and validated. */
  waitUntil?: Date
  needsOperate?: boolean
  needsApproval?: boolean
  /** A stop: releases every slot, ends what stands held or waits for a second person, and is not refused by anything. */
  everySlot?: boolean
  target?: { kind: TargetKind; id: string }
  notamReference?: string | null
  /** SHA-256 of the canonical payload of what was written; for an approval. */
  payloadSha256?(commands: StoredCommand[]): string
  by?: AskedBy
  /** The answer for the rows that were written; a repeated request gets it for the same rows as they are by then. */
  answer(commands: StoredCommand[], refused: LoopRefusal[]): CommandAnswer
}

export type RequestOutcome =
  | { kind: 'saved'; answer: CommandAnswer; created: StoredCommand[]; superseded: StoredCommand[] }
  | { kind: 'repeated'; answer: CommandAnswer }
  | { kind: 'conflict' }

/** One step of one command: what happened, where it leads, and what it leaves in the row. */
export interface CommandStep {
  event: CommandEvent | 'note'
  state: CommandState
  at: Date
  actor: string
  reason: CommandReason | null
  readBack?: ReadBack
  sequence?: number
  sentAt?: Date
  sentLeaseS?: number
  expiresAt?: Date
  /** Until when it waits for a person in its new state; without it, it waits for nobody. */
  waitUntil?: Date
  interlocks?: InterlocksView
  effect?: EffectView
  expectation?: KeptExpectation
  /** With `takeOver`: the new sequence rises above this one and above all that the loop ever had. */
  aboveSequence?: number
  detail?: Record<string, unknown>
  /** For the audit, where it is not the running request's: in which role and from where it was done, who agreed to it, what the screen showed with its age. */
  origin?: { role?: string; address?: string; secondPerson?: string; seen?: unknown }
}

/** The second person's part of a request. `decision` null = pending. */
export interface StoredApproval {
  /** The commands it speaks of. */
  commandIds: number[]
  payloadSha256: string
  askedAt: Date
  decideUntil: Date
  decision: 'approved' | 'declined' | 'lapsed' | null
  approver: string | null
  approverSessionSha256: string | null
  decidedAt: Date | null
  validUntil: Date | null
  note: string | null
}

/** A request as it stands in the database: the parent of its commands. */
export interface StoredRequest {
  id: string
  actor: string
  sessionSha256: string | null
  requestedAt: Date
  target: { kind: TargetKind; id: string }
  loopCount: number
  reasonText: string | null
  notamReference: string | null
  payloadSha256: string
  refused: LoopRefusal[]
}

/** A request with all that somebody who decides about it must see. */
export interface RequestState {
  request: StoredRequest
  approval: StoredApproval | null
  /** By id. */
  commands: StoredCommand[]
  /** What others have in flight on its loops. */
  inFlight: StoredCommand[]
  /** Locks that are neither ended nor over. */
  locks: Lock[]
}

/** What shall happen to a request: steps in order (several of one command follow each other), and what is written to the approval. */
export interface Decision<T> {
  steps: { id: number; step: CommandStep }[]
  askApproval?: { payloadSha256: string; commandIds: number[]; decideUntil: Date }
  decideApproval?: Pick<StoredApproval, 'decision' | 'approver' | 'approverSessionSha256' | 'validUntil' | 'note'> & { role: string | null; address: string | null; seen: unknown }
  answer: T
}

export interface PlantController { controller: Controller; loops: Loop[] }
export type ReadBackSensor = Pick<Sensor, 'id' | 'quantity' | 'cadenceS'> & { loopId: string }

/** What control keeps. Implemented in SQL for both engines; the seeded simulation brings its own. */
export interface CommandStore {
  loadPlant(): Promise<{ controllers: PlantController[]; sensors: ReadBackSensor[] }>
  saveRequest(request: RequestToSave): Promise<RequestOutcome>
  /** Whether this actor has asked for something under this key before: then only `saveRequest` knows the answer, whatever has become of it since. */
  isKeyUsed(actor: string, key: string): Promise<boolean>
  /** Commands of these loops that are in flight or hold, oldest first. */
  loadOpen(loopIds: readonly string[]): Promise<StoredCommand[]>
  /** Applied commands of whose effect nothing, or nothing final, was judged, oldest first. */
  loadUnjudged(): Promise<StoredCommand[]>
  /** Outbox: takes a queued or operated command for sending; one that a lock bars comes back rejected. Null when somebody else took or changed it. */
  claim(command: StoredCommand, step: CommandStep): Promise<StoredCommand | null>
  /** Fenced step. Null when the command has moved on since it was read. A step to `applied` ends the slot's former holder. */
  step(command: StoredCommand, step: CommandStep): Promise<{ command: StoredCommand; displaced: StoredCommand[] } | null>
  /**
   * One transaction over a request: its loops and rows are locked, `judge` (pure, quick) decides on what stands there, its steps are taken.
   * Null when there is no such request; what `judge` throws rolls back and is rethrown.
   */
  decide<T>(requestId: string, at: Date, judge: (state: RequestState) => Decision<T>): Promise<{ answer: T; stepped: StoredCommand[] } | null>
  loadRequest(requestId: string): Promise<RequestState | null>
  /** Requests with a command that waits for its author or for a second person. */
  loadWaiting(): Promise<{ requestId: string; waitUntil: Date; since: Date }[]>
  /** Requests whose second person has not decided, oldest first. */
  loadPendingApprovals(): Promise<RequestState[]>
  placeLock(lock: Omit<Lock, 'id'>): Promise<Lock>
  /** Null when there is no such lock or it is over. */
  endLock(id: number, by: string, at: Date): Promise<Lock | null>
  /** Locks that are neither ended nor over. */
  loadLocks(at: Date): Promise<Lock[]>
  loadBySequence(loopId: string, sequence: number): Promise<StoredCommand | null>
  load(id: number): Promise<StoredCommand | null>
  /** Current commands and the latest others, newest first. */
  loadRecent(limit: number): Promise<StoredCommand[]>
  /** Restart rule: whatever was still waiting ends as failed, not sent. */
  dropQueued(at: Date): Promise<StoredCommand[]>
  /** Restart rule: whatever was `sent` is now unknown. */
  loseSent(at: Date): Promise<StoredCommand[]>
}
