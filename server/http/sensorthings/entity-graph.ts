import type { Bilingual, Position } from '#domain/network/network'
import { quantitySpec, type QuantityName } from '#domain/sensing/quantities'
import type { NetworkView, SensorView } from '#domain/wire/network'
import type { CityInMemory } from '../city-in-memory'
import type { Entity, EntitySet } from './entity-model'
import { unitsOfMeasurement } from './units-of-measurement'

type MemorySet = Exclude<EntitySet, 'Observations'>
export type EntityGraph = Readonly<Record<MemorySet, ReadonlyMap<string, Entity>>>

/** An entity that is still being put together. */
interface Draft extends Entity { related: Record<string, Entity | Entity[]>; datastreams: Entity[] }

/** Everything but observations, once per network. */
const graphs = new WeakMap<CityInMemory, EntityGraph>()
export function entityGraph(city: CityInMemory): EntityGraph {
  const known = graphs.get(city) ?? buildGraph(city.network)
  graphs.set(city, known)
  return known
}

/** Frame and epoch of every position. */
const frame = { frame: 'CGCS2000@2000.0', crs: 'http://www.opengis.net/def/crs/EPSG/0/4490', axis_order: 'longitude, latitude' }
const geoJson = 'application/geo+json'

const standardNames: Partial<Record<QuantityName, string>> = { surface_temperature: 'surface_temperature', air_temperature: 'air_temperature', dew_point: 'dew_point_temperature', wind_speed: 'wind_speed' }
const sources: Record<SensorView['source'], string> = {
  device: 'A device that posts its readings.', controller: 'A point that a field controller reads back.', import: 'Readings that came with a file.',
}

/** What a sensor stands at: its station, else its loop, else its segment. */
interface Place { id: string; kind: 'station' | 'loop' | 'segment'; name: Bilingual; geometry: object | null; segmentId: string | null; loopId: string | null }

const point = (position: Position): object => ({ type: 'Point', coordinates: position })
const line = (axis: Position[]): object => ({ type: 'LineString', coordinates: axis })

function placesOf({ stations, loops, segments }: NetworkView): Record<Place['kind'], Map<string, Place>> {
  const axes = new Map<string, Position[][]>()
  for (const { loop_id: loop, axis } of segments) if (loop !== null) axes.set(loop, [...(axes.get(loop) ?? []), axis])
  const byId = (places: [string, Omit<Place, 'kind' | 'id'>][], kind: Place['kind'], prefix: string): Map<string, Place> => new Map(places.map(([id, place]) => [id, { kind, id: prefix + id, ...place }]))
  return {
    station: byId(stations.map(({ id, name, position, segment_id: segmentId }) => [id, { name, geometry: point(position), segmentId, loopId: null }]), 'station', ''),
    loop: byId(loops.map(({ id, name }) => [id, { name, geometry: axes.has(id) ? { type: 'MultiLineString', coordinates: axes.get(id) } : null, segmentId: null, loopId: id }]), 'loop', 'loop:'),
    segment: byId(segments.map(({ id, name, axis, loop_id: loopId }) => [id, { name, geometry: line(axis), segmentId: id, loopId }]), 'segment', 'segment:'),
  }
}

