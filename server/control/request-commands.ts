import { createHash, randomUUID } from 'node:crypto'
import { defaultLeaseS, prioritySlots } from '#domain/control/command'
import { judgeInterlocks } from '#domain/control/interlocks/judge-interlocks'
import type { CommandAnswer, CommandRequest } from '#domain/wire/commands'
import type { LoopRefusal, PlantController, StoredCommand, WantedCommand } from '#server/store/command-store'
import { groupOf, groupPrefix, viewOfCommand } from './command-view'
import type { ControlSettings } from './control-settings'
import type { ControllerState } from './controller-state'
import { gatherInterlockInput } from './interlock-inputs'

export type RequestAnswer =
  /** The same key was used before with another body. */
  | { conflict: true }
  | { conflict: false; answer: CommandAnswer; repeated: boolean; created: StoredCommand[] }

/** Before the start nobody has looked after any loop yet. What is known of a controller: by its own worker, or as the leader tells of it. */
export interface Workers { started: boolean; workerOf(loopId: string): { plant: PlantController; state: ControllerState } | undefined }

/** Fingerprint of what was asked, whatever the order of its JSON fields. */
function fingerprint(body: CommandRequest): string {
  const said = [body.target.kind, body.target.id, body.mode, body.setpoint_c ?? null, body.lease_s ?? null, body.reason ?? null]
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}

/**
 * Turns one request into queued commands, one per loop, in one transaction. Loops that may not have one are refused with the reason; the
 * others go ahead. Interlocks speak here for the operator's sake and again when the command is sent.
 */
export async function requestCommands(settings: ControlSettings, plant: Workers, actor: string, key: string, body: CommandRequest, loopIds: readonly string[]): Promise<RequestAnswer> {
  const { workerOf, started } = plant
  const at = settings.clock.now()
  const wanted: WantedCommand[] = []
  const refused: LoopRefusal[] = []
  const asked = [...new Set(loopIds)]
  for (const loopId of asked) {
    const worker = workerOf(loopId)
    const loop = worker?.plant.loops.find((candidate) => candidate.id === loopId)
    if (!worker || !loop) { refused.push({ loop_id: loopId, reason: started ? 'loop_not_found' : 'controller_unknown' }); continue }
    const status = worker.state.statuses.get(loopId) ?? null
    const setpointC = body.setpoint_c ?? null
    const verdict = judgeInterlocks(gatherInterlockInput(settings, loop, {
      mode: body.mode, setpoint_c: setpointC, stage: 'request', requester: actor, secondPerson: null, automatic: false, notamReference: null,
    }, { link: worker.state.link, status, seenAt: worker.state.seenAt }))
    if (!verdict.allowed) { refused.push({ loop_id: loopId, reason: verdict.rule, params: verdict.params }); continue }
    wanted.push({
      loopId, slot: prioritySlots.operator, mode: body.mode, setpointC, leaseS: body.mode === 'release' ? null : body.lease_s ?? defaultLeaseS, reasonText: body.reason ?? null,
      seenSequence: Math.max(status?.seenSequence ?? 0, status?.appliedSequence ?? 0),
    })
  }
  const outcome = await settings.store.saveRequest({
    id: `${asked.length > 1 ? groupPrefix : ''}${randomUUID()}`, actor, key, sha256: fingerprint(body), at, wanted, refused,
    answer: (commands, notGiven) => ({ group: commands[0] ? groupOf(commands[0]) : null, commands: commands.map(viewOfCommand), refused: notGiven }),
  })
  if (outcome.kind === 'conflict') return { conflict: true }
  if (outcome.kind === 'repeated') return { conflict: false, answer: outcome.answer, repeated: true, created: [] }
  for (const command of [...outcome.superseded, ...outcome.created]) settings.onCommand(viewOfCommand(command))
  return { conflict: false, answer: outcome.answer, repeated: false, created: outcome.created }
}
