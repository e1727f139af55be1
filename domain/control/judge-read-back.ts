import type { CommandBlock, HeldBlock } from './command-block'
import { isOnDevice, type CommandMode, type CommandState } from './command'
import type { CommandEvent } from './life-cycle'
import { rejectCodeNumber, type LoopStatus } from './loop-status'
import type { EndReason } from './reasons'

export interface JudgedCommand { state: CommandState; sequence: number; mode: CommandMode; setpoint_c: number | null; leaseS: number | null; sentAtMs: number | null; expiresAtMs: number | null }

/** A complete answer of the device about one loop: `holding` is the command block as it stands in the device, null when only the status was read. */
export interface LoopAnswer { holding: HeldBlock | null; status: LoopStatus }

export interface ReadBackVerdict { event: CommandEvent | null; reason: EndReason | null }

/** Slack between the server's and the device's idea of a lease's end, ms of site time. */
const earlyEndMs = 180_000

/** A device that took a block and has not carried it out by the end of its lease (a release: by this time, s of site time) never will. */
const releasePatienceS = 600

const wait = (reason: EndReason | null = null): ReadBackVerdict => ({ event: null, reason })
const verdict = (event: CommandEvent, reason: EndReason | null = null): ReadBackVerdict => ({ event, reason })

/** The block that carries a command to the device. @throws RangeError for a command the registers cannot say */
export function blockOf(command: Pick<JudgedCommand, 'sequence' | 'mode' | 'setpoint_c' | 'leaseS'>): CommandBlock {
  return command.mode === 'release'
    ? { sequence: command.sequence, mode: 'auto', setpoint_c: null, leaseS: 0 }
    : { sequence: command.sequence, mode: command.mode, setpoint_c: command.setpoint_c, leaseS: command.leaseS ?? NaN }
}

const rejectReason = (code: number): EndReason =>
  (['device_rejected', 'device_old_sequence', 'device_bad_mode', 'device_setpoint_limits', 'device_local'] as const)[code] ?? 'device_rejected'

/**
 * What a read-back says about a command that was sent (or holds). `event` null = nothing is settled yet; `reason` then says what it waits for.
 * An echo proves nothing: `seen` and `agrees` need the holding registers and the status inputs to say the same.
 * @param nowMs site instant of the answer
 */
export function judgeReadBack(command: JudgedCommand, answer: LoopAnswer, nowMs: number): ReadBackVerdict {
  const { status } = answer
  const holds = isOnDevice(command.state)
  if (status.appliedSequence === null || status.seenSequence === null) return judgeUnfenced(command, answer, nowMs)
  if (status.appliedSequence > command.sequence) return verdict('outrun', 'newer_sequence')
  if (status.appliedSequence === command.sequence) return judgeCarriedOut(command, answer, nowMs)
  if (holds || (command.state === 'accepted' && status.seenSequence < command.sequence)) return verdict('displaced', 'controller_restarted')
  if (status.seenSequence === command.sequence) {
    // "Old" means that it had this very sequence before: the refusal is of a duplicate, and the first may be under way still.
    const isDuplicate = status.rejectCode === rejectCodeNumber('oldSequence')
    if (status.rejectCode !== 0 && !isDuplicate) return verdict('deviceRejected', rejectReason(status.rejectCode))
    if (command.sentAtMs !== null && nowMs >= command.sentAtMs + (command.leaseS ?? releasePatienceS) * 1000) return verdict('absent', 'not_carried_out')
    if (isDuplicate) return wait('device_old_sequence')
    return sameBlock(command, answer.holding) ? verdict('seen') : wait('holding_differs')
  }
  return verdict('absent', 'not_carried_out')
}

