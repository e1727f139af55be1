import { unzipSync } from 'fflate'
import { ImportRefused } from '../import-refused'
import { namedRefusal } from './detect-format'
import type { ShapefileParts } from './read-shapefile'

/** Unpacked, all parts together. */
const maxUnpackedMiB = 512
const wanted = /\.(shp|shx|dbf|prj|cpg)$/i

/** Of what a zip is the clothing, where it is no shapefile. */
const clothed: [RegExp, string][] = [[/\.kml$/i, 'KMZ (zipped KML)'], [/^xl\//i, 'an Excel workbook'], [/\.gdb\//i, 'a file geodatabase'], [/\.tab$/i, 'MapInfo TAB'], [/\.(geojson|json|gpkg|fgb|pbf|csv)$/i, 'a zip of another format: unpack it first']]

/**
 * The shapefiles in a zip, in folders or not, whatever the capitals of their endings.
 * @throws ImportRefused when it holds none, is damaged or encrypted, or unpacks to more than 512 MiB
 */
export function zipShapefiles(bytes: Uint8Array, file: string): ShapefileParts[] {
  const names: string[] = []
  let unpacked = 0
  let entries: Record<string, Uint8Array>
  try {
    entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.push(name)
        const hidden = name.startsWith('__MACOSX/') || name.split('/').at(-1)!.startsWith('._')
        if (hidden || !wanted.test(name)) return false
        unpacked += originalSize
        if (unpacked > maxUnpackedMiB * 2 ** 20) throw new ImportRefused(`${file}: unpacked it would be more than ${maxUnpackedMiB} MiB: cut it by area`)
        return true
      },
    })
  } catch (error) {
    if (error instanceof ImportRefused) throw error
    throw new ImportRefused(`${file}: the zip cannot be unpacked (${(error as Error).message}): it is damaged, cut off or encrypted`)
  }
  const byStem = new Map<string, Record<string, Uint8Array>>()
  for (const [name, content] of Object.entries(entries)) {
    const [, stem, ending] = /^(.*)\.(\w+)$/.exec(name)!
    const parts = byStem.get(stem!.toLowerCase()) ?? {}
    parts[ending!.toLowerCase()] = content
    byStem.set(stem!.toLowerCase(), parts)
  }
  const found = [...byStem].filter(([, parts]) => parts['shp'])
  if (found.length === 0) {
    const kind = clothed.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1]
    if (kind) throw namedRefusal(file, kind)
    throw new ImportRefused(`${file}: no .shp in this zip; it holds ${names.slice(0, 5).join(', ') || 'nothing'}`)
  }
  return found.map(([stem, parts]) => ({
    name: stem.split('/').at(-1)!, shp: parts['shp']!, shx: parts['shx'] ?? null, dbf: parts['dbf'] ?? null, prj: parts['prj'] ?? null, cpg: parts['cpg'] ?? null,
  }))
}
