import { writeStake } from '../geo/stake'
import { surfaceOf } from './claim-segments'
import { limitFields } from './limit-field'
import type { LimitOverrides, Segment, Sensor, Station } from './network'
import { plantFileFormat, type PlantFile, type PlantLimits, type PlantLoop, type PlantPavement, type PlantPlace, type PlantSensor, type PlantStation } from './plant-file'
import type { PlantState } from './plant-state'
import { SegmentIndex } from './segment-index'
import { groupSensors, loopReadBackSensors, sensorGroups } from './station-sensors'
import { surveyFields } from './survey-field'

/** The plant that stands, as the file that would make it. */
export function exportPlant(state: PlantState): PlantFile {
  const index = new SegmentIndex(state.segments)
  const byId = <T extends { id: string }>(things: readonly T[]): T[] => [...things].sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    format: plantFileFormat,
    energy_stations: byId(state.energyStations).map(({ id, name, position, limits }) => ({ id, name, position, ...(limits ? { limits: numbers(limits) } : {}) })),
    controllers: byId(state.controllers).map((c) => ({
      id: c.id, energy_station_id: c.energyStationId, protocol: c.protocol, ...(c.host === '' ? {} : { host: c.host }), port: c.port, unit_id: c.unitId, ...(c.registerMap === '' ? {} : { register_map: c.registerMap }),
      ...(c.secretVariables ? { secret_variables: { ...c.secretVariables } } : {}),
    })),
    loops: [...state.loops].sort((a, b) => (a.controllerId === b.controllerId ? a.index - b.index : a.controllerId < b.controllerId ? -1 : 1)).map((loop): PlantLoop => {
      const own = state.sensors.filter((sensor) => sensor.source === 'controller' && sensor.loopId === loop.id)
      return {
        id: loop.id, name: loop.name, controller_id: loop.controllerId, index: loop.index, service: loop.service, safe_state: loop.safeState,
        heat_min_c: loop.heatMinC, heat_max_c: loop.heatMaxC, cool_min_c: loop.coolMinC, cool_max_c: loop.coolMaxC, ...(loop.limits ? { limits: numbers(loop.limits) } : {}),
        places: placesOf(state.segments.filter((segment) => segment.loopId === loop.id), index),
        ...(sameSensors(own, loopReadBackSensors(loop)) ? {} : { read_back: byId(own).map((sensor) => plantSensor(sensor, null)) }),
      }
    }),
    stations: byId(state.stations).map((station) => plantStation(station, state)),
    sensors: byId(state.sensors.filter((sensor) => sensor.source === 'device' && sensor.stationId === null)).map((sensor) => plantSensor(sensor, null)),
    pavements: pavementsOf(state),
  }
}

const numbers = (limits: LimitOverrides): PlantLimits => limitFields(Object.fromEntries(Object.entries(limits).filter((entry): entry is [string, number] => typeof entry[1] === 'number')))

/** Stretches between stakes where they say exactly the same, else segments by id. */
function placesOf(segments: readonly Segment[], index: SegmentIndex): PlantPlace[] {
  const runs: Segment[][] = []
  for (const segment of [...segments].sort((a, b) => compare(a.route ?? '', b.route ?? '') || compare(a.assetId, b.assetId) || a.fromM - b.fromM)) {
    const last = runs.at(-1)?.at(-1)
    if (last && last.route === segment.route && last.assetId === segment.assetId && Math.abs(segment.fromM - last.toM) < 0.002) runs.at(-1)!.push(segment)
    else runs.push([segment])
  }
  return runs.flatMap((run): PlantPlace[] => {
    const [first, last] = [run[0]!, run.at(-1)!]
    if (first.route !== null) {
      const stretch = { route: first.route, from: writeStake(first.fromM), to: writeStake(last.toM) }
      for (const place of [stretch, { ...stretch, asset_id: first.assetId }]) {
        const spans = index.spans(place)
        if ('found' in spans && spans.found.length === run.length && spans.found.every((span, i) => span.segment === run[i] && span.fromM === 0 && span.toM === span.segment.lengthM)) return [place]
      }
    }
    return run.map((segment) => ({ segment_id: segment.id }))
  })
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function plantSensor(sensor: Sensor, station: Station | null): PlantSensor {
  const fallback = sensor.depthM === null ? null : (station?.segmentId ?? null)
  return {
    id: sensor.id, quantity: sensor.quantity, depth_m: sensor.depthM, cadence_s: sensor.cadenceS,
    ...(sensor.segmentId === fallback ? {} : { segment_id: sensor.segmentId }), ...(sensor.loopId === null || sensor.source === 'controller' ? {} : { loop_id: sensor.loopId }),
  }
}

function plantStation(station: Station, state: PlantState): PlantStation {
  const own = new Map(state.sensors.filter((sensor) => sensor.stationId === station.id && sensor.source === 'device').map((sensor) => [sensor.id, sensor]))
  const loopId = state.segments.find((segment) => segment.id === station.segmentId)?.loopId ?? null
  const groups = sensorGroups.filter((group) => {
    const standard = groupSensors(station, loopId, group)
    const has = (group !== 'water' || loopId !== null) && standard.every((sensor) => own.has(sensor.id) && sameSensors([own.get(sensor.id)!], [sensor]))
    if (has) for (const sensor of standard) own.delete(sensor.id)
    return has
  })
  return {
    id: station.id, name: station.name, place: { position: station.position, segment_id: station.segmentId }, ...(groups.length > 0 ? { groups } : {}),
    ...(station.survey ? { survey: surveyFields(station.survey) } : {}),
    ...(own.size > 0 ? { sensors: [...own.values()].sort((a, b) => compare(a.id, b.id)).map((sensor) => plantSensor(sensor, station)) } : {}),
  }
}

const keyOf = (s: Sensor): string => JSON.stringify([s.id, s.stationId, s.segmentId, s.loopId, s.quantity, s.depthM, s.cadenceS, s.source])
const sameSensors = (some: readonly Sensor[], others: readonly Sensor[]): boolean => some.map(keyOf).sort().join() === others.map(keyOf).sort().join()

/** Surveyed surfaces, those alike together. */
function pavementsOf(state: PlantState): PlantPavement[] {
  const alike = new Map<string, PlantPavement>()
  const names = { widthM: 'width_m', pavementType: 'pavement_type', layers: 'layers', exposure: 'exposure' } as const
  for (const segment of state.segments) {
    if (!state.networkSurfaces.has(segment.id)) continue
    const { widthM, pavementType, layers, exposure, assumed } = surfaceOf(segment)
    const guesses = assumed.flatMap((field) => names[field as keyof typeof names] ?? [])
    const surface = { width_m: widthM, pavement_type: pavementType, layers, exposure: { sky_view_fraction: exposure.skyViewFraction, air_below: exposure.airBelow }, ...(guesses.length > 0 ? { assumed: guesses } : {}) }
    const key = JSON.stringify(surface)
    const known = alike.get(key) ?? { places: [], ...surface }
    known.places.push({ segment_id: segment.id })
    alike.set(key, known)
  }
  return [...alike.values()]
}
