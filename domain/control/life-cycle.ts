import type { CommandState } from './command'

/**
 * What can happen to a command.
 * Of these only `seen`, `agrees`, `releaseConfirmed`, `deviceRejected`, `absent`, `leaseEnded`, `displaced` and `outrun` come from a read-back.
 */
export const commandEvents = [
  /** The author hands a draft in and the interlocks allow it. */ 'submit',
  /** A second person approved it, or none is needed: the loop is reserved for it. */ 'authorise',
  /** The second person declined it. */ 'decline',
  /** The controller was read fresh and the interlocks allow it: waits for the operator's word. */ 'select',
  /** The operator's word: now. */ 'operate',
  /** Waited too long for a person: a draft, an approval, a reservation; or a lease ran out below a higher holder. */ 'lapse',
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
  /** The measured surface moved as the model said. */ 'effect',
  /** A higher slot holds the loop: it stands in its own slot and its lease runs. */ 'outranked',
  /** The higher holder is gone: it is sent again for the rest of its lease, under a new sequence. */ 'takeOver',
  /** Its slot is given back and the device has nothing to be told: another slot holds the loop. */ 'vacated',
  /** A newer command takes its place. */ 'supersede',
  /** An off, a release or a stop takes its place, whatever became of it. */ 'stop',
  /** An interlock, a lock or a lacking approval forbids it. */ 'blocked',
  /** Waited too long for the controller. */ 'neverSent',
  /** Withdrawn before sending. */ 'cancel',
] as const
export type CommandEvent = (typeof commandEvents)[number]

/** Events that may only be raised by a complete answer of the device. */
export const readBackEvents = ['seen', 'agrees', 'releaseConfirmed', 'deviceRejected', 'absent', 'leaseEnded', 'displaced', 'outrun'] as const satisfies readonly CommandEvent[]

const beforeSending = { lapse: 'expired', stop: 'superseded', blocked: 'rejected', cancel: 'cancelled' } as const
const afterSending = { agrees: 'applied', releaseConfirmed: 'released', deviceRejected: 'rejected', leaseEnded: 'expired', displaced: 'failed', outrun: 'superseded', stop: 'superseded' } as const
const onDevice = { releaseConfirmed: 'released', leaseEnded: 'expired', displaced: 'failed', outrun: 'superseded', supersede: 'superseded', outranked: 'held' } as const

/** The life cycle. What is not in the table cannot happen. */
export const lifeCycle: Record<CommandState, Partial<Record<CommandEvent, CommandState>>> = {
  drafted: { submit: 'validated', blocked: 'rejected', lapse: 'expired', cancel: 'cancelled' },
  validated: { authorise: 'queued', decline: 'rejected', ...beforeSending },
  queued: { select: 'selected', send: 'sent', outranked: 'held', vacated: 'released', supersede: 'superseded', neverSent: 'failed', ...beforeSending },
  selected: { operate: 'selected', send: 'sent', outranked: 'held', vacated: 'released', neverSent: 'failed', ...beforeSending },
  sent: { notCarriedOut: 'queued', refused: 'rejected', lostTouch: 'unknown', seen: 'accepted', ...afterSending },
  accepted: { lostTouch: 'unknown', ...afterSending },
  // No way back to `sent`: an unknown command is never resent.
  unknown: { seen: 'accepted', absent: 'failed', ...afterSending },
  applied: { effect: 'effective', ...onDevice },
  effective: onDevice,
  held: { takeOver: 'queued', lapse: 'expired', vacated: 'released', releaseConfirmed: 'released', supersede: 'superseded' },
  // A frame can linger in a gateway: if the device is found carrying it out after all, saying so beats keeping the record tidy.
  failed: { agrees: 'applied' },
  superseded: { agrees: 'applied' },
  released: {}, rejected: {}, expired: {}, cancelled: {},
}

/** The state after an event, or null when the event cannot happen in this state. */
export const nextState = (state: CommandState, event: CommandEvent): CommandState | null => lifeCycle[state][event] ?? null
