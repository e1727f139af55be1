import type { Context } from 'hono'
import { ProblemError } from '../problem'
import { formatName, mediaTypes, type MediaName } from './links'
import { parameterFault } from './ogc-fault'

/**
 * The format of an answer: what `f` says, else what `Accept` wants most, the first of `offered` among equals.
 * @throws ProblemError 400 for an `f` that is not offered, 406 when nothing that is accepted is
 */
export function negotiate(c: Context, f: string | undefined, offered: readonly MediaName[]): MediaName {
  if (f !== undefined) {
    const found = offered.find((media) => formatName(media) === f || media === f)
    if (!found) throw parameterFault({ field: 'f', position: 0, reason: `"${f.slice(0, 40)}" is not offered here`, remedy: `Take one of ${offered.map(formatName).join(', ')}.` })
    return found
  }
  const accept = c.req.header('accept')
  if (accept === undefined || accept === '' || accept === '*/*' || accept === mediaTypes[offered[0]!]) return offered[0]!
  let [best, bestQuality] = [null as MediaName | null, 0]
  for (const media of offered) {
    const quality = qualityOf(accept, media)
    if (quality > bestQuality) [best, bestQuality] = [media, quality]
  }
  if (best) return best
  throw new ProblemError(406, { code: 'ogc.not_acceptable', title: 'None of the accepted formats is offered', detail: `Offered: ${offered.map((media) => mediaTypes[media]).join(', ')}` })
}

/** Formats that are an answer to whoever asks for plain JSON. */
const isJson = (media: MediaName): boolean => media !== 'html' && media !== 'mvt'

/** How much a format is wanted, 0 to 1: by the most special range that fits it. */
function qualityOf(accept: string, media: MediaName): number {
  const type = mediaTypes[media].split(';')[0]!
  let [found, special] = [0, 0]
  for (const range of accept.split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const rank = name === type ? 4 : name === 'application/json' && isJson(media) ? 3 : name === `${type.split('/')[0]}/*` ? 2 : name === '*/*' ? 1 : 0
    if (rank <= special) continue
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    const value = q === undefined ? 1 : Number(q.slice(2))
    ;[found, special] = [Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0, rank]
  }
  return found
}
