import { checkCommandBlock } from '#domain/control/command-block'
import { isOnDevice, isProtector, prioritySlots } from '#domain/control/command'
import { isLifeSafe } from '#domain/control/interlocks/judge-life-safety'
import { isMinimumReason, judgeMinimum } from '#domain/control/interlocks/minimum-on-off'
import { endsHeatFlow } from '#domain/control/interlocks/rule'
import { blockOf } from '#domain/control/judge-read-back'
import type { EndReason } from '#domain/control/reasons'
import type { LoopStatus } from '#domain/control/loop-status'
import type { Loop } from '#domain/network/network'
import type { Driver, WriteOutcome } from '#server/drivers/driver'
import type { RequestState, StoredCommand } from '#server/store/command-store'
import type { CommandSteps } from './command-steps'
import { gatherInterlockInput, judgeCommand, type InterlockedCommand } from './interlock-inputs'
import { payloadRows } from './person-steps'
import { afterWallMs, isOver } from './plant-desk'
import { payloadSha256 } from './request-commands'

/**
 * Moves one command that waits for its controller, which has just answered: below a higher slot it stands held, one that needs the operator's word is
 * selected and waits for it, and the others are sent: authority and interlocks again, commit, write, read back.
 * Whatever the write's outcome, only a read-back makes it applied.
 * @param others the loop's other open commands
 * @param endangers what the loop does now endangers somebody or something: its end waits for no machine
 */
