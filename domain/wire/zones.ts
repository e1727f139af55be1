import { z } from 'zod'
import { assetKinds } from '../network/network'
import { idText } from './id-text'
import { surfaceStates } from './live'
import { storableText } from './storable-text'

/** RFC 7946 polygon, lon/lat degrees; one outer ring and holes. Validity is judged by the database, which names the fault and its place. */
export const polygonShape = z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(z.tuple([z.number(), z.number()])).min(4)).min(1) })
export type PolygonGeometry = z.infer<typeof polygonShape>

export const zoneInputShape = z.object({ name: z.string().trim().min(1).max(80), polygon: polygonShape })
export const zoneShape = z.object({ id: z.string(), name: z.string(), polygon: polygonShape, created_at: z.string(), updated_at: z.string() })
export type ZoneView = z.infer<typeof zoneShape>

export const zoneQueryShape = z.object({
  /** Either a saved zone or a polygon of the moment. */
  zone_id: idText.optional(),
  polygon: polygonShape.optional(),
  /** Upper limit for `share_above_limit`, °C. */
  limit_c: z.number().min(-50).max(100).optional(),
  /** CQL2, as text or as JSON: of what lies inside only segments that match are counted. Names are those of /ogc/collections/segments, figures longitude first. */
  filter: z.union([z.string().min(1).max(65_536).regex(storableText), z.record(z.string(), z.unknown())]).optional(),
})
const share = z.number().nullable()
export const zoneAnswerShape = z.object({
  at: z.string(),
  segment_ids: z.array(z.string()),
  loop_ids: z.array(z.string()),
  count: z.number().int(),
  length_m: z.number(),
  area_m2: z.number(),
  /** Over segments with a value; null where none has one. */
  min_c: share, mean_c: share, max_c: share,
  /** Standard deviation of the mean if all errors go the same way (its upper bound), K: weighed by length; null where that of any value is unknown. */
  surface_temperature_sd_k: share,
  /** Shares of the length that has a value, 0..1. */
  share_below_zero: share, share_above_limit: share,
  /** Length without any value, m: what the shares do not speak of. */
  unknown_length_m: z.number(),
  groups: z.array(z.object({ kind: z.enum(assetKinds), state: z.enum(surfaceStates), count: z.number().int(), length_m: z.number(), area_m2: z.number(), mean_c: share })),
})
export type ZoneAnswer = z.infer<typeof zoneAnswerShape>
