import type { AssetKind, Bilingual } from '#domain/network/network'
import type { NetworkView } from '#domain/wire/network'

export interface SearchHit { id: string; segmentId: string; name: Bilingual; kind: AssetKind; detail: string }

/** Assets, segments and stations whose name or id holds every word; names that begin with the words come first. Assets lead to their first segment; a segment's full id leads to that segment before anything else. */
export function searchNetwork(network: NetworkView, text: string, limit = 12): SearchHit[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.length) return []
  const fits = (...of: string[]): boolean => { const all = of.join(' ').toLowerCase(); return words.every((word) => all.includes(word)) }
  const first = new Map<string, string>()
  const kinds = new Map<string, AssetKind>()
  for (const segment of network.segments) {
    kinds.set(segment.id, segment.kind)
    if (!first.has(segment.asset_id)) first.set(segment.asset_id, segment.id)
  }
  const assets = network.assets.flatMap((asset): SearchHit[] => {
    const segmentId = first.get(asset.id)
    return segmentId && fits(asset.id, asset.name.zh, asset.name.en, asset.route ?? '') ? [{ id: asset.id, segmentId, name: asset.name, kind: asset.kind, detail: asset.id }] : []
  })
  const begins = (hit: SearchHit): number => (hit.name.zh.startsWith(words[0]!) || hit.name.en.toLowerCase().startsWith(words[0]!) ? 0 : 1)
  const whole = text.trim().toLowerCase()
  const exact = network.segments.find((segment) => segment.id.toLowerCase() === whole)
  const segmentHit = (segment: NetworkView['segments'][number]): SearchHit => ({ id: segment.id, segmentId: segment.id, name: segment.name, kind: segment.kind, detail: segment.id })
  const hits = [...(exact ? [segmentHit(exact)] : []), ...assets.sort((a, b) => begins(a) - begins(b))]
  for (const station of network.stations) {
    if (hits.length >= limit) break
    if (station.segment_id && fits(station.id, station.name.zh, station.name.en)) hits.push({ id: station.id, segmentId: station.segment_id, name: station.name, kind: kinds.get(station.segment_id) ?? 'road', detail: station.id })
  }
  for (const segment of network.segments) {
    if (hits.length >= limit) break
    if (segment !== exact && fits(segment.id)) hits.push(segmentHit(segment))
  }
  return hits.slice(0, limit)
}
