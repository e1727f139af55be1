import type { Context } from 'hono'
import type { Services } from '../services'
import type { EntitySet } from './entity-model'

export const staPath = '/sta/v1.1'

/** Address of the service as whoever asks can reach it. */
export function staRoot(services: Services, c: Context): string {
  const own = services.config.publicUrl?.origin
  if (own) return own + staPath
  const { url } = c.req
  const origin = url.slice(0, url.indexOf('/', url.indexOf('//') + 2))
  return (c.get('isSecure') ? origin.replace(/^http:/, 'https:') : origin) + staPath
}

/** Address of an entity. */
export const entityLink = (root: string, set: EntitySet, id: string): string => `${root}/${set}('${encodeURIComponent(id.replaceAll("'", "''")).replaceAll('%3A', ':').replaceAll('%40', '@')}')`
