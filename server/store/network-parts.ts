import type { Queryable } from '#db/database'
import type { Asset, Controller, EnergyStation, Loop, Network, Segment, Sensor, Station } from '#domain/network/network'

const name = `json_build_object('zh', name_zh, 'en', name_en) AS name`
/** Degrees to 9 places (0.1 mm); a GeoJSON is read for its coordinates only. */
const coordinates = (column: string): string => `(ST_AsGeoJSON(${column}, 9, 0)::json)->'coordinates'`

export const loadAssets = (db: Queryable): Promise<Asset[]> =>
  db.query<Asset>(`SELECT id, kind, ${name}, route FROM assets ORDER BY id`)

export const loadSegments = (db: Queryable): Promise<Segment[]> =>
  db.query<Segment>(
    `SELECT id, asset_id AS "assetId", kind, ${name}, route, from_m AS "fromM", to_m AS "toM", length_m AS "lengthM", width_m AS "widthM",
            pavement_type AS "pavementType", layers, exposure, assumed, runway_third AS "runwayThird", loop_id AS "loopId",
            ${coordinates('axis')} AS axis, source
     FROM segments ORDER BY ordinal`)

export const loadStations = (db: Queryable): Promise<Station[]> =>
  db.query<Station>(`SELECT id, ${name}, segment_id AS "segmentId", ${coordinates('position')} AS position FROM stations ORDER BY id`)

export const loadSensors = (db: Queryable): Promise<Sensor[]> =>
  db.query<Sensor>(
    `SELECT id, station_id AS "stationId", segment_id AS "segmentId", loop_id AS "loopId", quantity, depth_m AS "depthM", cadence_s AS "cadenceS", source
     FROM sensors ORDER BY key`)

export const loadEnergyStations = (db: Queryable): Promise<EnergyStation[]> =>
  db.query<EnergyStation>(`SELECT id, ${name}, ${coordinates('position')} AS position FROM energy_stations ORDER BY id`)

export const loadControllers = (db: Queryable): Promise<Controller[]> =>
  db.query<Controller>(
    `SELECT id, energy_station_id AS "energyStationId", host, port, unit_id AS "unitId", register_map AS "registerMap" FROM controllers ORDER BY id`)

export const loadLoops = (db: Queryable): Promise<Loop[]> =>
  db.query<Loop>(
    `SELECT id, ${name}, energy_station_id AS "energyStationId", controller_id AS "controllerId", index, service, heat_min_c AS "heatMinC",
            heat_max_c AS "heatMaxC", cool_min_c AS "coolMinC", cool_max_c AS "coolMaxC", safe_state AS "safeState"
     FROM loops ORDER BY controller_id, index`)

export const loadWater = (db: Queryable): Promise<Network['water']> =>
  db.query<Network['water'][number]>(`SELECT name, schematic, ${coordinates('outline')}->0 AS ring FROM water_bodies ORDER BY id`)
