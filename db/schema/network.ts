import { sql } from 'drizzle-orm'
import { boolean, check, doublePrecision, index, integer, jsonb, pgTable, smallint, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Bilingual, Exposure, Layer, LimitOverrides, StationSurvey } from '../../domain/network/network'
import type { FilledSurface } from '../../domain/network/fill-surface'
import { geometry4490 } from './geometry'

export const assets = pgTable('assets', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  route: text('route'),
})

/** Nothing of a plant is deleted: commands and readings speak of it for years. Null: it stands. Site instant. */
const retiredAt = () => timestamp('retired_at', { withTimezone: true })
/** What a plant file says otherwise than the stated defaults; null: they hold. */
const limits = () => jsonb('limits').$type<LimitOverrides>()

export const energyStations = pgTable('energy_stations', {
  id: text('id').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  position: geometry4490('position', 'Point').notNull(),
  limits: limits(),
  retiredAt: retiredAt(),
})

export const controllers = pgTable('controllers', {
  id: text('id').primaryKey(),
  energyStationId: text('energy_station_id').notNull().references(() => energyStations.id),
  host: text('host').notNull(),
  port: integer('port').notNull(),
  unitId: smallint('unit_id').notNull(),
  registerMap: text('register_map').notNull(),
  protocol: text('protocol').notNull().default('modbusTcp'),
  /** Names of environment variables, never secrets. */
  secretVariables: jsonb('secret_variables').$type<Record<string, string>>(),
  retiredAt: retiredAt(),
})

export const loops = pgTable('loops', {
  id: text('id').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  energyStationId: text('energy_station_id').notNull().references(() => energyStations.id),
  controllerId: text('controller_id').notNull().references(() => controllers.id),
  index: smallint('index').notNull(),
  service: text('service').notNull(),
  heatMinC: doublePrecision('heat_min_c').notNull(),
  heatMaxC: doublePrecision('heat_max_c').notNull(),
  coolMinC: doublePrecision('cool_min_c').notNull(),
  coolMaxC: doublePrecision('cool_max_c').notNull(),
  safeState: text('safe_state').notNull(),
  limits: limits(),
  retiredAt: retiredAt(),
})

export const segments = pgTable('segments', {
  id: text('id').primaryKey(),
  /** Order in live frames; gaps are allowed. */
  ordinal: integer('ordinal').notNull().unique().generatedByDefaultAsIdentity(),
  assetId: text('asset_id').notNull().references(() => assets.id),
  kind: text('kind').notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  route: text('route'),
  fromM: doublePrecision('from_m').notNull(),
  toM: doublePrecision('to_m').notNull(),
  lengthM: doublePrecision('length_m').notNull(),
  widthM: doublePrecision('width_m').notNull(),
  pavementType: text('pavement_type').notNull(),
  layers: jsonb('layers').$type<Layer[]>().notNull(),
  exposure: jsonb('exposure').$type<Exposure>().notNull(),
  assumed: text('assumed').array().notNull(),
  runwayThird: smallint('runway_third'),
  loopId: text('loop_id').references(() => loops.id),
  source: text('source').notNull(),
  axis: geometry4490('axis', 'LineString').notNull(),
  /** What the network itself says of the surface where a plant file says otherwise; null where it does not. */
  networkSurface: jsonb('network_surface').$type<FilledSurface>(),
}, (t) => [
  index('segments_axis_gist').using('gist', t.axis),
  index('segments_loop').on(t.loopId),
  check('segments_length', sql`${t.lengthM} > 0 AND ${t.lengthM} < 'Infinity'`),
  check('segments_width', sql`${t.widthM} > 0 AND ${t.widthM} < 'Infinity'`),
])

export const stations = pgTable('stations', {
  id: text('id').primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  segmentId: text('segment_id').references(() => segments.id),
  position: geometry4490('position', 'Point').notNull(),
  /** How the position was surveyed, with the figures as given; null: nobody has said. */
  survey: jsonb('survey').$type<StationSurvey>(),
  retiredAt: retiredAt(),
}, (t) => [index('stations_segment').on(t.segmentId)])

export const waterBodies = pgTable('water_bodies', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  name: jsonb('name').$type<Bilingual | null>(),
  schematic: boolean('schematic').notNull(),
  outline: geometry4490('outline', 'Polygon').notNull(),
})

/** City, attribution, site clock, installed network fixture: one row per fact about this instance. */
export const settings = pgTable('settings', { key: text('key').primaryKey(), value: jsonb('value').notNull() })

export const imports = pgTable('imports', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  file: text('file').notNull(),
  importedAt: timestamp('imported_at', { withTimezone: true }).notNull(),
  report: jsonb('report').notNull(),
  /** `source` of the segments it brought in; null for a whole city and what came before names were kept. */
  source: text('source'),
  /** Null: it stands. Site instant. */
  undoneAt: timestamp('undone_at', { withTimezone: true }),
  undoneBy: text('undone_by'),
  /** Highest ordinal that its segments had when they were taken away: ordinals are never given out again. */
  lastOrdinal: integer('last_ordinal'),
}, (t) => [uniqueIndex('imports_source').on(t.source).where(sql`${t.undoneAt} IS NULL`)])
