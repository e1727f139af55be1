import type { CommandMode, CommandState } from '#domain/control/command'
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
  state: CommandState
  attempt: number
  sequence: number
  reason: CommandReason | null
  readBack: ReadBack | null
  needsOperate: boolean
  needsApproval: boolean
  everySlot: boolean
  renews: number | null
  /** Lease of the block that was sent last, s. */
  sentLeaseS: number | null
  interlocks: InterlocksView | null
  effect: EffectView | null
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
  payloadSha256?: string
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
  /** With `takeOver`: the new sequence rises above this one and above all that the loop ever had. */
  aboveSequence?: number
  detail?: Record<string, unknown>
  /** For the audit, where it is not the running request's: in which role and from where it was done, who agreed to it, what the screen showed with its age. */
  origin?: { role?: string; address?: string; secondPerson?: string; seen?: unknown }
}

export interface PlantController { controller: Controller; loops: Loop[] }
export type ReadBackSensor = Pick<Sensor, 'id' | 'quantity' | 'cadenceS'> & { loopId: string }

/** What control keeps. Implemented in SQL for both engines; the seeded simulation brings its own. */
export interface CommandStore {
  loadPlant(): Promise<{ controllers: PlantController[]; sensors: ReadBackSensor[] }>
  saveRequest(request: RequestToSave): Promise<RequestOutcome>
  /** Commands of these loops that are in flight or hold, oldest first. */
  loadOpen(loopIds: readonly string[]): Promise<StoredCommand[]>
  /** Outbox: takes a queued command for sending. Null when somebody else took or changed it. */
  claim(command: StoredCommand, step: CommandStep): Promise<StoredCommand | null>
  /** Fenced step. Null when the command has moved on since it was read. A step to `applied` ends the slot's former holder. */
  step(command: StoredCommand, step: CommandStep): Promise<{ command: StoredCommand; displaced: StoredCommand[] } | null>
  loadBySequence(loopId: string, sequence: number): Promise<StoredCommand | null>
  load(id: number): Promise<StoredCommand | null>
  /** Current commands and the latest others, newest first. */
  loadRecent(limit: number): Promise<StoredCommand[]>
  /** Restart rule: whatever was still waiting ends as failed, not sent. */
  dropQueued(at: Date): Promise<StoredCommand[]>
  /** Restart rule: whatever was `sent` is now unknown. */
  loseSent(at: Date): Promise<StoredCommand[]>
}