function buildGraph(network: NetworkView): EntityGraph {
  const sets = { Things: new Map<string, Draft>(), Locations: new Map<string, Draft>(), HistoricalLocations: new Map<string, Draft>(), Datastreams: new Map<string, Draft>(), Sensors: new Map<string, Draft>(), ObservedProperties: new Map<string, Draft>(), FeaturesOfInterest: new Map<string, Draft>() }
  const places = placesOf(network)
  const draft = (set: MemorySet, id: string, own: Entity['own']): Draft => {
    const made: Draft = { set, id, own, related: {}, datastreams: [] }
    sets[set].set(id, made)
    return made
  }

  const thingOf = (place: Place): Draft => sets.Things.get(place.id) ?? addThing(place)
  function addThing({ id, kind, name, geometry, segmentId, loopId }: Place): Draft {
    const thing = draft('Things', id, {
      name: name.en, description: kind === 'station' ? 'A measuring station.' : kind === 'loop' ? 'A hydronic loop, as its controller reads it back.' : 'A segment with sensors of its own.',
      properties: { kind, name_zh: name.zh, segment_id: segmentId, loop_id: loopId },
    })
    thing.related = { Locations: [], HistoricalLocations: [], Datastreams: [] }
    if (geometry) {
      const location = draft('Locations', id, { name: name.en, description: kind === 'station' ? 'Where it stands.' : 'Where it lies.', encodingType: geoJson, location: geometry, properties: frame })
      location.related = { Things: [thing], HistoricalLocations: [] }
      thing.related['Locations'] = [location]
    }
    return thing
  }
  function featureOf(measured: Place): Draft {
    const id = `${measured.kind}:${measured.id.slice(measured.kind === 'station' ? 0 : measured.kind.length + 1)}`
    const { name, kind, geometry } = measured
    return sets.FeaturesOfInterest.get(id) ?? draft('FeaturesOfInterest', id, {
      name: name.en, description: kind === 'segment' ? 'The segment that is measured.' : kind === 'loop' ? 'The loop that is measured.' : 'The surroundings of the station.',
      encodingType: geoJson, feature: geometry ?? { type: 'GeometryCollection', geometries: [] }, properties: { kind, name_zh: name.zh, ...frame },
    })
  }
  function propertyOf(quantity: QuantityName): Draft {
    const { zh, en } = quantitySpec(quantity)
    const known = sets.ObservedProperties.get(quantity)
    if (known) return known
    const made = draft('ObservedProperties', quantity, { name: en, definition: `urn:hearthway:quantity:${quantity}`, description: `${en}.`, properties: { name_zh: zh, cf_standard_name: standardNames[quantity] ?? null } })
    made.related = { Datastreams: [] }
    return made
  }

  for (const place of places.station.values()) thingOf(place)
  for (const sensor of network.sensors) {
    const { station_id: stationId, segment_id: segmentId, loop_id: loopId, quantity, id } = sensor
    const segment = segmentId === null ? undefined : places.segment.get(segmentId)
    const loop = loopId === null ? undefined : places.loop.get(loopId)
    const station = stationId === null ? undefined : places.station.get(stationId)
    const at = station ?? loop ?? segment
    const measured = segment ?? loop ?? station
    // Every sensor sits somewhere; one whose place is just being taken away is left out with it.
    if (!at || !measured) continue
    const { en } = quantitySpec(quantity)
    const depth = sensor.depth_m === null ? '' : sensor.depth_m === 0 ? ', at the surface' : `, ${sensor.depth_m} m below the surface`
    const [thing, property, feature] = [thingOf(at), propertyOf(quantity), featureOf(measured)]
    const instrument = draft('Sensors', id, { name: id, description: `Measures ${en.toLowerCase()}${depth}.`, encodingType: 'text/html', metadata: sources[sensor.source], properties: { source: sensor.source, cadence_s: sensor.cadence_s } })
    const datastream = draft('Datastreams', id, {
      name: `${at.name.en}: ${en}${depth}`, description: `${en}${depth}, expected every ${sensor.cadence_s} s.`,
      observationType: `http://www.opengis.net/def/observationType/OGC-OM/2.0/${quantity === 'operating_mode' ? 'OM_CountObservation' : 'OM_Measurement'}`,
      unitOfMeasurement: unitsOfMeasurement[quantitySpec(quantity).unit],
      properties: { quantity, depth_m: sensor.depth_m, cadence_s: sensor.cadence_s, segment_id: segmentId, loop_id: loopId },
    })
    datastream.related = { Thing: thing, Sensor: instrument, ObservedProperty: property, FeatureOfInterest: feature }
    datastream.datastreams = [datastream]
    instrument.related = { Datastreams: [datastream] }
    for (const holder of [thing, property]) (holder.related['Datastreams'] as Entity[]).push(datastream)
    feature.datastreams.push(datastream)
  }
  return sets
}
