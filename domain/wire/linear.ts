import { z } from 'zod'
import { assetKinds } from '../network/network'
import { stakePattern } from '../geo/stake'
import { surfaceStates } from './live'
import { storableText } from './storable-text'

/** What routes and stakes are asked for by. A stake is written K12+345; the network has no lines with a letter before the K. */
const name = z.string().min(1).max(200).regex(storableText)
export const stakeText = z.string().max(20).regex(stakePattern, 'expected a stake like K12+345')
const position = z.tuple([z.number(), z.number()])
const stakeRange = z.object({ from: z.string(), to: z.string() })

export const routeViewShape = z.object({
  route: z.string(),
  assets: z.array(z.object({ asset_id: z.string(), kind: z.enum(assetKinds), name: z.object({ zh: z.string(), en: z.string() }), ranges: z.array(stakeRange), segments: z.number().int(), /** Of all its segments: more than the ranges where stakes stand twice. */ length_m: z.number() })),
})

export const rangeQueryShape = z.object({ route: name, from: stakeText, to: stakeText, asset_id: name.optional() })
export const cutFeatureShape = z.object({
  type: z.literal('Feature'),
  geometry: z.object({ type: z.literal('LineString'), coordinates: z.array(position) }),
  properties: z.object({
    segment_id: z.string(), asset_id: z.string(), from: z.string(), to: z.string(), length_m: z.number(),
    /** Of the whole segment; null: not known. */
    surface_temperature_c: z.number().nullable(), surface_state: z.enum(surfaceStates), age_s: z.number().int().nullable(),
  }),
})
export const cutShape = z.object({
  type: z.literal('FeatureCollection'), at: z.string(), route: z.string(), from: z.string(), to: z.string(), length_m: z.number(),
  /** Stakes of the range of which the route has no segment. */
  missing: z.array(stakeRange),
  /** Stakes of the range stand on more than one line: name an asset for one of them. */
  stands_twice: z.boolean(),
  features: z.array(cutFeatureShape),
})

export const locateQueryShape = z.object({ route: name, stake: stakeText, asset_id: name.optional() })
export const locateShape = z.object({
  route: z.string(), stake: z.string(),
  places: z.array(z.object({ position, segment_id: z.string(), asset_id: z.string(), /** From the segment's start. */ along_m: z.number() })),
  /** Where there is no such place: the stakes that the route has. */
  covered: z.array(stakeRange),
})
export type LocateView = z.infer<typeof locateShape>

export const measureQueryShape = z.object({ lon: z.coerce.number().min(-180).max(180), lat: z.coerce.number().min(-90).max(90) })
export const measureShape = z.object({ route: z.string(), stake: z.string(), stake_m: z.number(), asset_id: z.string(), segment_id: z.string(), position, distance_m: z.number(), side: z.enum(['left', 'right', 'on']) })

export const mostEvents = 1000
export const eventsInputShape = z.object({ events: z.array(z.object({ id: z.string().min(1).max(200), route: z.string().max(200), from: z.string().max(40), to: z.string().max(40), asset_id: z.string().max(200).optional() })).min(1).max(mostEvents) })
export const eventsShape = z.object({
  at: z.string(),
  placed: z.array(z.object({ row: z.number().int(), id: z.string(), length_m: z.number(), features: z.array(cutFeatureShape) })),
  /** Whole rows: of an event of which a metre is missing nothing is given. */
  refused: z.array(z.object({ row: z.number().int(), id: z.string(), field: z.string(), reason: z.string() })),
})
