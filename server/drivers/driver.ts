import type { CommandBlock } from '#domain/control/command-block'
import type { LoopStatus } from '#domain/control/loop-status'
import type { LoopAnswer } from '#domain/control/judge-read-back'

/** What a driver may write: a command block of one loop, or the heartbeat (counter u16, its period in wall s). */
export type DriverWrite = ({ kind: 'command'; loopIndex: number; block: CommandBlock } | { kind: 'heartbeat'; counter: number; periodS: number }) & {
  /** Asked right before the bytes leave, after any wait in a queue; false = they do not, and it was not carried out. */
  mayLeave?(): boolean
}

/**
 * What became of a write. An acknowledgement is only an echo, never a proof.
 * `notCarriedOut`: certainly nothing happened, it may be tried again. `refused`: it never will. `unknown`: nobody can say.
 */
export type WriteOutcome = { outcome: 'acknowledged' } | { outcome: 'notCarriedOut' | 'refused' | 'unknown'; detail: string }

/** One complete answer of a controller. `loops` stands in the order of the loop indices asked for. `heartbeatSeen` null: the device watches no heartbeat. */
export interface ControllerAnswer { heartbeatSeen: number | null; heartbeatLost: boolean; loops: LoopStatus[] }

/** What a person must know of the way a controller is spoken to. */
export interface DriverTraits {
  /** The device ignores a sequence it has had; without that, two equal commands cannot be told apart. */
  fenced: boolean
  /** Nothing ever leaves the process. */
  dryRun: boolean
}


/** Why a driver has no answer. `unreachable`: no connection can be made; `silent`: connected, but no (whole) answer came. */
export class LinkError extends Error {
  constructor(readonly kind: 'unreachable' | 'silent' | 'wrongDevice' | 'closed', message: string) {
    super(message)
  }
}

/** The one way out to a field device. Every verb but `write` rejects with a LinkError; `write` reports what can be known instead. */
export interface Driver {
  readonly traits: DriverTraits
  /** Makes sure a connection stands. Waits out the back-off after a failure by rejecting at once, unless `now`. */
  connect(options?: { now?: boolean }): Promise<void>
  /** Reads the controller's head and the status of all its loops. */
  read(): Promise<ControllerAnswer>
  /** A block this model cannot be given is refused. @throws RangeError for one that makes no sense to any: nothing has left in either case */
  write(what: DriverWrite): Promise<WriteOutcome>
  /** Reads the command block back from the holding registers, and the status inputs. */
  readBack(loopIndex: number): Promise<LoopAnswer>
  /** Ends everything under way; the driver cannot be used again. */
  close(): Promise<void>
}
