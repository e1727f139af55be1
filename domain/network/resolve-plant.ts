import { distanceToLine } from '../geo/distance-to-line'
import { positionAt } from '../geo/linear-reference'
import { claimSegments } from './claim-segments'
import type { Controller, ControllerProtocol, EnergyStation, Loop, Segment, Sensor, Station } from './network'
import type { PlantFile, PlantSensor, PlantStation } from './plant-file'
import { limitNames } from './limit-field'
import { limitsByLoop } from './plant-limits'
import type { PlantProblem, PlantWarning } from './plant-problem'
import type { PlantState } from './plant-state'
import { SegmentIndex } from './segment-index'
import { groupSensors, loopReadBackSensors } from './station-sensors'
import { surveyNames } from './survey-field'

/** A station may stand beside its segment, not elsewhere, m. */
export const mostStationDistanceM = 200

export interface RegisterMapSize { name: string; mostLoops: number; protocols: readonly ControllerProtocol[] }

export interface ResolvedPlant { wanted: PlantState; problems: PlantProblem[]; warnings: PlantWarning[] }

/** The plant that a file asks for, laid on the network as it stands, and every fault of the file. With faults `wanted` means nothing. */
export function resolvePlant(state: PlantState, file: PlantFile, registerMaps: readonly RegisterMapSize[]): ResolvedPlant {
  const problems: PlantProblem[] = []
  const warnings: PlantWarning[] = []
  const report = (path: string, code: PlantProblem['code'], params: PlantProblem['params']): void => void problems.push({ path, code, params })
  const once = () => {
    const places = new Map<string, string>()
    return (key: string, path: string, clash: (first: string) => void): void => {
      const first = places.get(key)
      if (first === undefined) places.set(key, path)
      else clash(first)
    }
  }
  const unique = () => {
    const note = once()
    return (id: string, path: string): void => note(id, path, (first) => report(path, 'id_taken', { id, first }))
  }

  const [stationIds, controllerIds, loopIds] = [unique(), unique(), unique()]
  const energyStations = file.energy_stations.map(({ id, name, position, limits }, i): EnergyStation => {
    stationIds(id, `/energy_stations/${i}/id`)
    return { id, name, position, ...(limits ? { limits: limitNames(limits) } : {}) }
  })
  const addresses = once()
  const controllers = file.controllers.map((given, i): Controller => {
    const path = `/controllers/${i}`
    const { id, energy_station_id: energyStationId, protocol, host = '', port: named = 0, unit_id: unitId = 1, register_map: registerMap = '', secret_variables: secretVariables } = given
    controllerIds(id, `${path}/id`)
    if (!energyStations.some((station) => station.id === energyStationId)) report(`${path}/energy_station_id`, 'energy_station_unknown', { id: energyStationId })
    const fitting = registerMaps.filter((map) => map.protocols.includes(protocol))
    if (protocol !== 'dryRun' && !fitting.some((map) => map.name === registerMap)) report(`${path}/register_map`, 'register_map_unknown', { map: registerMap, protocol, known: fitting.map((map) => map.name).join(', ') })
    const stands = state.controllers.find((controller) => controller.id === id)
    // Port 0 says nothing of where it listens: what is known stays known.
    const port = named === 0 && stands?.host === host ? stands.port : named
    if (protocol !== 'dryRun') {
      if (host.trim() === '') report(`${path}/host`, 'host_missing', { id })
      else if (port === 0) warnings.push({ path: `${path}/port`, code: 'no_address', params: { id } })
      else if (protocol !== 'mqtt') addresses(`${host}:${port}/${unitId}`, path, (first) => report(path, 'address_taken', { host, port, unit: unitId, first }))
    }
    return { id, energyStationId, protocol, host, port, unitId, registerMap, ...(secretVariables ? { secretVariables } : {}) }
  })
  const indices = once()
  const loops = file.loops.map((given, i): Loop => {
    const path = `/loops/${i}`
    loopIds(given.id, `${path}/id`)
    const controller = controllers.find((one) => one.id === given.controller_id)
    if (!controller) report(`${path}/controller_id`, 'controller_unknown', { id: given.controller_id })
    indices(JSON.stringify([given.controller_id, given.index]), `${path}/index`, (first) => report(`${path}/index`, 'index_taken', { controller: given.controller_id, index: given.index, first }))
    const map = registerMaps.find((one) => one.name === controller?.registerMap)
    if (map && given.index >= map.mostLoops) report(`${path}/index`, 'index_outside', { map: map.name, most: map.mostLoops, index: given.index })
    for (const [low, high] of [['heat_min_c', 'heat_max_c'], ['cool_min_c', 'cool_max_c']] as const) {
      if (!(given[low] < given[high])) report(`${path}/${low}`, 'setpoints_reversed', { low, min: given[low], high, max: given[high] })
    }
    if (given.places.length === 0) warnings.push({ path: `${path}/places`, code: 'loop_without_places', params: { id: given.id } })
    return {
      id: given.id, name: given.name, energyStationId: controller?.energyStationId ?? '', controllerId: given.controller_id, index: given.index, service: given.service,
      heatMinC: given.heat_min_c, heatMaxC: given.heat_max_c, coolMinC: given.cool_min_c, coolMaxC: given.cool_max_c, safeState: given.safe_state, ...(given.limits ? { limits: limitNames(given.limits) } : {}),
    }
  })

  const { segments, networkSurfaces } = claimSegments(state, file, (problem) => problems.push(problem), (warning) => warnings.push(warning))
  const limits = limitsByLoop(segments, loops)
  loops.forEach(({ id }, i) => {
    const { coldestSupplyC: min, hottestSupplyC: max } = limits.get(id)!
    if (!(min < max)) report(`/loops/${i}/limits`, 'limits_reversed', { min, max })
  })
  const index = new SegmentIndex(segments)
  const [measuringIds, sensorIds] = [unique(), unique()]
  const sensors: Sensor[] = []
  const take = (sensor: Sensor, path: string): void => {
    sensorIds(sensor.id, path)
    sensors.push(sensor)
  }
  const named = (id: string | null, path: string): Segment[] => {
    const found = id === null ? [] : index.named(id)
    if (id !== null && found.length === 0) report(path, 'segment_unknown', { id })
    return found
  }
  const sensorOf = (given: PlantSensor, path: string, station: Station | null, source: Sensor['source']): Sensor => {
    const fallback = given.depth_m === null ? null : (station?.segmentId ?? null)
    const loopId = given.loop_id ?? null
    if (loopId !== null && !loops.some((loop) => loop.id === loopId)) report(`${path}/loop_id`, 'loop_unknown', { id: loopId })
    const segmentId = given.segment_id === undefined ? fallback : (nearest(named(given.segment_id, `${path}/segment_id`), station)?.id ?? null)
    return { id: given.id, stationId: station?.id ?? null, segmentId, loopId, quantity: given.quantity, depthM: given.depth_m, cadenceS: given.cadence_s, source }
  }

  // What came with an import is not the plant's; it stays on what has become of its segment.
  for (const sensor of state.sensors) if (sensor.source === 'import') take(sensor.segmentId === null ? sensor : { ...sensor, segmentId: index.named(sensor.segmentId)[0]?.id ?? null }, sensor.id)
  const placed = (given: PlantStation, path: string): Pick<Station, 'position' | 'segmentId'> => {
    const { place } = given
    if ('stake' in place) {
      const at = index.at(place)
      if ('problem' in at) report(`${path}/place`, at.problem.code, at.problem.params)
      return 'found' in at ? { position: positionAt(at.found.segment.axis, at.found.alongM), segmentId: at.found.segment.id } : { position: [0, 0], segmentId: null }
    }
    const segment = nearest(named(place.segment_id, `${path}/place/segment_id`), place)
    const distanceM = segment ? distanceToLine(place.position, segment.axis) : 0
    if (segment && distanceM > mostStationDistanceM) report(`${path}/place`, 'station_far', { id: given.id, segment: segment.id, distance_m: Math.round(distanceM) })
    return { position: place.position, segmentId: segment?.id ?? null }
  }
  const stations = file.stations.map((given, i): Station => {
    const path = `/stations/${i}`
    measuringIds(given.id, `${path}/id`)
    const station: Station = { id: given.id, name: given.name, ...placed(given, path), ...(given.survey ? { survey: surveyNames(given.survey) } : {}) }
    const loopId = segments.find((segment) => segment.id === station.segmentId)?.loopId ?? null
    for (const group of given.groups ?? []) {
      if (group === 'water' && loopId === null) report(`${path}/groups`, 'water_without_loop', { id: given.id })
      for (const sensor of groupSensors(station, loopId, group)) take(sensor, `${path}/groups`)
    }
    given.sensors?.forEach((sensor, j) => take(sensorOf(sensor, `${path}/sensors/${j}`, station, 'device'), `${path}/sensors/${j}/id`))
    return station
  })
  file.sensors.forEach((sensor, i) => take(sensorOf(sensor, `/sensors/${i}`, null, 'device'), `/sensors/${i}/id`))
  file.loops.forEach((loop, i) => {
    if (!loop.read_back) for (const sensor of loopReadBackSensors(loop)) take(sensor, `/loops/${i}/read_back`)
    loop.read_back?.forEach((sensor, j) => take({ ...sensorOf(sensor, `/loops/${i}/read_back/${j}`, null, 'controller'), loopId: loop.id }, `/loops/${i}/read_back/${j}/id`))
  })
  return { wanted: { segments, stations, sensors, energyStations, controllers, loops, networkSurfaces }, problems, warnings }
}

/** Of a cut segment's parts the one at the station. */
function nearest(parts: readonly Segment[], station: Pick<Station, 'position'> | null): Segment | undefined {
  if (parts.length < 2 || !station) return parts[0]
  const distances = parts.map((part) => distanceToLine(station.position, part.axis))
  return parts[distances.indexOf(Math.min(...distances))]
}
