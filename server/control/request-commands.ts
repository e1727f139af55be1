import { randomUUID } from 'node:crypto'
import { defaultLeaseS, prioritySlots } from '#domain/control/command'
import { canonicalPayload } from '#domain/control/command-payload'
import type { CommandAnswer, CommandRequest } from '#domain/wire/commands'
import type { LoopRefusal, StoredCommand, StoredRequest, TargetKind, WantedCommand } from '#server/store/command-store'
import { askedBy, sha256, type Asker } from './asker'
import { groupOf, groupPrefix, viewOfCommand } from './command-view'
import { defaultTiming, type ControlSettings } from './control-settings'
import { judgeCommand } from './interlock-inputs'
import { afterWallMs, isRunwayLoop, loopNow, type Workers } from './plant-desk'

export type RequestAnswer =
  /** The same key was used before with another body. */
  | { conflict: true }
  | { conflict: false; answer: CommandAnswer; repeated: boolean; created: StoredCommand[] }

/** Fingerprint of what was asked, whatever the order of its JSON fields. What the screen showed may differ at a retry. */
function fingerprint(body: CommandRequest, renews: number | undefined): string {
  return sha256(JSON.stringify([
    body.target.kind, body.target.id, body.mode, body.setpoint_c ?? null, body.lease_s ?? null, body.reason ?? null, body.slot ?? null, body.draft ?? false, body.notam_reference ?? null, renews ?? null,
  ]))
}

/** SHA-256 of the exact payload of a request: what a second person approves, and what is compared again before anything is sent. */
export const payloadSha256 = (request: Pick<StoredRequest, 'target' | 'reasonText' | 'notamReference'>, commands: readonly StoredCommand[]): string =>
  sha256(canonicalPayload({ target: request.target, reason: request.reasonText, notamReference: request.notamReference, commands }))

/**
 * Turns one request into commands, one per loop, in one transaction. Loops that may not have one are refused with the reason; the others go ahead.
 * One loop of a road is queued at once. Several loops, and runways, are reserved and wait for `operate`; runways wait for a second person before that;
 * a draft waits for its author, and is judged only when he hands it in. Interlocks speak here for the operator's sake and again when the command is sent.
 */
export async function requestCommands(settings: ControlSettings, plant: Workers, asker: Asker, key: string, body: CommandRequest, loopIds: readonly string[], renews?: number): Promise<RequestAnswer> {
  const at = settings.clock.now()
  const timing = { ...defaultTiming, ...settings.timing }
  const wanted: WantedCommand[] = []
  const refused: LoopRefusal[] = []
  const asked = [...new Set(loopIds)]
  const runway = asked.some((loopId) => isRunwayLoop(settings, loopId))
  const needsOperate = runway || asked.length > 1
  const begins = body.draft ? 'drafted' : runway ? 'validated' : 'queued'
  const { mode, setpoint_c = null, reason = null, notam_reference: notamReference = null, target } = body
  for (const loopId of asked) {
    const now = loopNow(plant, loopId)
    if (!now) { refused.push({ loop_id: loopId, reason: plant.started ? 'loop_not_found' : 'controller_unknown' }); continue }
    const { verdict, kept } = judgeCommand(settings, now.loop, { mode, setpoint_c, stage: 'request', requester: asker.account, secondPerson: null, automatic: false, notamReference }, now.answer, 'request')
    if (!body.draft && !verdict.allowed) { refused.push({ loop_id: loopId, reason: verdict.rule, params: verdict.params }); continue }
    wanted.push({
      loopId, slot: body.slot ?? prioritySlots.operator, mode, setpointC: setpoint_c, leaseS: mode === 'release' ? null : body.lease_s ?? defaultLeaseS, reasonText: reason,
      seenSequence: now.seenSequence, interlocks: kept, ...(renews === undefined ? {} : { renews }),
    })
  }
  const outcome = await settings.store.saveRequest({
    id: `${needsOperate ? groupPrefix : ''}${randomUUID()}`, actor: asker.account, key, sha256: fingerprint(body, renews), at, wanted, refused, begins, needsOperate, needsApproval: runway, target, notamReference,
    by: askedBy(asker, body.seen), ...(begins === 'queued' ? {} : { waitUntil: afterWallMs(settings, at, timing.personMs) }),
    payloadSha256: (commands) => payloadSha256({ target: target as { kind: TargetKind; id: string }, reasonText: reason, notamReference }, commands),
    answer: (commands, notGiven) => ({ group: commands[0] ? groupOf(commands[0]) : null, commands: commands.map(viewOfCommand), refused: notGiven }),
  })
  if (outcome.kind === 'conflict') return { conflict: true }
  if (outcome.kind === 'repeated') return { conflict: false, answer: outcome.answer, repeated: true, created: [] }
  for (const command of [...outcome.superseded, ...outcome.created]) settings.onCommand(viewOfCommand(command))
  return { conflict: false, answer: outcome.answer, repeated: false, created: outcome.created }
}
