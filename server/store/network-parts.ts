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


/** Those that stand somewhere: what a receiver carries about is no part of the network. */
export const loadSensors = (db: Queryable): Promise<Sensor[]> =>
  db.query<Sensor>(
    `SELECT id, station_id AS "stationId", segment_id AS "segmentId", loop_id AS "loopId", quantity, depth_m AS "depthM", cadence_s AS "cadenceS", source
     FROM sensors WHERE retired_at IS NULL AND source <> 'receiver' ORDER BY key`)

/** An object without the fields that are null: absent means that a default holds. */
function present<T extends object>(row: T, ...fields: (keyof T)[]): T {
  for (const field of fields) if (row[field] === null) delete row[field]
  return row
}

export const loadStations = async (db: Queryable): Promise<Station[]> =>
  (await db.query<Station>(`SELECT id, ${name}, segment_id AS "segmentId", ${coordinates('position')} AS position, survey FROM stations WHERE retired_at IS NULL ORDER BY id`)).map((row) => present(row, 'survey'))

export const loadEnergyStations = async (db: Queryable): Promise<EnergyStation[]> =>
  (await db.query<EnergyStation>(`SELECT id, ${name}, ${coordinates('position')} AS position, limits FROM energy_stations WHERE retired_at IS NULL ORDER BY id`)).map((row) => present(row, 'limits'))

export const loadControllers = async (db: Queryable): Promise<Controller[]> =>
  (await db.query<Controller>(
    `SELECT id, energy_station_id AS "energyStationId", protocol, host, port, unit_id AS "unitId", register_map AS "registerMap", secret_variables AS "secretVariables"
     FROM controllers WHERE retired_at IS NULL ORDER BY id`)).map((row) => present(row, 'secretVariables'))

export const loadLoops = async (db: Queryable): Promise<Loop[]> =>
  (await db.query<Loop>(
    `SELECT id, ${name}, energy_station_id AS "energyStationId", controller_id AS "controllerId", index, service, heat_min_c AS "heatMinC",
            heat_max_c AS "heatMaxC", cool_min_c AS "coolMinC", cool_max_c AS "coolMaxC", safe_state AS "safeState", limits
     FROM loops WHERE retired_at IS NULL ORDER BY controller_id, index`)).map((row) => present(row, 'limits'))

export const loadWater = (db: Queryable): Promise<Network['water']> =>
  db.query<Network['water'][number]>(`SELECT name, schematic, ${coordinates('outline')}->0 AS ring FROM water_bodies ORDER BY id`)
