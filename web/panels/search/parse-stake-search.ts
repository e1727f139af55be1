import { parseStake, writeStake } from '#domain/geo/stake'
import type { NetworkView } from '#domain/wire/network'

/**
 * Which routes are to be asked for which stake; or why none can be: `route` (there is no such route), `routes` (too many begin so), `unnamed` (a
 * stake alone, of many routes), `line` (a letter before the K that the network does not know).
 */
export type StakeSearch = { routes: readonly { route: string; assetId: string | null }[]; stake: string } | { fault: 'route' | 'routes' | 'unnamed' | 'line'; said: string }

/** More routes than this are not asked at once: their stakes would be no answer. */
const mostRoutes = 6
const ending = /^(.*?)[\s,，]*((?:[ZYzy]|\b[A-Ga-g])?\s*[Kk]\s*\d{1,5}\s*[+＋]\s*\d{3}(?:\.\d{1,3})?)$/
const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/**
 * Reads `G1 K12+300`: a route of the network (in any case), an asset by id or name (all its routes), or how routes begin; then a stake. Null where
 * the text does not end in a stake.
 */
export function parseStakeSearch(network: Pick<NetworkView, 'segments' | 'assets'>, text: string): StakeSearch | null {
  const found = ending.exec(text.trim())
  const stake = found && parseStake(found[2]!.normalize('NFKC'))
  if (!found || !stake) return null
  if (stake.prefix !== '') return { fault: 'line', said: stake.prefix }
  const said = found[1]!.trim()
  const asked = folded(said)
  const routes = new Map(network.segments.flatMap(({ route }) => (route === null ? [] : [[folded(route), route] as const])))
  const of = (names: readonly string[], assetId: string | null = null): StakeSearch =>
    names.length > mostRoutes ? { fault: asked === '' ? 'unnamed' : 'routes', said: names.slice(0, 3).join(' / ') } : { routes: names.map((route) => ({ route, assetId })), stake: writeStake(stake.stakeM) }
  const exact = routes.get(asked)
  if (exact !== undefined) return of([exact])
  const asset = network.assets.find(({ id, name }) => [id, name.zh, name.en].some((word) => folded(word) === asked))
  const own = asset ? [...new Set(network.segments.flatMap(({ asset_id, route }) => (asset_id === asset.id && route !== null ? [route] : [])))] : []
  if (own.length > 0) return of(own, asset!.id)
  const beginning = [...routes].filter(([key]) => key.startsWith(asked)).map(([, route]) => route)
  return beginning.length > 0 ? of(beginning) : { fault: 'route', said }
}
