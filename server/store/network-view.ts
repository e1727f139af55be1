import { surveyFields } from '#domain/network/survey-field'
import { quantitySpec } from '#domain/sensing/quantities'
import type { NetworkView } from '#domain/wire/network'
import type { StoredNetwork } from './load-network'

/** The stored network in the shape of GET /api/network. Controllers' addresses stay inside. */
export function networkView(network: StoredNetwork): NetworkView {
  return {
    version: network.version,
    attribution: network.attribution,
    assets: network.assets,
    segments: network.segments.map((segment, index) => ({
      index, id: segment.id, asset_id: segment.assetId, kind: segment.kind, name: segment.name, route: segment.route, from_m: segment.fromM, to_m: segment.toM,
      length_m: segment.lengthM, width_m: segment.widthM, pavement_type: segment.pavementType, loop_id: segment.loopId, runway_third: segment.runwayThird, axis: segment.axis,
    })),
    stations: network.stations.map((station) => ({ id: station.id, name: station.name, position: station.position, segment_id: station.segmentId, ...(station.survey ? { survey: surveyFields(station.survey) } : {}) })),
    sensors: network.sensors.map((sensor) => ({
      id: sensor.id, station_id: sensor.stationId, segment_id: sensor.segmentId, loop_id: sensor.loopId, quantity: sensor.quantity,
      unit: quantitySpec(sensor.quantity).unit, depth_m: sensor.depthM, cadence_s: sensor.cadenceS, source: sensor.source,
    })),
    energy_stations: network.energyStations,
    loops: network.loops.map((loop) => ({
      id: loop.id, name: loop.name, energy_station_id: loop.energyStationId, controller_id: loop.controllerId, service: loop.service,
      heat_min_c: loop.heatMinC, heat_max_c: loop.heatMaxC, cool_min_c: loop.coolMinC, cool_max_c: loop.coolMaxC, safe_state: loop.safeState,
    })),
    water: network.water,
  }
}
