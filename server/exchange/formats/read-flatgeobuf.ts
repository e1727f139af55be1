import { deserialize } from 'flatgeobuf/lib/mjs/generic/featurecollection.js'
import { parseProperties, type IFeature } from 'flatgeobuf/lib/mjs/generic/feature.js'
import { fromGeometry } from 'flatgeobuf/lib/mjs/geojson/geometry.js'
import { GeometryType } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js'
import { calcTreeSize } from 'flatgeobuf/lib/mjs/packedrtree.js'
import { ImportRefused } from '../import-refused'
import type { ReadOptions, SaidCrs, SourceLayer } from './source-file'

/**
 * Reads a FlatGeobuf file.
 * @throws ImportRefused when it is damaged or ends before all its features
 */
export async function readFlatgeobuf(bytes: Uint8Array, file: string, { onProgress }: ReadOptions): Promise<SourceLayer> {
  if (bytes[3] !== 3) throw new ImportRefused(`${file}: FlatGeobuf version ${bytes[3]} is not known here, version 3 is. Convert it with a newer  ogr2ogr -f FlatGeobuf new.fgb ${file}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerBytes = bytes.length < 16 ? 0 : view.getUint32(8, true)
  if (headerBytes < 8 || 12 + headerBytes > bytes.length) throw new ImportRefused(`${file}: it has ${bytes.length} bytes and its header would have ${headerBytes}: it is cut off or damaged`)
  let crs: SaidCrs | null = null
  let said = { count: 0, name: '' }
  const features: unknown[] = []
  try {
    const read = deserialize(bytes, {
      headerMetaFn: (meta) => {
        said = { count: meta.featuresCount, name: meta.title ?? '' }
        // The library would reckon the size of such an index without end.
        if (meta.indexNodeSize > 0 && (meta.featuresCount === 0 || meta.indexNodeSize < 2)) throw new RangeError('its header says it has an index over no features')
        checkSizes(view, 12 + headerBytes + (meta.indexNodeSize > 0 ? calcTreeSize(meta.featuresCount, meta.indexNodeSize) : 0), meta.featuresCount)
        if (meta.crs && (meta.crs.code || meta.crs.code_string || meta.crs.wkt)) {
          const code = meta.crs.code || meta.crs.code_string
          crs = { code: code ? `${(meta.crs.org ?? 'EPSG').toUpperCase()}:${code}` : null, wkt: meta.crs.wkt, by: 'header' }
        }
      },
      fromFeature: (id, feature, meta): IFeature => {
        const geometry = feature.geometry()
        const type = geometry && meta.geometryType === GeometryType.Unknown ? geometry.type() : meta.geometryType
        const read = {
          type: 'Feature', id, properties: parseProperties(feature, meta.columns),
          geometry: geometry === null ? null : type > GeometryType.GeometryCollection ? { type: GeometryType[type] } : fromGeometry(geometry, type),
        }
        // The library hands through whatever is made here.
        return read as IFeature
      },
    })
    for await (const feature of read) features.push(feature)
  } catch (error) {
    throw new ImportRefused(`${file}: the FlatGeobuf is damaged or cut off after ${features.length}${said.count > 0 ? ` of ${said.count}` : ''} features: ${(error as Error).message}`)
  }
  if (said.count > 0 && features.length !== said.count) throw new ImportRefused(`${file}: its header says ${said.count} features and it holds ${features.length}: it is cut off`)
  onProgress?.(`read ${features.length} features`)
  return { name: said.name, features, crs, encoding: null, notes: [] }
}

/** Walks the sizes that stand before the features: the library would go wherever a damaged one sends it. @throws RangeError */
function checkSizes(view: DataView, from: number, count: number): void {
  let [at, found] = [from, 0]
  while (at < view.byteLength) {
    if (at + 4 > view.byteLength) throw new RangeError('it ends within the size of a feature')
    const size = view.getUint32(at, true)
    if (size < 4 || at + 4 + size > view.byteLength) throw new RangeError(`feature ${found} at byte ${at} says it is ${size} bytes long, beyond the end`)
    at += 4 + size
    found++
  }
  if (count > 0 && found !== count) throw new RangeError(`its header says ${count} features and it holds ${found}`)
}
