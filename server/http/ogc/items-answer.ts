import type { Context } from 'hono'
import { auditExport } from '../audit-requests'
import { requireRight } from '../access'
import type { Services } from '../services'
import { answerMemory } from './answer-memory'
import { askedTime } from './asked-time'
import { ByteWriter } from './byte-writer'
import type { Collection } from './collection'
import { coordinateSystemOf, epsg4490, heightsHeader, heightsNotKnown, type CoordinateSystem } from './coordinate-systems'
import { itemsHtml, itemHtml } from './html/items-page'
import { itemsQuery, knownParameters, type ItemsQuery } from './items-query'
import { changedQuery, formatLinks, mediaTypes, ogcRoot, type Link, type MediaName } from './links'
import { negotiate } from './negotiate'
import { noItem } from './ogc-fault'
import { selectFeatures, type Selection } from './select-features'
import { sendBytes } from './send-bytes'
import { featuresInOne, featuresInPieces, FeatureWriter, reachable, type FeatureFormat } from './write-features'
import { featureTable, type FeatureTable } from './feature-table'

const formats: readonly MediaName[] = ['geojson', 'jsonfg', 'html']
const jsonFgClasses = ['http://www.opengis.net/spec/json-fg-1/1.0/conf/core']
/** So many features are written piece by piece. */
const streamedFrom = 5000
/** An answer of more features than this takes the data away: it wants the right to export, and is audited. Pages are not. */
export const exportFrom = 10_000

/** JSON-FG names its system; without `crs` its places are in what they are stored in. */
const systemOf = (media: MediaName, query: URLSearchParams, crs: CoordinateSystem): CoordinateSystem => (media === 'jsonfg' && !query.has('crs') ? epsg4490 : crs)
const contentCrs = (crs: CoordinateSystem): Record<string, string> => ({ 'content-crs': `<${crs.uri}>`, ...heightsHeader(crs) })
const heightsMember = ({ isOnEllipsoid }: CoordinateSystem): object => (isOnEllipsoid ? { heights: heightsNotKnown } : {})

/** GET /ogc/collections/:collection/items */
export async function answerItems(services: Services, c: Context, plan: Collection): Promise<Response> {
  const { url } = c.req
  const mark = url.indexOf('?')
  const params = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1))
  const query = itemsQuery(plan, params, services.clock.now().getTime(), services.city().city.centre[0])
  const media = negotiate(c, params.get('f') ?? undefined, formats)
  const table = await featureTable(plan, services, query.time)
  const selection = selectFeatures(table, query)
  const from = Math.min(query.offset, selection.count)
  const to = query.hitsOnly ? from : Math.min(selection.count, from + query.limit)
  const links = itemsLinks(ogcRoot(services, c), plan, params, query, selection, media)
  if (media === 'html') return itemsHtml(c, plan, table, { selection, from, to: Math.min(to, from + 1000), links })
  const crs = systemOf(media, params, query.crs)
  const head = collectionHead(services, media, crs, query, selection.count, to - from, links)
  const type = mediaTypes[media]
  if (to - from > exportFrom) {
    if (!services.config.publicRead) requireRight(services, c, 'export')
    await auditExport(services, c, { subject: `export:ogc/${plan.id}`, after: { rows: to - from, query: params.toString().slice(0, 1000), crs: crs.uri }, seen: { at: new Date(query.time.atMs).toISOString() } })
  }
  if (to - from < streamedFrom) return sendBytes(c, featuresInOne(table, selection, from, to, new FeatureWriter(table, crs, media as FeatureFormat), head, '\n]}\n', (bytes) => answerMemory(c, bytes)), type, contentCrs(crs))
  if (!crs.isGeographic) checkReach(table, selection, from, to, crs)
  const body = featuresInPieces(selection, from, to, new FeatureWriter(table.frozen(), crs, media as FeatureFormat), head, '\n]}\n')
  return c.body(body, 200, { 'content-type': type, vary: 'accept, accept-encoding', 'cache-control': 'no-cache', ...contentCrs(crs) })
}