export async function sendCommand(steps: CommandSteps, driver: Driver, loop: Loop, queued: StoredCommand, others: readonly StoredCommand[], status: LoopStatus, endangers = false): Promise<void> {
  const { clock, wall, store } = steps.settings
  const memory = steps.memory(loop.id)
  if (wall.now() < memory.retryAtMs) return
  const now = clock.now()
  const waitsForWord = queued.needsOperate && queued.operatedAt === null
  if (waitsForWord && queued.state === 'selected') {
    if (queued.waitUntil && isOver(now, queued.selectedAt ?? queued.requestedAt, queued.waitUntil)) await steps.lapseGroup(queued.requestId)
    return
  }
  // Asked of the row itself, and in both directions: it may come from a server before this one or from a restored backup.
  const sinceMs = waitsSinceMs(queued)
  const queueMs = steps.timing.queueMs * clock.base.timeScale
  // What waits for a machine waits for its controller from the end of that on.
  const untilMs = isMinimumReason(queued.reason) ? Math.max(sinceMs, queued.waitUntil?.getTime() ?? 0) : sinceMs
  if (now.getTime() - untilMs > queueMs || sinceMs - now.getTime() > queueMs) { await steps.take(queued, 'neverSent', 'not_sent'); return }
  if (await standBelow(steps, queued, others, now)) return
  const heard = { link: 'online', status, seenAt: now } as const
  const trip = others.find((other) => other.slot === prioritySlots.automaticLifeSafety && isOnDevice(other.state))
  // Looked at once more: the cause may have come back since the person gave the word.
  if (trip && queued.slot === trip.slot && queued.mode === 'release' && !queued.everySlot && !(trip.reason === 'awaits_acknowledgement' && isLifeSafe(gatherInterlockInput(steps.settings, loop, nobodysWish, heard), trip.reasonText))) {
    await steps.take(queued, 'blocked', 'trip_not_safe')
    return
  }
  const authority = queued.needsApproval ? judgeApproval(await store.loadRequest(queued.requestId), queued, now) : { secondPerson: null, notamReference: null }
  if ('reason' in authority) { await steps.take(queued, 'blocked', authority.reason); return }
  const asked = { mode: queued.mode, setpoint_c: queued.setpointC, stage: 'send', requester: queued.actor, automatic: queued.takenOver || queued.slot >= prioritySlots.strategy, ...authority } as const
  const { verdict, kept } = judgeCommand(steps.settings, loop, asked, heard, 'sending')
  // What made the server act stays with what it wrote.
  const interlocks = (isProtector(queued.actor) && queued.interlocks) || kept
  // A stop and what ends a danger are written whatever the interlocks say: the device itself refuses what it must.
  if (!verdict.allowed && !queued.everySlot && !isProtector(queued.actor)) { await steps.take(queued, 'blocked', verdict.rule, { interlocks, detail: { params: verdict.params } }); return }
  if (waitsForWord) { await steps.take(queued, 'select', null, { interlocks, waitUntil: afterWallMs(steps.settings, now, steps.timing.operateMs) }); return }
  if (!(endangers && endsHeatFlow(queued.mode)) && !queued.everySlot && queued.slot > prioritySlots.minimumOnOff) {
    const flowingS = flowsForS(others, status, now)
    const hold = judgeMinimum(gatherInterlockInput(steps.settings, loop, asked, heard), flowingS)
    // What a stop ends may have begun after the stop was asked for, under a server that has stood still since; 0 also stands for a clock that went back.
    const waitedS = Math.min((now.getTime() - sinceMs) / 1000, (hold?.reason === 'compressor_min_on' && flowingS) || Infinity)
    const leftS = hold && Math.min(hold.waitS, hold.params.min_s as number - waitedS)
    if (hold && leftS !== null && leftS > 0) { await steps.waitForMachine(queued, hold.reason, new Date(now.getTime() + leftS * 1000), kept); return }
    // Whoever has waited that long and is still not known to be rested does not start; a stop has waited long enough.
    if (hold?.reason === 'compressor_min_off') { await steps.take(queued, 'blocked', hold.reason, { interlocks, detail: { params: hold.params } }); return }
  }

  const leaseS = leaseToSend(queued, now)
  if (leaseS !== null && leaseS < 1) { await steps.take(queued, 'lapse', 'lease_ended'); return }
  // A device that was "busy" and yet has the block gets no second one: the read-back decides.
  const alreadyThere = queued.sentAt !== null && (status.seenSequence ?? 0) >= queued.sequence
  const sequence = queued.sentAt === null ? Math.max(queued.sequence, (status.seenSequence ?? 0) + 1, (status.appliedSequence ?? 0) + 1) : queued.sequence
  const block = blockOf({ sequence, mode: queued.mode, setpoint_c: queued.setpointC, leaseS })
  try {
    checkCommandBlock(block)
  } catch (error) {
    await steps.take(queued, 'blocked', 'guard_refused', { detail: { message: (error as Error).message } })
    return
  }
  const askedMs = wall.now()
  const mayLeave = (): boolean => steps.settings.mayAct?.() !== false && wall.now() - askedMs <= steps.timing.writeWithinMs
  const sent = await steps.take(queued, 'send', null, { sequence, sentAt: now, interlocks, ...(leaseS === null ? {} : { sentLeaseS: leaseS, expiresAt: queued.takenOver && queued.expiresAt ? queued.expiresAt : new Date(now.getTime() + leaseS * 1000) }) })
  // A lock that was placed meanwhile has the last word.
  if (sent?.state !== 'sent') return
  const outcome: WriteOutcome = alreadyThere ? { outcome: 'acknowledged' } : await driver.write({ kind: 'command', loopIndex: loop.index, block, mayLeave }).catch((error: Error) => ({ outcome: 'unknown' as const, detail: error.message }))
  memory.lastWriteMs = wall.now()
  await afterWrite(steps, driver, loop, sent, outcome, queued.sentAt !== null)
}

/** One that took over runs for the rest of its lease, and never for more than that, however the clock was moved meanwhile. Null for a release. */
const leaseToSend = ({ leaseS, takenOver, expiresAt }: StoredCommand, now: Date): number | null =>
  leaseS === null || !takenOver || !expiresAt ? leaseS : Math.min(leaseS, Math.floor((expiresAt.getTime() - now.getTime()) / 1000))

/** For what is judged by facts alone. */
const nobodysWish: InterlockedCommand = { mode: 'release', setpoint_c: null, stage: 'send', requester: '', secondPerson: null, automatic: true, notamReference: null }

