import { randomUUID } from 'node:crypto'
import { prioritySlots } from '#domain/control/command'
import type { StopRequest } from '#domain/wire/command-groups'
import { askedBy, sha256, type Asker } from './asker'
import { groupOf, groupPrefix, viewOfCommand } from './command-view'
import type { ControlSettings } from './control-settings'
import { loopNow, type Workers } from './plant-desk'
import type { RequestAnswer } from './request-commands'

/**
 * Stop all: every loop gives back every slot. What stands held or waits for a second person ends at once, what is in flight is superseded whatever became of
 * it, and a release with a higher sequence goes to the device; only its read-back ends what the device carries out. Nothing refuses it: no interlock, no
 * lock, no approval, no reservation. A stop that is already under way on a loop is enough.
 */
export async function stopLoops(settings: ControlSettings, plant: Workers, asker: Asker, key: string, body: StopRequest, loopIds: readonly string[]): Promise<RequestAnswer> {
  const at = settings.clock.now()
  const asked = [...new Set(loopIds)]
  const outcome = await settings.store.saveRequest({
    id: `${asked.length > 1 ? groupPrefix : ''}${randomUUID()}`, actor: asker.account, key, sha256: sha256(JSON.stringify(['stop', body.target.kind, body.target.id, body.reason ?? null])), at, everySlot: true,
    wanted: asked.map((loopId) => ({ loopId, slot: prioritySlots.operator, mode: 'release', setpointC: null, leaseS: null, reasonText: body.reason ?? null, seenSequence: loopNow(plant, loopId)?.seenSequence ?? 0 })),
    refused: [], target: body.target, by: askedBy(asker, body.seen),
    answer: (commands, refused) => ({ group: commands[0] ? groupOf(commands[0]) : null, commands: commands.map(viewOfCommand), refused }),
  })
  if (outcome.kind === 'conflict') return { conflict: true }
  if (outcome.kind === 'repeated') return { conflict: false, answer: outcome.answer, repeated: true, created: [] }
  for (const command of [...outcome.superseded, ...outcome.created]) settings.onCommand(viewOfCommand(command))
  return { conflict: false, answer: outcome.answer, repeated: false, created: outcome.created }
}
