import { zipSync } from 'fflate'
import { DbfTable, dbfColumns } from './dbf-table'
import { factsText } from './export-facts'
import { placeIn } from './export-system'
import type { ExportTask, ExportWriter } from './export-writer'

const polyline = 3
type Line = readonly (readonly [number, number])[]

function boundsOf(lines: readonly Line[]): number[] {
  const bounds = [Infinity, Infinity, -Infinity, -Infinity]
  for (const line of lines) for (const [x, y] of line) {
    bounds[0] = Math.min(bounds[0]!, x)
    bounds[1] = Math.min(bounds[1]!, y)
    bounds[2] = Math.max(bounds[2]!, x)
    bounds[3] = Math.max(bounds[3]!, y)
  }
  return bounds
}

function head(view: DataView, bounds: readonly number[]): void {
  view.setInt32(0, 9994, false)
  view.setInt32(24, view.byteLength / 2, false)
  view.setInt32(28, 1000, true)
  view.setInt32(32, polyline, true)
  bounds.forEach((value, i) => view.setFloat64(36 + i * 8, value, true))
}

/** Shapes and their index (Esri's technical description of 1998): each line a PolyLine of one part. */
function shapes(lines: readonly Line[]): { shp: Uint8Array; shx: Uint8Array } {
  const contentBytes = (line: Line): number => 48 + line.length * 16
  const shp = new DataView(new ArrayBuffer(100 + lines.reduce((sum, line) => sum + 8 + contentBytes(line), 0)))
  const shx = new DataView(new ArrayBuffer(100 + lines.length * 8))
  const bounds = boundsOf(lines)
  head(shp, bounds)
  head(shx, bounds)
  let at = 100
  lines.forEach((line, i) => {
    const words = contentBytes(line) / 2
    shx.setInt32(100 + i * 8, at / 2, false)
    shx.setInt32(104 + i * 8, words, false)
    shp.setInt32(at, i + 1, false)
    shp.setInt32(at + 4, words, false)
    shp.setInt32(at + 8, polyline, true)
    boundsOf([line]).forEach((value, k) => shp.setFloat64(at + 12 + k * 8, value, true))
    shp.setInt32(at + 44, 1, true)
    shp.setInt32(at + 48, line.length, true)
    shp.setInt32(at + 52, 0, true)
    line.forEach(([x, y], k) => {
      shp.setFloat64(at + 56 + k * 16, x, true)
      shp.setFloat64(at + 64 + k * 16, y, true)
    })
    at += 8 + contentBytes(line)
  })
  return { shp: new Uint8Array(shp.buffer), shx: new Uint8Array(shx.buffer) }
}

/** What the ten characters of each field's name stand for. */
const dictionary = (): string => [
  'field\tname\ttype\t中文\tEnglish', ...dbfColumns.map(({ short, name, type, zh, en }) => [short, name, type, zh, en].join('\t')),
].join('\r\n')

/**
 * A zip with .shp, .shx, .dbf, .prj and .cpg, the facts (.txt) and the fields' dictionary (-fields.txt), both in UTF-8. Whoever reads it is told what the
 * format could not hold: characters that GBK lacks, texts that were cut.
 */
export function shapefileWriter({ system, facts, encoding, atMs }: ExportTask): ExportWriter {
  const at = new Date(atMs)
  const lines: Line[] = []
  const table = new DbfTable(encoding)
  return {
    add(row) {
      lines.push(row.detail.axis.map((position) => placeIn(system, position)))
      table.add(dbfColumns.map(({ value }) => value(row, at)))
    },
    *finish() {
      const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
      const dbf = table.bytes(new Date(facts.generated_at))
      const losses = `字符编码 / encoding: ${encoding}\r\n编码所无而记为问号的字符 / characters the encoding lacks, written as ?: ${table.lost}\r\n因栏宽截短的文本 / texts cut at the field's width: ${table.cut}`
      yield zipSync({
        ...Object.fromEntries(Object.entries({ ...shapes(lines), dbf, prj: bytes(system.esriWkt), cpg: bytes(encoding), txt: bytes(`\ufeff${factsText(facts)}\r\n${losses}\r\n`) }).map(([ending, content]) => [`${facts.title}.${ending}`, content])),
        [`${facts.title}-fields.txt`]: bytes(`\ufeff${dictionary()}\r\n`),
      }, { level: 6 })
    },
  }
}
