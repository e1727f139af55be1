import { z } from 'zod'
import { correctionSources } from '../geo/epoch/position-provenance'
import { terrestrialFrames } from '../geo/epoch/terrestrial-frames'
import { stakePattern } from '../geo/stake'
import { controllerProtocols, layerMaterials, pavementTypes, safeStates, thermalServices } from '../network/network'
import { plantFileFormat, type PlantFile } from '../network/plant-file'
import { limitField } from '../network/limit-field'
import { loopLimitNames, stationLimitNames } from '../network/plant-limits'
import { sensorGroups } from '../network/station-sensors'
import { quantityNames } from '../sensing/quantities'
import { storableText } from './storable-text'

// Storable as `storableText`, and not blank.
const text = z.string().min(1).max(200).regex(/^[^\u0000\p{Surrogate}]*[^\s\u0000\p{Surrogate}][^\u0000\p{Surrogate}]*$/u)
const id = z.string().regex(/^[\p{L}\p{N}_.:~-]{1,100}$/u)
const bilingual = z.strictObject({ zh: text, en: text })
const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).describe('[longitude, latitude] in degrees, CGCS2000')
const stake = z.string().regex(stakePattern).describe('K12+345 or K12+345.6: kilometres and metres along the route')
const route = { route: z.string().min(1).max(200), asset_id: z.string().min(1).max(200).exactOptional().describe('where several assets share the name of the route') }
const supplyC = z.number().min(-30).max(95)
/** The unit stands at the end of the name: temperatures may be below 0, the rest may not. */
const limits = (names: readonly string[]) => z.record(z.string().regex(new RegExp(`^(${names.map(limitField).join('|')})$`)), z.number().min(-100).max(1e6))
  .refine((given) => Object.entries(given).every(([name, value]) => name.endsWith('_c') || value >= 0), 'a duration, rate or distance is not below 0')
  .describe('what is said otherwise than the stated defaults')

const place = z.union([
  z.strictObject({ segment_id: z.string().min(1).max(300) }),
  z.strictObject({ ...route, from: stake, to: stake }),
  z.strictObject({ polygon: z.array(position).min(3).max(5000) }),
]).describe('metres of the network: a segment, a stretch between two stakes of a route, or every road inside a ring')

const sensor = z.strictObject({
  id,
  quantity: z.enum(quantityNames),
  depth_m: z.number().min(0).max(20).nullable().describe('below the surface; null where it does not apply'),
  cadence_s: z.int().min(1).max(86_400),
  segment_id: z.string().min(1).max(300).nullable().exactOptional(),
  loop_id: id.nullable().exactOptional(),
})

const controller = z.strictObject({
  id,
  energy_station_id: id,
  protocol: z.enum(controllerProtocols),
  host: z.string().regex(/^[A-Za-z0-9.:_-]{0,253}$/).exactOptional(),
  port: z.int().min(0).max(65_535).exactOptional().describe('0 or left out: nobody listens yet'),
  unit_id: z.int().min(0).max(255).exactOptional(),
  register_map: z.string().min(1).max(100).exactOptional().describe('how its registers are laid out, or over MQTT hearthway-mqtt-1; left out only for dryRun'),
  secret_variables: z.record(z.string().regex(/^(username|password|ca)$/), z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/)).exactOptional()
    .describe('names of environment variables that hold its secrets, by what they are for; never a secret itself'),
})

const loop = z.strictObject({
  id,
  name: bilingual,
  controller_id: id,
  index: z.int().min(0).max(3000).describe("place in the controller's register map, from 0"),
  service: z.enum(thermalServices),
  safe_state: z.enum(safeStates).describe('what the controller does when the server falls silent; it must be set so in the controller'),
  heat_min_c: supplyC, heat_max_c: supplyC, cool_min_c: supplyC, cool_max_c: supplyC,
  limits: limits(loopLimitNames).exactOptional(),
  places: z.array(place).max(5000),
  read_back: z.array(sensor).max(100).exactOptional().describe('what its controller reads back; the standard points where left out'),
})

const station = z.strictObject({
  id,
  name: bilingual,
  place: z.union([z.strictObject({ ...route, stake }), z.strictObject({ position, segment_id: z.string().min(1).max(300).nullable() })]),
  groups: z.array(z.enum(sensorGroups)).max(3).exactOptional(),
  sensors: z.array(sensor).max(200).exactOptional(),
  survey: z.strictObject({
    position, frame: z.enum(terrestrialFrames), epoch_year: z.number().min(1940).max(2060).describe('decimal year'),
    correction_source: z.enum(correctionSources).nullable(), reduction_uncertainty_m: z.number().min(0).max(1000),
  }).exactOptional().describe('how the position was surveyed, with the figures as they were given; place has them in CGCS2000 at 2000.0'),
})

const pavement = z.strictObject({
  places: z.array(place).min(1).max(5000),
  width_m: z.number().positive().max(200).exactOptional(),
  pavement_type: z.enum(pavementTypes).exactOptional(),
  layers: z.array(z.strictObject({ material: z.enum(layerMaterials), thickness_m: z.number().positive().max(20) })).min(1).max(12).exactOptional().describe('from the surface down'),
  exposure: z.strictObject({ sky_view_fraction: z.number().min(0).max(1), air_below: z.boolean() }).exactOptional(),
  assumed: z.array(z.enum(['width_m', 'pavement_type', 'layers', 'exposure'])).exactOptional().describe('fields given here that are guesses'),
})

/** Shape of a plant file, every field by itself. What its parts say of each other and of the network is `planPlant`'s. */
export const plantFileShape = z.strictObject({
  $schema: z.string().max(500).exactOptional(),
  format: z.literal(plantFileFormat),
  note: z.string().max(2000).regex(storableText).exactOptional(),
  energy_stations: z.array(z.strictObject({ id, name: bilingual, position, limits: limits(stationLimitNames).exactOptional() })).max(2000),
  controllers: z.array(controller).max(2000),
  loops: z.array(loop).max(20_000),
  stations: z.array(station).max(20_000),
  sensors: z.array(sensor).max(50_000),
  pavements: z.array(pavement).max(20_000),
}) satisfies z.ZodType<PlantFile>

/** JSON Schema (2020-12) of a plant file: published at /api/plant/schema and in docs/plant-file.schema.json. */
export const plantFileSchema = (): Record<string, unknown> => ({ title: 'Hearthway plant file', ...z.toJSONSchema(plantFileShape) })
