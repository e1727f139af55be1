import type { LoopField } from '#domain/control/interlocks/loop-field'
import type { EffectExpectation, EffectQuestion, UnjudgeableReason } from '#domain/control/judge-effect'
import type { judgeReadBack } from '#domain/control/judge-read-back'
import type { Controller } from '#domain/network/network'
import type { SiteClock } from '#domain/units/site-time'
import type { CommandView } from '#domain/wire/commands'
import type { ControllerView } from '#domain/wire/controllers'
import type { Driver } from '#server/drivers/driver'
import type { CommandStore, PlantController } from '#server/store/command-store'

/** Wall time, monotonic: transport, heartbeats and patience. Leases follow the site clock instead. */
export interface Wall {
  now(): number
  /** Calls `work` once after `ms`; the answer cancels it. */
  setTimer(work: () => void, ms: number): () => void
}

/** All in wall ms. */
export interface ControlTiming {
  /** Pause between two readings of a controller. */
  pollMs: number
  /** Heartbeat period T; the device goes to its safe state after 3 T. */
  heartbeatMs: number
  /** Patience between an acknowledged write and its read-back, then the outcome is unknown. */
  confirmMs: number
  /** How long after the last write a device must still not have it, before `absent` is believed: frames linger in gateways. */
  settleMs: number
  /** How long a command waits for its controller before it ends as not sent. */
  queueMs: number
  /** How old the last answer of a controller may be and still be shown. */
  staleMs: number
  /** First pause before a write that a busy device refused is tried again; doubles up to 16 times this. */
  retryMs: number
  /** How long a draft waits for its author, a request for its second person, and how long an approval is good for. */
  personMs: number
  /** How long a selected command waits for the operator's word. */
  operateMs: number
  /** Pause between two looks for drafts and requests that waited too long. */
  lapseMs: number
  /** Pause between two looks for the effect of commands. */
  effectMs: number
  /** How long the forecast may take to say what is expected of a command. */
  expectMs: number
  /** How long after a claim was asked for its write may still leave: a process that was stopped in between does not write. */
  writeWithinMs: number
}

export const defaultTiming: ControlTiming = {
  pollMs: 1000, heartbeatMs: 10_000, confirmMs: 10_000, settleMs: 3000, queueMs: 60_000, staleMs: 10_000, retryMs: 1000, personMs: 15 * 60_000, operateMs: 60_000, lapseMs: 1000, effectMs: 2000, expectMs: 10_000, writeWithinMs: 2000,
}

export interface ControlLog {
  info(detail: object, words: string): void
  warn(detail: object, words: string): void
  error(detail: object, words: string): void
}

/** A reading for ingest: instant in RFC 3339, value in the canonical unit of the sensor's quantity. */
export interface ReadBackReading { sensor: string; at: string; value: number }

/** Everything control needs from outside; nothing is reached for. */
export interface ControlSettings {
  store: CommandStore
  clock: SiteClock
  wall: Wall
  /** A driver for a controller; `loops` in the order in which its answers shall stand. */
  openDriver(controller: Controller, loops: PlantController['loops']): Driver
  /** What is known of a loop beyond its controller: sensors, history, limits, runways; null when nobody knows it. */
  field(loopId: string): LoopField | null
  /**
   * What the surface above a loop would do with a command that has just been applied and without it, or why that cannot be said; null when it should be asked
   * again in a moment. Absent: nobody judges the effect of commands.
   */
  expectEffect?(question: EffectQuestion): Promise<EffectExpectation | UnjudgeableReason | null>
  /** Whether this process may speak to controllers at this moment: it leads, and under the lead that this work was begun under. Absent = it is the only one. */
  mayAct?(): boolean
  onCommand(view: CommandView): void
  onController(view: ControllerView): void
  onReadBack(readings: ReadBackReading[]): void | Promise<unknown>
  log: ControlLog
  timing?: Partial<ControlTiming>
  /** Judgement of a read-back; replaced only by the test that proves that the simulation can fail. */
  judge?: typeof judgeReadBack
}
