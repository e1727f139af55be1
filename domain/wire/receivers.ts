import { z } from 'zod'
import { correctionSources } from '../geo/epoch/position-provenance'
import { terrestrialFrames } from '../geo/epoch/terrestrial-frames'
import { receiverKinds, receiverProtocols } from '../sensing/receiver'
import { storableText } from './storable-text'

const velocityShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['eura2014', 'eura2020', 'none']) }),
  z.object({ kind: z.literal('site'), east_m_per_year: z.number().min(-1).max(1), north_m_per_year: z.number().min(-1).max(1), sigma_m_per_year: z.number().min(0).max(1) }),
])
export type VelocityView = z.infer<typeof velocityShape>

/** What is stated of a receiver's figures: all of it, or nothing. `current`: the epoch of each measurement. */
const referenceShape = z.object({ frame: z.enum(terrestrialFrames), epoch: z.union([z.literal('current'), z.number().min(1980).max(2060)]), correction_source: z.enum(correctionSources) })

export const newReceiverShape = z.object({
  id: z.string().regex(/^[A-Za-z0-9][\w.-]{0,39}$/, 'expected 1 to 40 letters, digits, dots, hyphens and underscores'),
  name: z.string().trim().min(1).max(80).regex(storableText, 'must not contain NUL or half a surrogate pair'),
  kind: z.enum(receiverKinds),
  protocol: z.enum(receiverProtocols),
  /** Null: nobody knows, and its positions are shown as unstated. */
  reference: referenceShape.nullable(),
  velocity: velocityShape.default({ kind: 'eura2014' }),
  /** Whether it carries a road surface thermometer. */
  measures_surface: z.boolean().default(false),
  /** JT/T 808 alone: phone number and terminal id as the terminal sends them, and the additional item with the surface temperature. */
  phone: z.string().regex(/^\d{1,20}$/, 'expected up to 20 digits').nullable().default(null),
  terminal_id: z.string().regex(/^[\x21-\x7e]{1,30}$/, 'expected up to 30 printable characters').nullable().default(null),
  surface_item_id: z.number().int().min(0xe0).max(0xff).nullable().default(null),
})
export type NewReceiverInput = z.infer<typeof newReceiverShape>

/** What does not belong to the protocol, or is missing for it; empty where all is well. */
export function protocolFaults({ protocol, phone, terminal_id: terminalId, surface_item_id: itemId, measures_surface: measures }: NewReceiverInput): { field: string; reason: string }[] {
  const given = [['phone', phone], ['terminal_id', terminalId], ['surface_item_id', itemId]] as const
  if (protocol === 'nmea') return given.filter(([, value]) => value !== null).map(([field]) => ({ field, reason: 'for JT/T 808 only' }))
  const missing = given.slice(0, 2).filter(([, value]) => value === null).map(([field]) => ({ field, reason: 'a terminal needs it' }))
  return itemId !== null && !measures ? [...missing, { field: 'measures_surface', reason: 'an item for the surface temperature is named' }] : missing
}

const lonLat = z.tuple([z.number(), z.number()])
export const receiverPositionShape = z.object({
  at: z.string(),
  /** Lon, lat in degrees as the receiver gave them, in its own frame. */
  received: lonLat,
  /** CGCS2000 at 2000.0; null: the frame is unstated, and nobody may take the figures for CGCS2000. */
  cgcs2000: lonLat.nullable(),
  reference: z.object({ state: z.literal('stated'), frame: z.enum(terrestrialFrames), epoch_year: z.number(), correction_source: z.enum(correctionSources), velocity: z.string(), reduction_uncertainty_m: z.number() })
    .or(z.object({ state: z.literal('unstated') })),
  /** Three figures that are not each other, and none of them above the 1985 datum. */
  height: z.object({ ellipsoidal_m: z.number().nullable(), receiver_altitude_m: z.number().nullable(), geoid_separation_m: z.number().nullable() }),
  fix: z.string(),
  receiver_sigma_m: z.number().nullable(),
  speed_m_per_s: z.number().nullable(),
  heading_deg: z.number().nullable(),
  on: z.object({ segment_id: z.string(), offset_m: z.number(), distance_m: z.number(), heading_difference_deg: z.number().nullable() }).nullable(),
  /** Why it lies on no segment. */
  unmatched: z.enum(['frame_unstated', 'too_far', 'heading', 'ambiguous']).nullable(),
})
export type ReceiverPositionView = z.infer<typeof receiverPositionShape>

const counts = z.record(z.string(), z.number().int())
export const receiverShape = z.object({
  id: z.string(), name: z.string(), kind: z.enum(receiverKinds), protocol: z.enum(receiverProtocols),
  reference: referenceShape.nullable(), velocity: velocityShape, sensor_id: z.string().nullable(), surface_item_id: z.number().int().nullable(), phone: z.string().nullable(), terminal_id: z.string().nullable(),
  /** JT/T 808: it has registered. Null for NMEA. */
  registered: z.boolean().nullable(),
  /** It has a TCP connection to this server. */
  connected: z.boolean(),
  /** Site time since its last position; null: it has none. */
  age_s: z.number().nullable(),
  last: receiverPositionShape.nullable(),
  /** Counted by this server since it started. */
  counted: z.object({ stored: z.number().int(), duplicates: z.number().int(), refused: counts }),
})
export type ReceiverView = z.infer<typeof receiverShape>
/** The token of an NMEA receiver is told once. */
export const receiverMadeShape = z.object({ receiver: receiverShape, token: z.string().nullable() })

export const nmeaAnswerShape = z.object({
  stored: z.number().int(), duplicates: z.number().int(),
  /** Positions and sentences that were refused, by reason. */
  refused: counts,
  readings: z.object({ accepted: z.number().int(), duplicates: z.number().int(), refused: counts }),
})

export const maxTrackPoints = 10_000
const trackPointShape = z.object({
  type: z.literal('Feature'),
  /** CGCS2000; null where the frame is unstated. */
  geometry: z.object({ type: z.literal('Point'), coordinates: lonLat }).nullable(),
  properties: receiverPositionShape.extend({ surface_temperature_c: z.number().nullable(), quality: z.string().nullable() }),
})
/** GeoJSON in the order of time. `truncated`: there are more; ask again from the last. */
export const trackShape = z.object({ type: z.literal('FeatureCollection'), receiver_id: z.string(), truncated: z.boolean(), features: z.array(trackPointShape) })
export type TrackView = z.infer<typeof trackShape>
