import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { surfaceStates } from '#domain/sensing/surface-state'
import { zoneAnswerShape, zoneInputShape, zoneQueryShape, zoneShape } from '#domain/wire/zones'
import { findPolygonFault } from '#server/store/polygon-fault'
import { queryZone, type ClippedSegment } from '#server/store/query-zone'
import { zoneAnswer, type SurfaceValue } from '#server/store/zone-answer'
import { createZone, deleteZone, loadZone, loadZones, updateZone, type ZoneFault } from '#server/store/zones'
import { requireRight } from './access'
import { segmentFilter } from './ogc/segment-filter'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { requireUnboundZone } from './scope'
import type { Services } from './services'

const idParam = z.object({ id: z.string() })

function refuse(fault: ZoneFault): never {
  const field = fault.code === 'zone.name_taken' ? 'name' : 'polygon'
  throw new ProblemError(fault.code === 'zone.name_taken' ? 409 : 422, {
    code: fault.code, title: field === 'name' ? 'The name is taken' : 'The polygon cannot be used', detail: fault.reason, params: fault.params, errors: [{ field, reason: fault.reason }],
  })
}

const noZone = (id: string): ProblemError => new ProblemError(404, { code: 'zone.not_found', title: 'No such zone', params: { id } })

/** Zones: polygons with names, and what lies inside them now. */
export function zoneRoutes(services: Services, app: OpenAPIHono): void {
  const { db, clock } = services

  app.openapi(createRoute({ method: 'get', path: '/api/zones', summary: 'All zones', responses: { 200: jsonAnswer(z.array(zoneShape), 'By name') } }),
    async (c) => c.json(await loadZones(db), 200))

  app.openapi(createRoute({
    method: 'post', path: '/api/zones', summary: 'Save a zone', request: { body: jsonBody(zoneInputShape) },
    responses: { 201: jsonAnswer(zoneShape, 'Saved'), ...problemAnswers(400, 401, 403, 409, 422) },
  }), async (c) => {
    const { accountId } = requireRight(services, c, 'zone.edit')
    const saved = await createZone(db, c.req.valid('json'), clock.now(), accountId)
    return 'fault' in saved ? refuse(saved.fault) : c.json(saved.zone, 201)
  })

  app.openapi(createRoute({
    method: 'put', path: '/api/zones/{id}', summary: 'Rename or redraw a zone', request: { params: idParam, body: jsonBody(zoneInputShape) },
    responses: { 200: jsonAnswer(zoneShape, 'Saved'), ...problemAnswers(400, 401, 403, 404, 409, 422) },
  }), async (c) => {
    const { accountId } = requireRight(services, c, 'zone.edit')
    const { id } = c.req.valid('param')
    await requireUnboundZone(services, id)
    const saved = await updateZone(db, id, c.req.valid('json'), clock.now(), accountId)
    if (!saved) throw noZone(id)
    return 'fault' in saved ? refuse(saved.fault) : c.json(saved.zone, 200)
  })

  app.openapi(createRoute({
    method: 'delete', path: '/api/zones/{id}', summary: 'Delete a zone', request: { params: idParam },
    responses: { 204: { description: 'Deleted' }, ...problemAnswers(401, 403, 404, 409) },
  }), async (c) => {
    const { accountId } = requireRight(services, c, 'zone.edit')
    const { id } = c.req.valid('param')
    await requireUnboundZone(services, id)
    if (!(await deleteZone(db, id, clock.now(), accountId))) throw noZone(id)
    return c.body(null, 204)
  })

  app.openapi(createRoute({
    method: 'post', path: '/api/zones/query', summary: 'What lies inside a zone or polygon now, and matches a filter where one is given', request: { body: jsonBody(zoneQueryShape) },
    responses: { 200: jsonAnswer(zoneAnswerShape, 'Segments, loops and statistics; weighed by clipped length'), ...problemAnswers(400, 404, 422) },
  }), async (c) => {
    const query = c.req.valid('json')
    const matches = query.filter === undefined ? null : await segmentFilter(services, query.filter)
    const inside = await clipsOf(query)
    const clips = matches ? inside.filter(({ id }) => matches(id)) : inside
    const surface = services.live.surface()
    const { network, details } = services.city()
    const valueOf = ({ ordinal, id }: ClippedSegment): SurfaceValue | undefined => {
      // Comparing one id is far cheaper than finding it among all.
      const index = network.segments[ordinal]?.id === id ? ordinal : details.get(id)?.index
      if (index === undefined) return undefined
      const temperature = surface.temperature[index] as number
      const sdK = surface.sdK[index] as number
      return { sdK: Number.isFinite(sdK) ? sdK : null, temperatureC: Number.isFinite(temperature) ? temperature : null, state: surfaceStates[surface.state[index] as number] ?? 'unknown' }
    }
    return c.json(zoneAnswer(clips, valueOf, clock.now(), query.limit_c), 200)
  })

  async function clipsOf(query: z.infer<typeof zoneQueryShape>): Promise<ClippedSegment[]> {
    if ((query.zone_id === undefined) === (query.polygon === undefined)) {
      throw new ProblemError(400, { code: 'zone.one_of', title: 'Name either a zone or a polygon', errors: [{ field: 'zone_id', reason: 'give exactly one of zone_id and polygon' }] })
    }
    if (!query.polygon) {
      const zone = await loadZone(db, query.zone_id as string)
      if (!zone) throw noZone(query.zone_id as string)
      return queryZone(db, zone.polygon)
    }
    // Both at once: the query of a faulty polygon may fail, and then the fault says why.
    const [fault, clips] = await Promise.allSettled([findPolygonFault(db, query.polygon), queryZone(db, query.polygon)])
    if (fault.status === 'fulfilled' && fault.value) return refuse(fault.value)
    if (fault.status === 'rejected') throw fault.reason
    if (clips.status === 'rejected') throw clips.reason
    return clips.value
  }
}
