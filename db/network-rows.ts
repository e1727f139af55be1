import type { Asset, Controller, EnergyStation, Loop, Network, Position, Segment, Sensor, Station } from '../domain/network/network'
import type { Queryable } from './database'

/** Rows of one INSERT: large enough that round trips do not count, small enough that the embedded engine keeps its memory. */
const batchRows = 5000
const srid = 4490

const pair = (point: Position): string => `${point[0]} ${point[1]}`
const pointText = (point: Position): string => `SRID=${srid};POINT(${pair(point)})`
const lineText = (axis: Position[]): string => `SRID=${srid};LINESTRING(${axis.map(pair).join(',')})`

function polygonText(ring: Position[]): string {
  const [first, last] = [ring[0], ring.at(-1)]
  if (!first || !last) throw new RangeError('water: a ring has no vertex')
  const closed = first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first]
  return `SRID=${srid};POLYGON((${closed.map(pair).join(',')}))`
}

const jsonOrNull = (value: object | undefined): string | null => (value === undefined ? null : JSON.stringify(value))
/** What stands by this id already is changed to what is given, and what was retired stands again under its old history. */
const standsAgain = (...columns: string[]): string => `ON CONFLICT (id) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}, retired_at = NULL`

/** Writes items by `INSERT ... SELECT ... FROM unnest(...)`: one array parameter per column, in batches, in order. */
async function insertColumns<T>(tx: Queryable, items: readonly T[], sql: string, columns: ((item: T) => unknown)[], onBatch?: (written: number) => void): Promise<void> {
  for (let from = 0; from < items.length; from += batchRows) {
    const batch = items.slice(from, from + batchRows)
    await tx.query(sql, columns.map((column) => batch.map(column)))
    onBatch?.(from + batch.length)
  }
}

export const insertAssets = (tx: Queryable, assets: readonly Asset[]): Promise<void> =>
  insertColumns(tx, assets,
    'INSERT INTO assets (id, kind, name_zh, name_en, route) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])',
    [(a) => a.id, (a) => a.kind, (a) => a.name.zh, (a) => a.name.en, (a) => a.route])

export const putEnergyStations = (tx: Queryable, stations: readonly EnergyStation[]): Promise<void> =>
  insertColumns(tx, stations,
    `INSERT INTO energy_stations (id, name_zh, name_en, position, limits)
     SELECT a, b, c, d::geometry, e::jsonb FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS t (a, b, c, d, e)
     ${standsAgain('name_zh', 'name_en', 'position', 'limits')}`,
    [(s) => s.id, (s) => s.name.zh, (s) => s.name.en, (s) => pointText(s.position), (s) => jsonOrNull(s.limits)])

export const putControllers = (tx: Queryable, controllers: readonly Controller[]): Promise<void> =>
  insertColumns(tx, controllers,
    `INSERT INTO controllers (id, energy_station_id, protocol, host, port, unit_id, register_map, secret_variables)
     SELECT a, b, c, d, e, f, g, h::jsonb FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::smallint[], $7::text[], $8::text[]) AS t (a, b, c, d, e, f, g, h)
     ${standsAgain('energy_station_id', 'protocol', 'host', 'port', 'unit_id', 'register_map', 'secret_variables')}`,
    [(c) => c.id, (c) => c.energyStationId, (c) => c.protocol, (c) => c.host, (c) => c.port, (c) => c.unitId, (c) => c.registerMap, (c) => jsonOrNull(c.secretVariables)])

export const putLoops = (tx: Queryable, loops: readonly Loop[]): Promise<void> =>
  insertColumns(tx, loops,
    `INSERT INTO loops (id, name_zh, name_en, energy_station_id, controller_id, index, service, heat_min_c, heat_max_c, cool_min_c, cool_max_c, safe_state, limits)
     SELECT a, b, c, d, e, f, g, h, i, j, k, l, m::jsonb
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::text[], $13::text[])
       AS t (a, b, c, d, e, f, g, h, i, j, k, l, m)
     ${standsAgain('name_zh', 'name_en', 'energy_station_id', 'controller_id', 'index', 'service', 'heat_min_c', 'heat_max_c', 'cool_min_c', 'cool_max_c', 'safe_state', 'limits')}`,
    [(l) => l.id, (l) => l.name.zh, (l) => l.name.en, (l) => l.energyStationId, (l) => l.controllerId, (l) => l.index, (l) => l.service,
      (l) => l.heatMinC, (l) => l.heatMaxC, (l) => l.coolMinC, (l) => l.coolMaxC, (l) => l.safeState, (l) => jsonOrNull(l.limits)])

