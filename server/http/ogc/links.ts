import type { Context } from 'hono'
import type { Services } from '../services'

export interface Link { rel: string; href: string; type?: string; title?: string; templated?: boolean; hreflang?: string }

/** Address of /ogc as whoever asks can reach it. */
export function ogcRoot(services: Services, c: Context): string {
  const own = services.config.publicUrl?.origin
  if (own) return `${own}/ogc`
  const { url } = c.req
  const origin = url.slice(0, url.indexOf('/', url.indexOf('//') + 2))
  return `${c.get('isSecure') ? origin.replace(/^http:/, 'https:') : origin}/ogc`
}

export const mediaTypes = { json: 'application/json', geojson: 'application/geo+json', jsonfg: 'application/vnd.ogc.fg+json', html: 'text/html', schema: 'application/schema+json', openapi: 'application/vnd.oai.openapi+json;version=3.0', mvt: 'application/vnd.mapbox-vector-tile', tilejson: 'application/vnd.mapbox.tilejson+json' } as const
export type MediaName = keyof typeof mediaTypes

/** A query with some parameters changed; null takes one away. */
export function changedQuery(query: URLSearchParams, changes: Record<string, string | number | null>): string {
  const changed = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.delete(name)
    else changed.set(name, String(value))
  }
  const text = changed.toString()
  return text === '' ? '' : `?${text}`
}

/** Links of a document to itself in its other formats. */
export const formatLinks = (href: string, query: URLSearchParams, format: MediaName, others: readonly MediaName[]): Link[] => [
  { rel: 'self', type: mediaTypes[format], href: `${href}${changedQuery(query, {})}` },
  ...others.filter((other) => other !== format).map((other) => ({ rel: 'alternate', type: mediaTypes[other], href: `${href}${changedQuery(query, { f: formatName(other) })}` })),
]

/** What `f` calls a format. */
export const formatName = (media: MediaName): string => (media === 'geojson' || media === 'schema' || media === 'openapi' ? 'json' : media)
