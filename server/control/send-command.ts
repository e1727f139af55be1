import { checkCommandBlock } from '#domain/control/command-block'
import { judgeInterlocks } from '#domain/control/interlocks/judge-interlocks'
import { blockOf } from '#domain/control/judge-read-back'
import type { LoopStatus } from '#domain/control/loop-status'
import type { Loop } from '#domain/network/network'
import type { Driver, WriteOutcome } from '#server/drivers/driver'
import type { StoredCommand } from '#server/store/command-store'
import type { CommandSteps } from './command-steps'
import { gatherInterlockInput } from './interlock-inputs'

/**
 * Sends one queued command to a controller that has just answered: interlocks again, commit, write, read back.
 * Whatever the write's outcome, only a read-back makes it applied.
 */
export async function sendCommand(steps: CommandSteps, driver: Driver, loop: Loop, queued: StoredCommand, status: LoopStatus): Promise<void> {
  const { clock, wall } = steps.settings
  const memory = steps.memory(loop.id)
  if (wall.now() < memory.retryAtMs) return
  const now = clock.now()
  // Asked of the row itself, and in both directions: it may come from a server before this one or from a restored backup.
  if (Math.abs(now.getTime() - queued.requestedAt.getTime()) > steps.timing.queueMs * clock.base.timeScale) { await steps.take(queued, 'neverSent', 'not_sent'); return }
  const verdict = judgeInterlocks(gatherInterlockInput(steps.settings, loop, {
    mode: queued.mode, setpoint_c: queued.setpointC, stage: 'send', requester: queued.actor, secondPerson: null, automatic: false, notamReference: null,
  }, { link: 'online', status, seenAt: now }))
  if (!verdict.allowed) { await steps.take(queued, 'blocked', verdict.rule, { detail: { params: verdict.params } }); return }

  // A device that was "busy" and yet has the block gets no second one: the read-back decides.
  const alreadyThere = queued.sentAt !== null && (status.seenSequence ?? 0) >= queued.sequence
  const sequence = queued.sentAt === null ? Math.max(queued.sequence, (status.seenSequence ?? 0) + 1, (status.appliedSequence ?? 0) + 1) : queued.sequence
  const block = blockOf({ sequence, mode: queued.mode, setpoint_c: queued.setpointC, leaseS: queued.leaseS })
  try {
    checkCommandBlock(block)
  } catch (error) {
    await steps.take(queued, 'blocked', 'guard_refused', { detail: { message: (error as Error).message } })
    return
  }
  const askedMs = wall.now()
  const mayLeave = (): boolean => steps.settings.mayAct?.() !== false && wall.now() - askedMs <= steps.timing.writeWithinMs
  const sent = await steps.take(queued, 'send', null, { sequence, sentAt: now, ...(queued.leaseS === null ? {} : { sentLeaseS: queued.leaseS, expiresAt: new Date(now.getTime() + queued.leaseS * 1000) }) })
  if (!sent) return
  const outcome: WriteOutcome = alreadyThere ? { outcome: 'acknowledged' } : await driver.write({ kind: 'command', loopIndex: loop.index, block, mayLeave }).catch((error: Error) => ({ outcome: 'unknown' as const, detail: error.message }))
  memory.lastWriteMs = wall.now()
  await afterWrite(steps, driver, loop, sent, outcome)
}

async function afterWrite(steps: CommandSteps, driver: Driver, loop: Loop, sent: StoredCommand, outcome: WriteOutcome): Promise<void> {
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
  else if (outcome.outcome === 'refused') await steps.take(sent, 'refused', 'device_refused', { detail })
  else {
    memory.retryAtMs = steps.settings.wall.now() + steps.timing.retryMs * 2 ** Math.min(4, memory.retries)
    memory.retries += 1
    await steps.take(sent, 'notCarriedOut', 'retry_device_busy', { detail })
  }
}
