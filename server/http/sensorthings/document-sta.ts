import { z, type OpenAPIHono } from '@hono/zod-openapi'
import { jsonAnswer, problemAnswers } from '../openapi'
import { entitySets } from './entity-model'
import { mostTop } from './read-query'
import { staPath } from './sta-links'

const entity = z.record(z.string(), z.unknown())
const page = z.object({ '@iot.count': z.number().int().optional(), '@iot.nextLink': z.string().optional(), value: z.array(entity) })
const ofOne = { $select: z.string().optional(), $expand: z.string().optional() }
const ofMany = { $filter: z.string().optional(), $orderby: z.string().optional(), $top: z.number().int().min(0).max(mostTop).optional(), $skip: z.number().int().min(0).optional(), $count: z.enum(['true', 'false']).optional(), ...ofOne }
const set = z.object({ set: z.enum(entitySets) })
const id = z.object({ id: z.string() })

/** Says in the OpenAPI document what SensorThings answers; longer ways between entities follow from these. */
export function documentSta(app: OpenAPIHono): void {
  const get = (path: string, summary: string, params: z.ZodObject | null, query: z.ZodRawShape, answer: z.ZodType): void => app.openAPIRegistry.registerPath({
    method: 'get', path: staPath + path, summary: `SensorThings 1.1: ${summary}`, request: { ...(params ? { params } : {}), query: z.object(query) }, responses: { 200: jsonAnswer(answer, summary), ...problemAnswers(400, 404) },
  })
  get('', 'the sets of entities', null, {}, z.object({ value: z.array(z.object({ name: z.string(), url: z.string() })), serverSettings: entity }))
  get('/{set}', 'a page of a set', set, ofMany, page)
  get("/{set}('{id}')", 'one entity', set.extend(id.shape), ofOne, entity)
  get("/Things('{id}')/Datastreams", 'what is measured at a station', id, ofMany, page)
  get("/Datastreams('{id}')/Observations", 'what was measured, newest first', id, ofMany, page)
}
