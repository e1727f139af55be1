import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { flatNearest, nearestOnLine } from '#domain/geo/nearest-on-line'
import { parseStake, writeStake } from '#domain/geo/stake'
import { coveredStakes, cutByStakes, missingStakes, placesOfStake, stakeOnSegment, stakesTwice, type StakedPart, type StakedSegment, type StakeRange } from '#domain/network/staked-route'
import { surfaceStates } from '#domain/sensing/surface-state'
import { cutShape, eventsInputShape, eventsShape, locateQueryShape, locateShape, measureQueryShape, measureShape, rangeQueryShape, routeViewShape, type cutFeatureShape } from '#domain/wire/linear'
import type { NetworkView } from '#domain/wire/network'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'

/** A segment of a route and its place in live frames. */
type RouteSegment = StakedSegment & { index: number }
type Fault = { field: 'route' | 'asset_id' | 'from' | 'to'; reason: string }

/** Beyond this the nearest route says nothing about a place, m; and its distance would no more be good. */
const mostDistanceM = 5000
const millimetres = (metres: number): number => Math.round(metres * 1000) / 1000
const words = ({ fromM, toM }: StakeRange): { from: string; to: string } => ({ from: writeStake(fromM), to: writeStake(toM) })

/** Segments by route, made once per network. */
const shelves = new WeakMap<NetworkView, Map<string, RouteSegment[]>>()
function routesOf(network: NetworkView): Map<string, RouteSegment[]> {
  const known = shelves.get(network)
  if (known) return known
  const routes = new Map<string, RouteSegment[]>()
  for (const { id, index, route, asset_id: assetId, from_m: fromM, to_m: toM, axis } of network.segments) {
    if (route === null) continue
    const list = routes.get(route) ?? []
    routes.set(route, list)
    list.push({ id, index, assetId, fromM, toM, axis })
  }
  shelves.set(network, routes)
  return routes
}

function segmentsOf(network: NetworkView, route: string, assetId: string | undefined): RouteSegment[] | Fault {
  const all = routesOf(network).get(route)
  if (!all) return { field: 'route', reason: 'there is no such route' }
  const found = assetId === undefined ? all : all.filter((segment) => segment.assetId === assetId)
  return found.length > 0 ? found : { field: 'asset_id', reason: `the route has no such asset; it has ${[...new Set(all.map((segment) => segment.assetId))].slice(0, 10).join(', ')}` }
}

function refuse({ field, reason }: Fault): never {
  const isAbsent = field === 'route' || field === 'asset_id'
  throw new ProblemError(isAbsent ? 404 : 400, { code: `linear.${field}`, title: isAbsent ? 'Not on the network' : 'The stakes cannot be used', errors: [{ field, reason }] })
}

