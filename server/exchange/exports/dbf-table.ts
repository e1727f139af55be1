import { encodeGbk, type EncodedText } from './gbk-encoder'
import { exportColumns, idColumn, type ExportColumn, type ExportValue } from './export-columns'
import type { ShapefileEncoding } from '#domain/wire/exports'

export const dbfColumns: readonly ExportColumn[] = [idColumn, ...exportColumns]
/** dBASE knows no instants: they are texts. */
const isText = ({ type }: ExportColumn): boolean => type === 'text' || type === 'instant'

/** A text in UTF-8, whole characters within `mostBytes`. */
function encodeUtf8(text: string, mostBytes: number): EncodedText {
  const bytes = new Uint8Array(mostBytes)
  return { bytes: bytes.subarray(0, new TextEncoder().encodeInto(text, bytes).written), lost: 0 }
}

/** Collects the rows of a dBASE III table. */
export class DbfTable {
  readonly #records: Uint8Array[] = []
  readonly #rowBytes = 1 + dbfColumns.reduce((sum, { width }) => sum + width, 0)
  /** Characters that the encoding lacks, and texts that were cut. */
  lost = 0
  cut = 0
  constructor(readonly encoding: ShapefileEncoding) {}

  add(values: readonly ExportValue[]): void {
    const record = new Uint8Array(this.#rowBytes).fill(0x20)
    let at = 1
    dbfColumns.forEach((column, i) => {
      record.set(this.#cell(column, values[i]!), at)
      at += column.width
    })
    this.#records.push(record)
  }

  /** Blank is null: a 0 would pass for a measurement. */
  #cell(column: ExportColumn, value: ExportValue): Uint8Array {
    const { width, decimals } = column
    if (value === null) return new Uint8Array(0)
    if (!isText(column)) return new TextEncoder().encode((typeof value === 'number' ? value.toFixed(decimals) : value).padStart(width).slice(0, width))
    const encode = this.encoding === 'GBK' ? encodeGbk : encodeUtf8
    const { bytes, lost } = encode(String(value), width)
    this.lost += lost
    if (encode(String(value), Buffer.byteLength(String(value))).bytes.length > bytes.length) this.cut++
    return bytes
  }

  bytes(at: Date): Uint8Array {
    const headerBytes = 32 + dbfColumns.length * 32 + 1
    const bytes = new Uint8Array(headerBytes + this.#records.length * this.#rowBytes + 1)
    const view = new DataView(bytes.buffer)
    bytes.set([0x03, at.getUTCFullYear() - 1900, at.getUTCMonth() + 1, at.getUTCDate()])
    view.setUint32(4, this.#records.length, true)
    view.setUint16(8, headerBytes, true)
    view.setUint16(10, this.#rowBytes, true)
    // 0x4d: code page 936. For UTF-8 there is none, only the .cpg.
    bytes[29] = this.encoding === 'GBK' ? 0x4d : 0
    dbfColumns.forEach((column, i) => {
      const from = 32 + i * 32
      bytes.set(new TextEncoder().encode(column.short), from)
      bytes[from + 11] = (isText(column) ? 'C' : 'N').charCodeAt(0)
      bytes[from + 16] = column.width
      bytes[from + 17] = column.decimals
    })
    bytes[headerBytes - 1] = 0x0d
    this.#records.forEach((record, i) => bytes.set(record, headerBytes + i * this.#rowBytes))
    bytes[bytes.length - 1] = 0x1a
    return bytes
  }
}
