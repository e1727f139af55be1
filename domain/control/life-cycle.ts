import type { CommandState } from './command'

/**
 * What can happen to a command.
 * Of these only `seen`, `agrees`, `releaseConfirmed`, `deviceRejected`, `absent`, `leaseEnded`, `displaced` and `outrun` come from a read-back.
 */
export const commandEvents = [
  /** Committed before the write leaves. */ 'send',
  /** The device or its gateway says it did nothing (exceptions 6 and 0x0A), or the write never left. */ 'notCarriedOut',
  /** A permanent Modbus refusal (exceptions 1, 2, 3, 8). */ 'refused',
  /** Nobody can say: time-out, broken frame, lost link, restart. */ 'lostTouch',
  /** The device holds the block. */ 'seen',
  /** The device carries it out: sequence, mode and set-point agree. */ 'agrees',
  /** The device is back in local automatic by the release's sequence. */ 'releaseConfirmed',
  /** The device's reject code. */ 'deviceRejected',
  /** The device never received it and never will. */ 'absent',
  /** The device says the lease ran out. */ 'leaseEnded',
  /** The device carried it out and has since left it. */ 'displaced',
  /** The device carries out a newer sequence. */ 'outrun',
  /** A newer command takes its place. */ 'supersede',
  /** An off or a release takes its place, whatever became of it. */ 'stop',
  /** An interlock forbids it at the moment of sending. */ 'blocked',
  /** Waited too long for the controller. */ 'neverSent',
  /** Withdrawn before sending. */ 'cancel',
] as const
export type CommandEvent = (typeof commandEvents)[number]

/** Events that may only be raised by a complete answer of the device. */
export const readBackEvents = ['seen', 'agrees', 'releaseConfirmed', 'deviceRejected', 'absent', 'leaseEnded', 'displaced', 'outrun'] as const satisfies readonly CommandEvent[]

const afterSending = { agrees: 'applied', releaseConfirmed: 'released', deviceRejected: 'rejected', leaseEnded: 'expired', displaced: 'failed', outrun: 'superseded', stop: 'superseded' } as const

/** The life cycle. What is not in the table cannot happen. */
export const lifeCycle: Record<CommandState, Partial<Record<CommandEvent, CommandState>>> = {
  queued: { send: 'sent', supersede: 'superseded', stop: 'superseded', blocked: 'rejected', neverSent: 'failed', cancel: 'cancelled' },
  sent: { notCarriedOut: 'queued', refused: 'rejected', lostTouch: 'unknown', seen: 'accepted', ...afterSending },
  accepted: { lostTouch: 'unknown', ...afterSending },
  // No way back to `sent`: an unknown command is never resent.
  unknown: { seen: 'accepted', absent: 'failed', ...afterSending },
  applied: { releaseConfirmed: 'released', leaseEnded: 'expired', displaced: 'failed', outrun: 'superseded', supersede: 'superseded' },
  // A frame can linger in a gateway: if the device is found carrying it out after all, saying so beats keeping the record tidy.
  failed: { agrees: 'applied' },
  superseded: { agrees: 'applied' },
  released: {}, rejected: {}, expired: {}, cancelled: {},
}

/** The state after an event, or null when the event cannot happen in this state. */
export const nextState = (state: CommandState, event: CommandEvent): CommandState | null => lifeCycle[state][event] ?? null