/** Routes and stakes for analysts: where a stake is, what stands at a place, and what lies between two stakes. Stakes are those of the segments; lengths are geodesic. */
export function linearRoutes(services: Services, app: OpenAPIHono): void {
  const { clock } = services
  const features = (parts: StakedPart<RouteSegment>[]): z.infer<typeof cutFeatureShape>[] => {
    const { temperature, state, measuredAt } = services.live.surface()
    const nowS = clock.now().getTime() / 1000
    return parts.map(({ segment: { id, index, assetId }, axis, lengthM, ...range }) => {
      const valueC = temperature[index] ?? Number.NaN
      const atS = measuredAt[index] ?? 0
      return {
        type: 'Feature', geometry: { type: 'LineString', coordinates: axis },
        properties: {
          segment_id: id, asset_id: assetId, ...words(range), length_m: millimetres(lengthM),
          surface_temperature_c: Number.isNaN(valueC) ? null : Math.round(valueC * 100) / 100, surface_state: surfaceStates[state[index] ?? -1] ?? 'unknown', age_s: atS === 0 ? null : Math.max(0, Math.round(nowS - atS)),
        },
      }
    })
  }
  const lengthOfParts = (parts: readonly { lengthM: number }[]): number => millimetres(parts.reduce((sum, { lengthM }) => sum + lengthM, 0))
  const rangeOf = (from: string, to: string): StakeRange | Fault => {
    const [first, last] = [parseStake(from), parseStake(to)]
    for (const [field, stake] of [['from', first], ['to', last]] as const) {
      if (!stake) return { field, reason: 'expected a stake like K12+345' }
      if (stake.prefix !== '') return { field, reason: `the network has no line ${stake.prefix}: leave the letter out and name an asset` }
    }
    return first!.stakeM < last!.stakeM ? { fromM: first!.stakeM, toM: last!.stakeM } : { field: 'to', reason: 'it must be behind from' }
  }

  app.openapi(createRoute({ method: 'get', path: '/api/routes', summary: 'All routes with the stakes that they have', responses: { 200: jsonAnswer(z.array(routeViewShape), 'By name'), ...problemAnswers(401) } }), (c) => {
    const { network } = services.city()
    const assets = new Map(network.assets.map((asset) => [asset.id, asset]))
    return c.json([...routesOf(network)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([route, segments]) => ({
      route,
      assets: [...new Set(segments.map(({ assetId }) => assetId))].flatMap((assetId) => {
        const asset = assets.get(assetId)
        const own = segments.filter((segment) => segment.assetId === assetId)
        return asset ? [{ asset_id: assetId, kind: asset.kind, name: asset.name, ranges: coveredStakes(own).map(words), segments: own.length, length_m: millimetres(own.reduce((sum, { index }) => sum + network.segments[index]!.length_m, 0)) }] : []
      }),
    })), 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/linear/segments', summary: 'The parts of segments between two stakes, with what is known of them now', request: { query: rangeQueryShape },
    responses: { 200: jsonAnswer(cutShape, 'GeoJSON, and the stakes that the route does not have'), ...problemAnswers(400, 401, 404) },
  }), (c) => {
    const { route, from, to, asset_id } = c.req.valid('query')
    const segments = segmentsOf(services.city().network, route, asset_id)
    if ('field' in segments) return refuse(segments)
    const range = rangeOf(from, to)
    if ('field' in range) return refuse(range)
    const parts = cutByStakes(segments, range)
    return c.json({ type: 'FeatureCollection' as const, at: clock.now().toISOString(), route, ...words(range), length_m: lengthOfParts(parts), missing: missingStakes(segments, range).map(words), stands_twice: stakesTwice(parts) !== null, features: features(parts) }, 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/linear/locate', summary: 'Every place at which a stake stands', request: { query: locateQueryShape },
    responses: { 200: jsonAnswer(locateShape, 'None where the route has no such stake'), ...problemAnswers(400, 401, 404) },
  }), (c) => {
    const { route, stake, asset_id } = c.req.valid('query')
    const segments = segmentsOf(services.city().network, route, asset_id)
    if ('field' in segments) return refuse(segments)
    const places = placesOfStake(segments, parseStake(stake)!.stakeM)
    return c.json({
      route, stake, places: places.map(({ segment, position, alongM }) => ({ position, segment_id: segment.id, asset_id: segment.assetId, along_m: millimetres(alongM) })), covered: places.length > 0 ? [] : coveredStakes(segments).map(words),
    }, 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/linear/measure', summary: 'The nearest route and its stake', request: { query: measureQueryShape },
    responses: { 200: jsonAnswer(measureShape, 'The foot on the route, how far and on which side'), ...problemAnswers(400, 401, 404) },
  }), (c) => {
    const { lon, lat } = c.req.valid('query')
    let nearest: { route: string; segment: RouteSegment; distanceM: number } | null = null
    for (const [route, segments] of routesOf(services.city().network)) {
      for (const segment of segments) {
        const { distanceM } = flatNearest([lon, lat], segment.axis)
        if (distanceM < (nearest?.distanceM ?? mostDistanceM)) nearest = { route, segment, distanceM }
      }
    }
    if (!nearest) throw new ProblemError(404, { code: 'linear.far', title: 'No route is near', params: { most_m: mostDistanceM } })
    const { route, segment } = nearest
    const { atM, position, distanceM, side } = nearestOnLine([lon, lat], segment.axis)
    const stakeM = stakeOnSegment(segment, atM)
    return c.json({ route, stake: writeStake(stakeM), stake_m: millimetres(stakeM), asset_id: segment.assetId, segment_id: segment.id, position, distance_m: millimetres(distanceM), side }, 200)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/linear/events', summary: 'Cuts what lies between two stakes for each of many events', request: { body: jsonBody(eventsInputShape) },
    responses: { 200: jsonAnswer(eventsShape, 'Whole events, and the rows that were refused with the reason'), ...problemAnswers(400, 401) },
  }), (c) => {
    const { network } = services.city()
    const answer: z.infer<typeof eventsShape> = { at: clock.now().toISOString(), placed: [], refused: [] }
    const ids = new Set<string>()
    c.req.valid('json').events.forEach(({ id, route, from, to, asset_id }, row) => {
      const no = (field: string, reason: string): void => void answer.refused.push({ row, id, field, reason })
      if (ids.has(id)) return no('id', 'it stands in an earlier row')
      ids.add(id)
      const segments = segmentsOf(network, route, asset_id)
      if ('field' in segments) return no(segments.field, segments.reason)
      const range = rangeOf(from, to)
      if ('field' in range) return no(range.field, range.reason)
      const [gap] = missingStakes(segments, range)
      if (gap) return no(gap.fromM === range.fromM ? 'from' : 'to', `the route has no stakes from ${writeStake(gap.fromM)} to ${writeStake(gap.toM)}`)
      const parts = cutByStakes(segments, range)
      const twice = stakesTwice(parts)
      if (twice) return no('asset_id', `stakes stand twice, on ${twice[0].id} and ${twice[1].id}: name an asset`)
      answer.placed.push({ row, id, length_m: lengthOfParts(parts), features: features(parts) })
    })
    return c.json(answer, 200)
  })
}
