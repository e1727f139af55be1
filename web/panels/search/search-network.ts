import type { AssetKind, Bilingual, Position } from '#domain/network/network'
import type { NetworkView } from '#domain/wire/network'

/** `segmentId`: null of a station off the road; `position`: of a station alone. */
export interface SearchHit { id: string; segmentId: string | null; position: Position | null; name: Bilingual; kind: AssetKind | 'station'; detail: string }

/** Assets, segments and stations whose name or id holds every word; names that begin with the words come first. Assets lead to their first segment; a segment's full id leads to that segment before anything else. */
export function searchNetwork(network: NetworkView, text: string, limit = 12): SearchHit[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.length) return []
  const fits = (...of: string[]): boolean => { const all = of.join(' ').toLowerCase(); return words.every((word) => all.includes(word)) }
  const first = new Map<string, string>()
  for (const segment of network.segments) if (!first.has(segment.asset_id)) first.set(segment.asset_id, segment.id)
  const assets = network.assets.flatMap((asset): SearchHit[] => {
    const segmentId = first.get(asset.id)
    return segmentId && fits(asset.id, asset.name.zh, asset.name.en, asset.route ?? '') ? [{ id: asset.id, segmentId, position: null, name: asset.name, kind: asset.kind, detail: asset.id }] : []
  })
  const begins = (hit: SearchHit): number => (hit.name.zh.startsWith(words[0]!) || hit.name.en.toLowerCase().startsWith(words[0]!) ? 0 : 1)
  const whole = text.trim().toLowerCase()
  const exact = network.segments.find((segment) => segment.id.toLowerCase() === whole)
  const segmentHit = (segment: NetworkView['segments'][number]): SearchHit => ({ id: segment.id, segmentId: segment.id, position: null, name: segment.name, kind: segment.kind, detail: segment.id })
  const hits = [...(exact ? [segmentHit(exact)] : []), ...assets.sort((a, b) => begins(a) - begins(b))]
  for (const station of network.stations) {
    if (hits.length >= limit) break
    if (fits(station.id, station.name.zh, station.name.en)) hits.push({ id: station.id, segmentId: station.segment_id, position: station.position, name: station.name, kind: 'station', detail: station.id })
  }
  for (const segment of network.segments) {
    if (hits.length >= limit) break
    if (segment !== exact && fits(segment.id)) hits.push(segmentHit(segment))
  }
  return hits.slice(0, limit)
}
