import { open, readFile, readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { ImportRefused } from '../import-refused'
import { detectFormat } from './detect-format'
import { readFlatgeobuf } from './read-flatgeobuf'
import { readGeopackage } from './read-geopackage'
import { readJson } from './read-json'
import { readOsmPbf } from './read-osm-pbf'
import { readShapefile, type ShapefileParts } from './read-shapefile'
import type { ReadOptions, SourceFile } from './source-file'
import { readTable } from './read-table'
import { zipShapefiles } from './zip-shapefiles'

/** Larger files are cut by area first: features are held in memory at once. */
export const maxFileMiB = 128

/**
 * Reads a file of features, whatever its format.
 * @param path of the file; of a shapefile beside its parts, of the .shp
 * @param shown its name in messages
 * @throws ImportRefused when it is not there, too large, damaged, or of a format that is not taken
 */
export async function readSource(path: string, shown: string, options: ReadOptions): Promise<SourceFile> {
  const found = await stat(path).catch(() => null)
  if (!found) throw new ImportRefused(`${shown}: there is no such file`)
  if (!found.isFile()) throw new ImportRefused(/\.gdb$/i.test(path) ? `${shown}: this is a file geodatabase. Convert it:  ogr2ogr -f GPKG roads.gpkg ${shown}` : `${shown}: there is no such file: it is a folder`)
  if (found.size > maxFileMiB * 2 ** 20) {
    throw new ImportRefused(`${shown}: ${Math.ceil(found.size / 2 ** 20)} MiB is more than the ${maxFileMiB} MiB one import takes. Cut it by area, for example: ogr2ogr -spat LON1 LAT1 LON2 LAT2 part.gpkg ${shown}`)
  }
  const container = detectFormat(await headOf(path), shown)
  if (container === 'osm-pbf') return { format: 'osm-pbf', layers: [await readOsmPbf(path, shown, options)] }
  const bytes = new Uint8Array(await readFile(path))
  switch (container) {
    case 'json': return readJson(bytes, shown, options)
    case 'geopackage': return { format: 'geopackage', layers: await readGeopackage(bytes, shown, options) }
    case 'flatgeobuf': return { format: 'flatgeobuf', layers: [await readFlatgeobuf(bytes, shown, options)] }
    case 'csv': return { format: 'csv', layers: [], table: readTable(bytes, shown, options) }
    case 'zip': return shapefiles(zipShapefiles(bytes, shown), options)
    case 'shp': return shapefiles([await besideOf(path, bytes)], options)
  }
}

async function shapefiles(parts: ShapefileParts[], options: ReadOptions): Promise<SourceFile> {
  const layers = []
  for (const one of parts) layers.push(await readShapefile(one, options))
  return { format: 'shapefile', layers }
}

async function headOf(path: string): Promise<Uint8Array> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** The parts beside a .shp, whatever the capitals of their endings. */
async function besideOf(path: string, shp: Uint8Array): Promise<ShapefileParts> {
  const stem = basename(path, extname(path))
  const names = await readdir(dirname(path))
  const part = async (ending: string): Promise<Uint8Array | null> => {
    const name = names.find((one) => one.toLowerCase() === `${stem}.${ending}`.toLowerCase())
    return name === undefined ? null : new Uint8Array(await readFile(join(dirname(path), name)))
  }
  return { name: stem, shp, shx: await part('shx'), dbf: await part('dbf'), prj: await part('prj'), cpg: await part('cpg') }
}
