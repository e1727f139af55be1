import { randomUUID } from 'node:crypto'
import { isHolding, prioritySlots } from '#domain/control/command'
import type { RelinquishRequest } from '#domain/wire/command-groups'
import { askedBy, sha256, type Asker } from './asker'
import { viewOfCommand } from './command-view'
import type { ControlSettings } from './control-settings'
import { loopNow, type Workers } from './plant-desk'
import { Refused } from './refused'
import type { RequestAnswer } from './request-commands'

/**
 * A person's word that an interlock trip is understood and over: gives slot 2 back. Only once its cause has been gone for long enough, which the leader has written
 * beside the trip, and looks at again before the release is sent. Nothing begins by it: what the trip ended is asked for anew.
 * @throws Refused
 */
export async function relinquishTrip(settings: ControlSettings, plant: Workers, asker: Asker, key: string, commandId: number, body: RelinquishRequest): Promise<RequestAnswer> {
  const trip = await settings.store.load(commandId)
  if (!trip) throw new Refused('command.not_found')
  // Asked again after it was given back, the trip is over: the earlier answer holds.
  if (!(await settings.store.isKeyUsed(asker.account, key))) {
    if (trip.slot !== prioritySlots.automaticLifeSafety || trip.mode === 'release') throw new Refused('trip.none')
    if (!isHolding(trip.state)) throw new Refused('trip.none', { state: trip.state })
    if (trip.reason !== 'awaits_acknowledgement') throw new Refused('trip.not_safe', { reason: trip.reasonText ?? '' })
  }
  const outcome = await settings.store.saveRequest({
    id: randomUUID(), actor: asker.account, key, sha256: sha256(JSON.stringify(['relinquish', commandId, body.reason ?? null])), at: settings.clock.now(), refused: [], target: { kind: 'loop', id: trip.loopId }, by: askedBy(asker, body.seen),
    wanted: [{ loopId: trip.loopId, slot: trip.slot, mode: 'release', setpointC: null, leaseS: null, reasonText: body.reason ?? null, seenSequence: loopNow(plant, trip.loopId)?.seenSequence ?? 0 }],
    answer: (commands, refused) => ({ group: null, commands: commands.map(viewOfCommand), refused }),
  })
  if (outcome.kind === 'conflict') return { conflict: true }
  if (outcome.kind === 'repeated') return { conflict: false, answer: outcome.answer, repeated: true, created: [] }
  for (const command of [...outcome.superseded, ...outcome.created]) settings.onCommand(viewOfCommand(command))
  return { conflict: false, answer: outcome.answer, repeated: false, created: outcome.created }
}
