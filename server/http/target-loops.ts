import { queryZone } from '#server/store/query-zone'
import { loadZone } from '#server/store/zones'
import { ProblemError } from './problem'
import type { Services } from './services'

/** Loops that a target stands for. @throws ProblemError 404 when the target does not exist, 422 when nothing under it can be commanded */
export async function loopsOf(services: Services, target: { kind: 'segment' | 'loop' | 'zone' | 'energyStation'; id: string }): Promise<string[]> {
  const { details, loops } = services.city()
  const notFound = (): ProblemError => new ProblemError(404, { code: `${target.kind}.not_found`, title: 'No such target', params: { id: target.id }, errors: [{ field: 'target.id', reason: 'does not exist' }] })
  const noLoop = (): ProblemError => new ProblemError(422, { code: 'command.no_loop', title: 'There is no loop under this target', errors: [{ field: 'target.id', reason: 'has no heated or cooled segment' }] })
  if (target.kind === 'loop') {
    if (!loops.has(target.id)) throw notFound()
    return [target.id]
  }
  if (target.kind === 'energyStation') {
    const served = [...loops.values()].filter((loop) => loop.energyStationId === target.id).map((loop) => loop.id).sort()
    if (served.length > 0) return served
    throw services.city().network.energy_stations.some((station) => station.id === target.id) ? noLoop() : notFound()
  }
  if (target.kind === 'segment') {
    const segment = details.get(target.id)
    if (!segment) throw notFound()
    if (segment.loop_id === null) throw noLoop()
    return [segment.loop_id]
  }
  const zone = await loadZone(services.db, target.id)
  if (!zone) throw notFound()
  const inside = new Set((await queryZone(services.db, zone.polygon)).flatMap((clip) => clip.loopId ?? []))
  if (inside.size === 0) throw noLoop()
  return [...inside].sort()
}