/** What is written piece by piece can be refused no more once it has begun. */
function checkReach({ packed }: FeatureTable, selection: Selection, from: number, to: number, crs: CoordinateSystem): void {
  for (let place = from; place < to; place++) {
    const at = 4 * selection.at(place)
    if (Number.isNaN(packed.boxes[at]!)) continue
    reachable(crs, packed.ids[selection.at(place)]!, () => { crs.fromLonLat(packed.boxes[at]!, packed.boxes[at + 1]!); crs.fromLonLat(packed.boxes[at + 2]!, packed.boxes[at + 3]!) })
  }
}

function collectionHead(services: Services, media: MediaName, crs: CoordinateSystem, query: ItemsQuery, matched: number, returned: number, links: Link[]): string {
  const { attribution } = services.city().network
  const head = {
    type: 'FeatureCollection', ...(media === 'jsonfg' ? { conformsTo: jsonFgClasses, coordRefSys: crs.uri } : {}),
    timeStamp: new Date(query.time.atMs).toISOString(), numberMatched: matched, numberReturned: returned, links, ...heightsMember(crs), ...(attribution ? { attribution } : {}),
  }
  return `${JSON.stringify(head).slice(0, -1)},"features":[\n`
}

function itemsLinks(root: string, { id }: Collection, params: URLSearchParams, query: ItemsQuery, selection: Selection, media: MediaName): Link[] {
  const items = `${root}/collections/${id}/items`
  const page = (rel: string, offset: number): Link => ({ rel, type: mediaTypes[media], href: `${items}${changedQuery(params, { offset: offset === 0 ? null : offset, limit: query.limit })}` })
  return [
    ...formatLinks(items, params, media, formats),
    ...(!query.hitsOnly && query.offset + query.limit < selection.count ? [page('next', query.offset + query.limit)] : []),
    ...(query.offset > 0 ? [page('prev', Math.max(0, query.offset - query.limit))] : []),
    { rel: 'collection', type: mediaTypes.json, href: `${root}/collections/${id}` },
  ]
}

/** GET /ogc/collections/:collection/items/:item */
export async function answerItem(services: Services, c: Context, plan: Collection, id: string): Promise<Response> {
  const params = new URL(c.req.url).searchParams
  knownParameters(params, ['f', 'crs', 'datetime'])
  const crs = coordinateSystemOf('crs', params.get('crs') ?? undefined, services.city().city.centre[0])
  const media = negotiate(c, params.get('f') ?? undefined, formats)
  const table = await featureTable(plan, services, askedTime(params.get('datetime') ?? undefined, services.clock.now().getTime()))
  const feature = table.packed.numberOf.get(id)
  if (feature === undefined || (table.isOf && !table.isOf(feature))) throw noItem(plan.id, id)
  const root = ogcRoot(services, c)
  const links: Link[] = [...formatLinks(`${root}/collections/${plan.id}/items/${encodeURIComponent(id)}`, params, media, formats), { rel: 'collection', type: mediaTypes.json, href: `${root}/collections/${plan.id}` }]
  if (media === 'html') return itemHtml(c, plan, table, feature, links)
  const system = systemOf(media, params, crs)
  const members = `,${JSON.stringify({ links, ...heightsMember(system) }).slice(1, -1)}${media === 'jsonfg' ? `,"conformsTo":${JSON.stringify(jsonFgClasses)},"coordRefSys":"${system.uri}"` : ''}`
  return sendBytes(c, oneFeature(table, feature, system, media as FeatureFormat, members), mediaTypes[media], contentCrs(system))
}

function oneFeature(table: FeatureTable, feature: number, crs: CoordinateSystem, format: FeatureFormat, members: string): Buffer {
  const out = new ByteWriter(Buffer.allocUnsafe(4096))
  new FeatureWriter(table, crs, format).writeAlone(out, feature, members)
  return out.finish()
}
