import { z } from 'zod'
import { assetKinds, layerMaterials, pavementTypes, thermalServices } from '#domain/network/network'
import { roadClasses } from '#domain/network/segment-defaults'
import { storableText } from '#domain/wire/storable-text'
import { knownTimeZone } from './known-time-zone'

/** The word by which a city file is known. */
export const networkFileFormat = 'hearthway-network-fixture-1'

const unstorable = 'holds a character that cannot be stored (NUL, or half of one)'
const text = z.string().trim().min(1).max(200).regex(storableText, unstorable)
// 60 leaves room for what is appended: sensors are called `<station>.<point>` and have at most 80 characters.
const id = z.string().regex(/^[\p{L}\p{N}_.:-]{1,60}$/u, 'expected 1 to 60 letters, digits, - _ . or :')
const bilingual = z.strictObject({ zh: text, en: text })
const measureM = z.number().min(0).max(1e7)
const position = z.tuple([
  z.number().min(-180, 'expected a longitude from -180 to 180').max(180, 'expected a longitude from -180 to 180'),
  z.number().min(-90, 'expected a latitude from -90 to 90 (longitude comes first)').max(90, 'expected a latitude from -90 to 90 (longitude comes first)'),
])

const city = z.strictObject({
  id,
  name: bilingual,
  timeZone: z.string().refine((name) => knownTimeZone(name) !== null, 'expected an IANA time zone like Asia/Shanghai'),
  centre: position,
  zoom: z.number().min(0).max(22),
  season: z.enum(['winter', 'summer']),
})

const line = z.strictObject({ id, route: text.exactOptional(), startM: measureM.exactOptional(), breaksM: z.array(measureM).max(10_000).exactOptional(), axis: z.array(position).min(2) })

const asset = z.strictObject({
  id,
  kind: z.enum(assetKinds),
  name: bilingual,
  route: text.nullable(),
  roadClass: z.enum(roadClasses).exactOptional(),
  widthM: z.number().positive().max(200).exactOptional(),
  pavementType: z.enum(pavementTypes).exactOptional(),
  layers: z.array(z.strictObject({ material: z.enum(layerMaterials), thickness_m: z.number().positive().max(20) })).min(1).max(12).exactOptional(),
  exposure: z.strictObject({ skyViewFraction: z.number().min(0).max(1), airBelow: z.boolean() }).exactOptional(),
  assumed: z.array(z.string().regex(/^[A-Za-z]{1,30}$/, 'expected the name of a field')).exactOptional(),
  lines: z.array(line).min(1),
})

const supplyC = z.number().min(-30).max(95)
const limits = z.strictObject({ heatMinC: supplyC, heatMaxC: supplyC, coolMinC: supplyC, coolMaxC: supplyC })
  .refine((value) => value.heatMinC < value.heatMaxC && value.coolMinC < value.coolMaxC, 'a minimum must lie below its maximum')

const loop = z.strictObject({
  id,
  name: bilingual,
  service: z.enum(thermalServices),
  safeState: z.enum(['off', 'holdFreezeProtection']),
  covers: z.array(z.strictObject({ line: z.string(), fromM: measureM.exactOptional(), toM: measureM.exactOptional() })).min(1),
  limits: limits.exactOptional(),
})

const energyStation = z.strictObject({
  id,
  name: bilingual,
  position,
  controller: z.strictObject({
    host: z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'expected a host name or an IP address'),
    port: z.int().min(1).max(65_535),
    unitId: z.int().min(0).max(255),
  }).exactOptional(),
  // The register map has more places; a controller with more loops than this is a mistake.
  loops: z.array(loop).min(1).max(200),
})

/** Shape of a city file: `NetworkFixture`, every field checked by itself. What fields say of each other is `networkFileFaults`. */
export const networkFileShape = z.strictObject({
  format: z.literal(networkFileFormat),
  city,
  attribution: z.string().max(2000).regex(storableText, unstorable),
  sources: z.array(z.string().max(2000)).default([]),
  pieceM: z.number().min(10).max(1000),
  assets: z.array(asset).min(1),
  energyStations: z.array(energyStation).default([]),
  stations: z.array(z.strictObject({ id, name: bilingual, line: z.string(), atM: measureM, weather: z.boolean() })).default([]),
  water: z.array(z.strictObject({ name: bilingual.nullable(), schematic: z.boolean(), ring: z.array(position).min(3) })).default([]),
})