/** Appends segments behind those that stand already and those that once stood: an ordinal is never given out again. */
export const insertSegments = (tx: Queryable, segments: readonly Segment[], onBatch?: (written: number) => void): Promise<void> =>
  insertColumns(tx, segments,
    `INSERT INTO segments (ordinal, id, asset_id, kind, name_zh, name_en, route, from_m, to_m, length_m, width_m, pavement_type, layers, exposure, assumed, runway_third, loop_id, source, axis)
     SELECT (SELECT greatest(coalesce(max(ordinal), -1), (SELECT coalesce(max(last_ordinal), -1) FROM imports)) FROM segments) + t.ord::int, id, asset_id, kind, name_zh, name_en, route, from_m, to_m, length_m, width_m, pavement_type,
            layers::jsonb, exposure::jsonb, string_to_array(assumed, ','), runway_third, loop_id, source, axis::geometry
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::text[],
                 $12::text[], $13::text[], $14::text[], $15::smallint[], $16::text[], $17::text[], $18::text[]) WITH ORDINALITY
       AS t (id, asset_id, kind, name_zh, name_en, route, from_m, to_m, length_m, width_m, pavement_type, layers, exposure, assumed, runway_third, loop_id, source, axis, ord)
     ORDER BY t.ord`,
    [(s) => s.id, (s) => s.assetId, (s) => s.kind, (s) => s.name.zh, (s) => s.name.en, (s) => s.route, (s) => s.fromM, (s) => s.toM, (s) => s.lengthM, (s) => s.widthM,
      (s) => s.pavementType, (s) => JSON.stringify(s.layers), (s) => JSON.stringify(s.exposure), (s) => s.assumed.join(','), (s) => s.runwayThird, (s) => s.loopId,
      (s) => s.source, (s) => lineText(s.axis)], onBatch)

export const putStations = (tx: Queryable, stations: readonly Station[]): Promise<void> =>
  insertColumns(tx, stations,
    `INSERT INTO stations (id, name_zh, name_en, segment_id, position, survey)
     SELECT a, b, c, d, e::geometry, f::jsonb FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS t (a, b, c, d, e, f)
     ${standsAgain('name_zh', 'name_en', 'segment_id', 'position', 'survey')}`,
    [(s) => s.id, (s) => s.name.zh, (s) => s.name.en, (s) => s.segmentId, (s) => pointText(s.position), (s) => jsonOrNull(s.survey)])

export const putSensors = (tx: Queryable, sensors: readonly Sensor[]): Promise<void> =>
  insertColumns(tx, sensors,
    `INSERT INTO sensors (id, station_id, segment_id, loop_id, quantity, depth_m, cadence_s, source)
     SELECT a, b, c, d, e, f, g, h
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::int[], $8::text[]) WITH ORDINALITY AS t (a, b, c, d, e, f, g, h, ord)
     ORDER BY ord
     ${standsAgain('station_id', 'segment_id', 'loop_id', 'quantity', 'depth_m', 'cadence_s', 'source')}`,
    [(s) => s.id, (s) => s.stationId, (s) => s.segmentId, (s) => s.loopId, (s) => s.quantity, (s) => s.depthM, (s) => s.cadenceS, (s) => s.source])

export const insertWater = (tx: Queryable, water: Network['water']): Promise<void> =>
  insertColumns(tx, water,
    `INSERT INTO water_bodies (name, schematic, outline)
     SELECT a::jsonb, b, c::geometry FROM unnest($1::text[], $2::boolean[], $3::text[]) WITH ORDINALITY AS t (a, b, c, ord) ORDER BY ord`,
    [(w) => w.name && JSON.stringify(w.name), (w) => w.schematic, (w) => polygonText(w.ring)])
