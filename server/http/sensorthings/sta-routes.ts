import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ODataFault } from '#domain/odata/odata-fault'
import { parseResourcePath } from '#domain/odata/parse-resource-path'
import type { Services } from '../services'
import { documentSta } from './document-sta'
import { entitySets } from './entity-model'
import { pageOfEntities, pageOfObservations } from './page-of'
import { queryOfAddress } from './read-query'
import { optionFault, readOnly, syntaxFault } from './sta-fault'
import { entityLink, staPath, staRoot } from './sta-links'
import { walkPath, type Many } from './walk-path'
import { newWriting, nextLink, writeEntities } from './write-entities'

const requirement = (name: string): string => `http://www.opengis.net/spec/iot_sensing/1.1/req/${name}`
/** What of the standard is met; $filter is a stated part of it, so its built-in functions are not among them. */
const conformance = [
  ...Object.keys({ thing: 0, location: 0, 'historical-location': 0, datastream: 0, sensor: 0, 'observed-property': 0, observation: 0, 'feature-of-interest': 0, 'entity-control-information': 0 }).map((name) => requirement(`datamodel/${name}`)),
  requirement('resource-path/resource-path-to-entities'),
  ...['status-codes', 'query-status-codes', 'orderby', 'select', 'expand', 'top', 'skip', 'count', 'pagination'].map((name) => requirement(`request-data/${name}`)),
]

/** OGC SensorThings API 1.1 (sensing) under /sta/v1.1, read only. */
export function staRoutes(services: Services, app: OpenAPIHono): void {
  const start = (c: Context) => {
    noOptions(addressOf(c).options)
    const root = staRoot(services, c)
    return c.json({ value: entitySets.map((name) => ({ name, url: `${root}/${name}` })), serverSettings: { conformance } })
  }
  app.use(`${staPath}/*`, (c, next) => {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) throw readOnly()
    return next()
  })
  app.get(staPath, start)
  app.get(`${staPath}/`, start)
  app.get(`${staPath}/:path{.+}`, (c) => answer(services, c))
  documentSta(app)
}

function addressOf(c: Context): { path: string; options: URLSearchParams } {
  const { pathname, searchParams } = new URL(c.req.url)
  return { path: pathname.slice(staPath.length + 1), options: searchParams }
}

function noOptions(options: URLSearchParams): void {
  const [name] = options.keys()
  if (name !== undefined) throw optionFault(name.slice(0, 40), 'no option is taken here', 'Leave it out.')
}

async function answer(services: Services, c: Context): Promise<Response> {
  const { path, options } = addressOf(c)
  const root = staRoot(services, c)
  const resource = await walkPath(services, root, readPath(path))
  if (resource.kind === 'many') return c.json(await answerMany(services, root, resource, options))
  if (resource.kind === 'references') return c.json(await answerMany(services, root, resource.of, options, true))
  const { entity } = resource
  if (resource.kind === 'one') {
    const [written] = await writeEntities(newWriting(services, root), [entity], queryOfAddress(entity.set, false, options))
    return c.json(written)
  }
  noOptions(options)
  const value = entity.own[resource.name]
  if (!resource.raw) return c.json({ [resource.name]: value })
  return c.text(typeof value === 'string' ? value : JSON.stringify(value))
}

function readPath(encoded: string) {
  try {
    return parseResourcePath(decodeURIComponent(encoded))
  } catch (error) {
    if (error instanceof URIError) throw optionFault('path', 'it is not UTF-8 behind its percent signs', 'Encode it as UTF-8.')
    throw error instanceof ODataFault ? syntaxFault('path', error) : error
  }
}

async function answerMany(services: Services, root: string, { set, entities, link }: Many, options: URLSearchParams, references = false): Promise<Record<string, unknown>> {
  const query = queryOfAddress(set, true, options)
  const { entities: chosen, count, more } = set === 'Observations' ? await pageOfObservations(services, entities, query) : pageOfEntities(entities, query)
  return {
    ...(count === null ? {} : { '@iot.count': count }),
    ...(more ? { '@iot.nextLink': nextLink(references ? `${link}/$ref` : link, query) } : {}),
    value: references ? chosen.map((entity) => ({ '@iot.selfLink': entityLink(root, entity.set, entity.id) })) : await writeEntities(newWriting(services, root), chosen, query),
  }
}