/** Since when it waits to be sent: what was asked, reserved or operated last. */
const waitsSinceMs = ({ requestedAt, queuedAt, operatedAt }: StoredCommand): number => Math.max(requestedAt.getTime(), queuedAt?.getTime() ?? 0, operatedAt?.getTime() ?? 0)

/** For how long the loop has been heating or cooling by a command that holds, s; null = by none: what nobody looks after any more is ended at once. */
function flowsForS(others: readonly StoredCommand[], status: LoopStatus, now: Date): number | null {
  const acting = status.mode === 'heat' || status.mode === 'cool' ? others.find((other) => isOnDevice(other.state) && other.mode === status.mode) : undefined
  return acting?.appliedAt ? Math.max(0, (now.getTime() - acting.appliedAt.getTime()) / 1000) : null
}

/** Below a higher slot a command is not sent but stands in its own; a release of a slot that does not hold the loop gives it back without a word to the device. */
async function standBelow(steps: CommandSteps, queued: StoredCommand, others: readonly StoredCommand[], now: Date): Promise<boolean> {
  const holder = others.find((other) => isOnDevice(other.state))
  if (!holder || queued.everySlot) return false
  if (queued.mode === 'release') {
    if (holder.slot === queued.slot) return false
    await steps.take(queued, 'vacated', 'slot_vacated')
    return true
  }
  if (holder.slot >= queued.slot) return false
  // A trip lets nothing wait below it that would begin by itself.
  if (holder.slot === prioritySlots.automaticLifeSafety && !endsHeatFlow(queued.mode)) {
    await steps.take(queued, 'blocked', 'life_safety_trip', { detail: { by: holder.id } })
    return true
  }
  await steps.take(queued, 'outranked', 'outranked', { expiresAt: queued.expiresAt ?? new Date(now.getTime() + (queued.leaseS ?? 0) * 1000), detail: { by: holder.id } })
  return true
}

/** Who agreed to it, or why that does not hold: the approval is bound to the exact payload and to its expiry. */
function judgeApproval(state: RequestState | null, command: StoredCommand, now: Date): { secondPerson: string; notamReference: string | null } | { reason: EndReason } {
  const approval = state?.approval
  if (!state || approval?.decision !== 'approved' || approval.approver === null || approval.approver === command.actor || !approval.decidedAt || !approval.validUntil) return { reason: 'approval_missing' }
  if (isOver(now, approval.decidedAt, approval.validUntil)) return { reason: 'approval_expired' }
  if (!approval.commandIds.includes(command.id) || payloadSha256(state.request, payloadRows(state)) !== approval.payloadSha256) return { reason: 'approval_payload' }
  return { secondPerson: approval.approver, notamReference: state.request.notamReference }
}

/** @param isResend the same sequence left before, and its device or gateway said that nothing was done: a refusal of the second says nothing of the first */
async function afterWrite(steps: CommandSteps, driver: Driver, loop: Loop, sent: StoredCommand, outcome: WriteOutcome, isResend: boolean): Promise<void> {
  const memory = steps.memory(loop.id)
  if (outcome.outcome === 'acknowledged') {
    memory.retries = 0
    const answer = await driver.readBack(loop.index).catch(() => null)
    if (answer) await steps.settle(sent, answer)
    else await steps.take(sent, 'lostTouch', 'link_lost')
    return
  }
  const detail = { message: outcome.detail }
  if (outcome.outcome === 'unknown') await steps.take(sent, 'lostTouch', 'timeout_after_send', { detail })
  else if (outcome.outcome === 'refused') await steps.take(sent, isResend ? 'lostTouch' : 'refused', 'device_refused', { detail })
  else {
    memory.retryAtMs = steps.settings.wall.now() + steps.timing.retryMs * 2 ** Math.min(4, memory.retries)
    memory.retries += 1
    await steps.take(sent, 'notCarriedOut', 'retry_device_busy', { detail })
  }
}
