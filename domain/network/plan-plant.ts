import { surfaceOf } from './claim-segments'
import { limitFields } from './limit-field'
import type { Network, Segment } from './network'
import type { PlantDifference, PlantKind, PlantRecord } from './plant-difference'
import { plantKinds } from './plant-difference'
import type { PlantFile } from './plant-file'
import type { PlantProblem, PlantWarning } from './plant-problem'
import type { PlantState } from './plant-state'
import { surveyFields } from './survey-field'
import { resolvePlant, type RegisterMapSize } from './resolve-plant'

export interface PlantPlan extends PlantDifference {
  problems: PlantProblem[]
  warnings: PlantWarning[]
  /** The plant after it was applied; null with problems. */
  wanted: PlantState | null
}

/**
 * What a file asks to be changed, and everything that is wrong with it. With problems there is no difference: nothing can be said of what a
 * faulty file would do.
 */
export function planPlant(current: PlantState, file: PlantFile, registerMaps: readonly RegisterMapSize[]): PlantPlan {
  const { wanted, problems, warnings } = resolvePlant(current, file, registerMaps)
  if (problems.length > 0) return { ...nothing(), problems, warnings, wanted: null }
  return { ...differenceOf(current, wanted), problems, warnings, wanted }
}

/** A network with a plant laid on it, in memory; its register maps are believed. @throws RangeError naming the first problem */
export function networkWithPlant(network: Network, file: PlantFile): Network {
  const registerMaps = file.controllers.map((controller): RegisterMapSize => ({ name: controller.register_map ?? '', mostLoops: Infinity, protocols: [controller.protocol] }))
  const { wanted, problems: [first] } = planPlant({ ...network, networkSurfaces: new Map() }, file, registerMaps)
  if (!wanted) throw new RangeError(`plant: ${first!.path}: ${first!.code} ${JSON.stringify(first!.params)}`)
  const { segments, stations, sensors, energyStations, controllers, loops } = wanted
  return { ...network, segments, stations, sensors, energyStations, controllers, loops }
}

const nothing = (): PlantDifference => ({ create: [], change: [], remove: [], unchanged: { energyStation: 0, controller: 0, loop: 0, station: 0, sensor: 0, segment: 0 } })

const lists: Record<PlantKind, (state: PlantState) => readonly { id: string }[]> = {
  energyStation: (s) => s.energyStations, controller: (s) => s.controllers, loop: (s) => s.loops, station: (s) => s.stations, sensor: (s) => s.sensors, segment: (s) => s.segments,
}

const records: { [K in PlantKind]: (thing: never) => PlantRecord } = {
  energyStation: ({ name, position, limits }: PlantState['energyStations'][number]) => ({ name, position, limits: limits ? limitFields(limits) : null }),
  controller: (c: PlantState['controllers'][number]) => ({
    energy_station_id: c.energyStationId, protocol: c.protocol, host: c.host, port: c.port, unit_id: c.unitId, register_map: c.registerMap, secret_variables: c.secretVariables ?? null,
  }),
  loop: (l: PlantState['loops'][number]) => ({
    name: l.name, controller_id: l.controllerId, index: l.index, service: l.service, safe_state: l.safeState,
    heat_min_c: l.heatMinC, heat_max_c: l.heatMaxC, cool_min_c: l.coolMinC, cool_max_c: l.coolMaxC, limits: l.limits ? limitFields(l.limits) : null, energy_station_id: l.energyStationId,
  }),
  station: (s: PlantState['stations'][number]) => ({ name: s.name, position: s.position, segment_id: s.segmentId, survey: s.survey ? surveyFields(s.survey) : null }),
  sensor: (s: PlantState['sensors'][number]) => ({ station_id: s.stationId, segment_id: s.segmentId, loop_id: s.loopId, quantity: s.quantity, depth_m: s.depthM, cadence_s: s.cadenceS, source: s.source }),
  segment: (s: Segment) => {
    const { widthM, pavementType, layers, exposure, assumed } = surfaceOf(s)
    return { route: s.route, from_m: s.fromM, to_m: s.toM, loop_id: s.loopId, width_m: widthM, pavement_type: pavementType, layers, exposure: { sky_view_fraction: exposure.skyViewFraction, air_below: exposure.airBelow }, assumed }
  },
}

function differenceOf(current: PlantState, wanted: PlantState): PlantDifference {
  const difference = nothing()
  for (const kind of plantKinds) {
    const record = records[kind] as (thing: { id: string }) => PlantRecord
    const [before, after] = [current, wanted].map((state) => new Map(lists[kind](state).map((thing) => [thing.id, thing])))
    for (const [id, thing] of before!) {
      const other = after!.get(id)
      if (!other) difference.remove.push({ kind, id, before: record(thing) })
      else {
        const fields = other === thing ? [] : changedFields(record(thing), record(other))
        if (fields.length > 0) difference.change.push({ kind, id, fields })
        else difference.unchanged[kind] += 1
      }
    }
    for (const [id, thing] of after!) if (!before!.has(id)) difference.create.push({ kind, id, after: record(thing) })
  }
  return difference
}

const changedFields = (before: PlantRecord, after: PlantRecord): { field: string; before: unknown; after: unknown }[] =>
  Object.keys(after).filter((field) => !same(before[field], after[field])).map((field) => ({ field, before: before[field], after: after[field] }))

/** Equal in content, whatever the order of keys (a database keeps another). */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => same(left[key], right[key]))
}
