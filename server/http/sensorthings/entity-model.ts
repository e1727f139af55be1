import type { Value, ValueType } from '#domain/odata/expression'
import { parseInstant } from '#domain/units/instant'

export const entitySets = ['Things', 'Locations', 'HistoricalLocations', 'Datastreams', 'Sensors', 'ObservedProperties', 'Observations', 'FeaturesOfInterest'] as const
export type EntitySet = (typeof entitySets)[number]
export const isEntitySet = (name: string): name is EntitySet => (entitySets as readonly string[]).includes(name)

export interface Relation { to: EntitySet; many: boolean }
interface EntityType {
  /** Properties by name, in the order of an answer. */
  properties: readonly string[]
  /** What $filter and $orderby may speak of beside `id`. */
  fields: Readonly<Record<string, ValueType>>
  relations: Readonly<Record<string, Relation>>
}

const one = (to: EntitySet): Relation => ({ to, many: false })
const many = (to: EntitySet): Relation => ({ to, many: true })
const described = ['name', 'description'] as const
const texts = { name: 'text', description: 'text' } as const

/** The entities of OGC SensorThings 1.1, as far as they are read here. */
export const entityModel: Readonly<Record<EntitySet, EntityType>> = {
  Things: {
    properties: [...described, 'properties'],
    fields: { ...texts, 'properties/kind': 'text', 'properties/name_zh': 'text', 'properties/segment_id': 'text', 'properties/loop_id': 'text' },
    relations: { Locations: many('Locations'), HistoricalLocations: many('HistoricalLocations'), Datastreams: many('Datastreams') },
  },
  Locations: {
    properties: [...described, 'encodingType', 'location', 'properties'], fields: { ...texts, encodingType: 'text', 'properties/frame': 'text' },
    relations: { Things: many('Things'), HistoricalLocations: many('HistoricalLocations') },
  },
  HistoricalLocations: { properties: ['time'], fields: { time: 'instant' }, relations: { Thing: one('Things'), Locations: many('Locations') } },
  Datastreams: {
    properties: [...described, 'observationType', 'unitOfMeasurement', 'properties'],
    fields: {
      ...texts, observationType: 'text', 'unitOfMeasurement/name': 'text', 'unitOfMeasurement/symbol': 'text', 'unitOfMeasurement/definition': 'text',
      'properties/quantity': 'text', 'properties/depth_m': 'number', 'properties/cadence_s': 'number', 'properties/segment_id': 'text', 'properties/loop_id': 'text',
    },
    relations: { Thing: one('Things'), Sensor: one('Sensors'), ObservedProperty: one('ObservedProperties'), Observations: many('Observations') },
  },
  Sensors: {
    properties: [...described, 'encodingType', 'metadata', 'properties'], fields: { ...texts, encodingType: 'text', metadata: 'text', 'properties/source': 'text' },
    relations: { Datastreams: many('Datastreams') },
  },
  ObservedProperties: {
    properties: ['name', 'definition', 'description', 'properties'], fields: { ...texts, definition: 'text', 'properties/name_zh': 'text', 'properties/cf_standard_name': 'text' },
    relations: { Datastreams: many('Datastreams') },
  },
  Observations: {
    properties: ['phenomenonTime', 'result', 'resultTime', 'resultQuality'],
    fields: { phenomenonTime: 'instant', result: 'number', resultTime: 'instant', 'resultQuality/code': 'text' },
    relations: { Datastream: one('Datastreams'), FeatureOfInterest: one('FeaturesOfInterest') },
  },
  FeaturesOfInterest: {
    properties: [...described, 'encodingType', 'feature', 'properties'], fields: { ...texts, encodingType: 'text', 'properties/kind': 'text', 'properties/frame': 'text' },
    relations: { Observations: many('Observations') },
  },
}

/** Something with a place in the model. Observations are none until they were read. */
export interface Entity {
  set: EntitySet
  id: string
  own: Readonly<Record<string, unknown>>
  /** By relation; `Observations` never stands here. */
  related: Readonly<Record<string, Entity | readonly Entity[]>>
  /** Those whose observations are this one's. */
  datastreams: readonly Entity[]
}

/** Value of a path that `entityModel` knows and that passes no relation to many; instants in unix ms. */
export function valueOf(entity: Entity, path: string): Value {
  if (path === 'id') return entity.id
  const [head = '', ...rest] = path.split('/')
  const relation = entityModel[entity.set].relations[head]
  if (relation) {
    const to = entity.related[head] as Entity | undefined
    return to ? valueOf(to, rest.join('/')) : null
  }
  const value = rest.reduce<unknown>((at, name) => (at as Record<string, unknown> | null | undefined)?.[name], entity.own[head])
  if (entityModel[entity.set].fields[path] === 'instant') return parseInstant(String(value))
  return (value ?? null) as Value
}
