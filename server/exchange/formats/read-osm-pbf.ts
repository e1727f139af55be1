import { createOSMStream } from 'osm-pbf-parser-node'
import { ImportRefused } from '../import-refused'
import type { ReadOptions, SourceLayer } from './source-file'

const keys = ['highway', 'aeroway', 'bridge', 'name', 'name:zh', 'name:en', 'ref', 'width', 'lanes', 'surface', 'tunnel', 'area', 'man_made', 'railway']
type Item = { type: 'node'; id: number; lat: number; lon: number } | { type: 'way'; id: number; tags?: Record<string, string>; refs: number[] } | { type: 'relation' | undefined }
const objects = (path: string, options: Parameters<typeof createOSMStream>[1]): AsyncIterable<Item> => createOSMStream(path, options) as AsyncIterable<Item>
interface Way { id: number; tags: Record<string, string>; refs: number[] }

/**
 * Reads the roads, bridges and airfield surfaces of an OpenStreetMap extract: ways with `highway` or `aeroway` (a bridge is a way with `bridge`
 * beside one of them). Ways first, then only the nodes they stand on. Outlines of areas are left out with a note.
 * @throws ImportRefused when the file is damaged or compressed in a way that is not read here
 */
export async function readOsmPbf(path: string, file: string, { onProgress }: ReadOptions): Promise<SourceLayer> {
  const ways: Way[] = []
  const positions = new Map<number, [number, number]>()
  let [areas, missing, seen] = [0, 0, 0]
  try {
    for await (const item of objects(path, { withTags: { node: false, way: keys, relation: false } })) {
      if (++seen % 500_000 === 0) onProgress?.(`looked through ${seen} objects, ${ways.length} ways are roads`)
      if (item.type !== 'way' || !item.tags || (!item.tags['highway'] && !item.tags['aeroway'])) continue
      if (item.tags['area'] === 'yes') areas++
      else ways.push({ id: item.id, tags: item.tags, refs: item.refs })
    }
    onProgress?.(`${ways.length} ways are roads, bridges or airfield surfaces; looking up their nodes`)
    const wanted = new Set(ways.flatMap(({ refs }) => refs))
    for await (const item of objects(path, { withTags: false })) if (item.type === 'node' && wanted.has(item.id)) positions.set(item.id, [round7(item.lon), round7(item.lat)])
  } catch (error) {
    throw new ImportRefused(`${file}: the OpenStreetMap extract is damaged or cut off after ${seen} objects: ${(error as Error).message || 'a block does not add up'}`)
  }
  const features = ways.map(({ id, tags, refs }) => {
    // A way that leaves the extract and comes back is two lines, not one across.
    const parts: [number, number][][] = [[]]
    for (const ref of refs) {
      const position = positions.get(ref)
      if (position) parts.at(-1)!.push(position)
      else {
        missing++
        parts.push([])
      }
    }
    const lines = parts.filter((part) => part.length > 1)
    return { type: 'Feature', id: `w${id}`, properties: tags, geometry: lines.length > 1 ? { type: 'MultiLineString', coordinates: lines } : { type: 'LineString', coordinates: lines[0] ?? parts.find((part) => part.length > 0) ?? [] } }
  })
  const notes = [...(areas > 0 ? [`${areas} outlines of areas (area=yes) are left out`] : []), ...(missing > 0 ? [`${missing} nodes of ways lie outside the extract: such ways end where it ends`] : [])]
  return { name: '', features, crs: { code: 'EPSG:4326', wkt: null, by: 'OpenStreetMap' }, encoding: null, notes }
}

/** OpenStreetMap keeps seven decimals; sums of them have more. */
const round7 = (degrees: number): number => Math.round(degrees * 1e7) / 1e7
