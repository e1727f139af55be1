import type { CommandMode, CommandState } from '#domain/control/command'
import type { CommandEvent } from '#domain/control/life-cycle'
import type { CommandReason, ReasonParams } from '#domain/control/reasons'
import type { Controller, Loop, Sensor } from '#domain/network/network'
import type { CommandAnswer, ReadBack } from '#domain/wire/commands'

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
  requestedAt: Date
  sentAt: Date | null
  acceptedAt: Date | null
  appliedAt: Date | null
  endedAt: Date | null
  expiresAt: Date | null
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
}

export interface LoopRefusal { loop_id: string; reason: CommandReason; params?: ReasonParams }

export interface RequestToSave {
  id: string
  actor: string
  key: string
  sha256: string
  at: Date
  wanted: WantedCommand[]
  refused: LoopRefusal[]
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
  expiresAt?: Date
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
