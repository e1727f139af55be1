import { read } from 'shapefile'
import { ImportRefused } from '../import-refused'
import { dbfTexts } from './dbf-texts'
import { decideEncoding } from './decide-encoding'
import type { ReadOptions, SourceLayer, TextEncoding } from './source-file'

/** The parts of one shapefile; a part that is not there is null. */
export interface ShapefileParts { name: string; shp: Uint8Array; shx: Uint8Array | null; dbf: Uint8Array | null; prj: Uint8Array | null; cpg: Uint8Array | null }

const shapeTypes: Record<number, string> = { 0: 'nothing', 1: 'points', 3: 'lines', 5: 'polygons', 8: 'multipoints', 11: 'points with heights', 13: 'lines with heights', 15: 'polygons with heights', 18: 'multipoints with heights', 21: 'points with measures', 23: 'lines with measures', 25: 'polygons with measures', 28: 'multipoints with measures', 31: 'MultiPatch (surfaces in space, TIN)' }
const refused = (name: string, words: string): ImportRefused => new ImportRefused(`${name}: ${words}`)

/**
 * Reads one shapefile. The library resynchronises silently over damage, so that lengths and counts of all parts are compared first and after.
 * @throws ImportRefused when parts are damaged, do not belong together, or hold what is no line, point or polygon
 */
export async function readShapefile({ name, shp, shx, dbf, prj, cpg }: ShapefileParts, { encoding: asked, onProgress }: ReadOptions): Promise<SourceLayer> {
  const file = `${name}.shp`
  const notes: string[] = []
  const header = headerOf(shp, file)
  if (header.type === 31) throw refused(file, `it holds ${shapeTypes[31]}; imports take lines`)
  if (!(header.type in shapeTypes)) throw refused(file, `shape type ${header.type} is unknown: the file is damaged`)
  if (header.type >= 11 && header.type < 20) notes.push('heights (Z) are dropped')
  if (header.type > 20) notes.push('measures (M) are dropped')
  const records = walk(shp, file)
  if (shx) {
    const indexed = Math.floor((headerOf(shx, `${name}.shx`).bytes - 100) / 8)
    if (indexed !== records) throw refused(file, `the index (.shx) counts ${indexed} shapes and the file holds ${records}: the parts do not belong together, or one is cut off`)
  } else notes.push('no .shx: the shapes are read in the order of the file')

  let encoding: TextEncoding | null = null
  if (dbf) {
    const table = dbfTexts(dbf)
    if (!table) throw refused(`${name}.dbf`, 'not a dBASE table: its header does not add up')
    if (dbf.length < table.expectedBytes - 1) throw refused(`${name}.dbf`, `it should have ${table.expectedBytes} bytes and has ${dbf.length}: it is cut off`)
    if (table.records !== records) throw refused(`${name}.dbf`, `the table has ${table.records} rows and the .shp ${records} shapes: the parts do not belong together`)
    const declared = [...(cpg ? [{ name: Buffer.from(cpg).toString('latin1').trim(), by: '.cpg' }] : []), ...(table.languageDriver ? [{ name: table.languageDriver, by: 'the .dbf header (LDID)' }] : [])]
    encoding = decideEncoding(table.samples, declared, asked, `${name}.dbf`)
  } else notes.push('no .dbf: the shapes have no columns')
  onProgress?.(`reading ${records} shapes of ${name}`)
  if (records === 0) return { name, features: [], crs: null, encoding, notes }
  const { features } = await read(shp, dbf ?? undefined, { encoding: encoding?.name ?? 'utf-8' }).catch((error: Error) => { throw refused(file, `damaged: ${error.message}`) })
  if (features.length !== records) throw refused(file, `${records} shapes stand in the file and ${features.length} could be read: it is damaged`)
  for (const feature of features) feature.properties = wholeNames(feature.properties)
  const wkt = prj ? Buffer.from(prj).toString('utf8').replace(/^\ufeff/, '').trim() : ''
  return { name, features, crs: wkt === '' ? null : { code: null, wkt, by: '.prj' }, encoding, notes }
}

/** A column's name is cut at ten bytes: half a character at its end is dropped. */
function wholeNames(properties: Record<string, unknown> | null): Record<string, unknown> | null {
  if (!properties || !Object.keys(properties).some((key) => key.endsWith('\ufffd'))) return properties
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key.replace(/\ufffd+$/, ''), value]))
}

function headerOf(bytes: Uint8Array, file: string): { type: number; bytes: number } {
  if (bytes.length < 100) throw refused(file, `${bytes.length} bytes are less than a shapefile's header: it is cut off`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getInt32(0, false) !== 9994) throw refused(file, 'it does not begin with the file code 9994: it is damaged or no shapefile')
  const length = view.getInt32(24, false) * 2
  if (length > bytes.length) throw refused(file, `its header says ${length} bytes and it has ${bytes.length}: it is cut off`)
  if (length < 100) throw refused(file, `its header says it is ${length} bytes long: it is damaged`)
  return { type: view.getInt32(32, true), bytes: length }
}

/** Counts the records by their own lengths. */
function walk(shp: Uint8Array, file: string): number {
  const view = new DataView(shp.buffer, shp.byteOffset, shp.byteLength)
  const end = headerOf(shp, file).bytes
  let [at, records] = [100, 0]
  while (at + 12 <= end) {
    const content = view.getInt32(at + 4, false) * 2
    // Some writers pad the file with zeros.
    if (content === 0 && shp.subarray(at, end).every((byte) => byte === 0)) break
    if (content < 4 || at + 8 + content > end) throw refused(file, `shape ${records + 1} at byte ${at} says it is ${content} bytes long, beyond the end: the file is damaged`)
    if (![0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28].includes(view.getInt32(at + 8, true))) throw refused(file, `shape ${records + 1} at byte ${at} is of the unknown type ${view.getInt32(at + 8, true)}: the file is damaged`)
    at += 8 + content
    records++
  }
  return records
}