function judgeCarriedOut(command: JudgedCommand, { holding, status }: LoopAnswer, nowMs: number): ReadBackVerdict {
  const holds = isOnDevice(command.state)
  // A newer block that the device refused stands in the holding registers: they no longer speak of this command.
  const confirmed = holds || (status.seenSequence ?? 0) > command.sequence || sameBlock(command, holding)
  if (command.mode === 'release') {
    if (status.mode === 'auto') return confirmed ? verdict('releaseConfirmed', 'released') : wait('holding_differs')
    return status.safeState ? wait('safe_state') : verdict('displaced', 'mode_changed')
  }
  if (status.mode === command.mode) {
    if (command.setpoint_c !== null && !sameSetpoint(command.setpoint_c, status.setpoint_c)) return verdict('displaced', 'setpoint_changed')
    return confirmed ? (holds ? wait() : verdict('agrees')) : wait('holding_differs')
  }
  return judgeNoLonger(command, status, nowMs)
}

/**
 * A device without a sequence is judged by levels: what stands in its registers and what it does. Two equal commands cannot be told
 * apart there, and a block that came late cannot be recognised.
 */
function judgeUnfenced(command: JudgedCommand, { holding, status }: LoopAnswer, nowMs: number): ReadBackVerdict {
  const holds = isOnDevice(command.state)
  const released = command.mode === 'release'
  const does = released ? status.mode === 'auto' : status.mode === command.mode && (command.setpoint_c === null || sameSetpoint(command.setpoint_c, status.setpoint_c))
  if (holds) return does ? wait() : status.mode === command.mode ? verdict('displaced', 'setpoint_changed') : judgeNoLonger(command, status, nowMs)
  if (holding === null) return wait('holding_differs')
  if (!sameLevels(command, holding)) return verdict('absent', 'not_carried_out')
  if (does) return released ? verdict('releaseConfirmed', 'released') : verdict('agrees')
  if (status.safeState) return wait('safe_state')
  if (status.local) return verdict('deviceRejected', 'device_local')
  if (status.rejectCode !== 0) return verdict('deviceRejected', rejectReason(status.rejectCode))
  // It may have been carried out and have run out since: over in either case.
  if (!released && (status.leaseEnded || (command.expiresAtMs !== null && nowMs >= command.expiresAtMs))) return verdict('leaseEnded', 'lease_ended')
  if (released && command.sentAtMs !== null && nowMs >= command.sentAtMs + releasePatienceS * 1000) return verdict('absent', 'not_carried_out')
  return verdict('seen')
}

/** The device was seen to carry it out once and does something else now. */
function judgeNoLonger(command: JudgedCommand, status: LoopStatus, nowMs: number): ReadBackVerdict {
  const leasePassed = status.leaseEnded || (command.expiresAtMs !== null && nowMs >= command.expiresAtMs)
  if (status.mode === 'auto' && leasePassed) {
    // A lease that ended long before its time was not run out but dropped: that is what a device does when its dead-man trips.
    const early = command.expiresAtMs !== null && nowMs < command.expiresAtMs - earlyEndMs
    return verdict('leaseEnded', early ? 'dead_man' : 'lease_ended')
  }
  if (status.safeState) return wait('safe_state')
  return verdict('displaced', status.local ? 'device_local' : 'mode_changed')
}

const sameSetpoint = (asked_c: number, active_c: number | null): boolean => active_c !== null && Math.abs(asked_c - active_c) < 0.05

/** Mode and set-point; a register that stands beside a mode without a set-point says nothing when the device cannot say "none". */
function sameLevels(command: JudgedCommand, holding: HeldBlock): boolean {
  const asked = blockOf(command)
  return holding.mode === asked.mode && (asked.setpoint_c === null ? holding.setpoint_c === null : sameSetpoint(asked.setpoint_c, holding.setpoint_c))
}

function sameBlock(command: JudgedCommand, holding: HeldBlock | null): boolean {
  if (holding === null) return false
  const asked = blockOf(command)
  return holding.sequence === asked.sequence && holding.leaseS === asked.leaseS && sameLevels(command, holding)
}
