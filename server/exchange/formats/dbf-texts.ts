/** LDID byte of a dBASE header: the code pages that are met in China, and the Western default. */
const languageDrivers: Record<number, string> = { 0x4d: 'cp936', 0x7a: 'cp936', 0x4f: 'cp950', 0x78: 'cp950', 0x03: 'cp1252', 0x57: 'cp1252', 0x58: 'cp1252' }
const maxSamples = 2000

/** What a dBASE table says of itself before any text is decoded. */
export interface DbfTexts {
  /** Records, by the header. */
  records: number
  /** Code page of the language driver, as `cp936`; null where none or an unknown one is set. */
  languageDriver: string | null
  /** Raw bytes of column names and text values, blanks trimmed, up to 2000. */
  samples: Uint8Array[]
  /** Bytes the table should have, by its header. */
  expectedBytes: number
}

const trimmed = (bytes: Uint8Array): Uint8Array => {
  let [from, to] = [0, bytes.length]
  const nul = bytes.indexOf(0)
  if (nul >= 0) to = nul
  while (to > from && bytes[to - 1] === 32) to--
  while (from < to && bytes[from] === 32) from++
  return bytes.subarray(from, to)
}

/** @returns null when the bytes are no dBASE table */
export function dbfTexts(bytes: Uint8Array): DbfTexts | null {
  if (bytes.length < 33) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [records, headerBytes, recordBytes] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)]
  if (headerBytes < 33 || headerBytes > bytes.length || recordBytes < 1) return null
  const samples: Uint8Array[] = []
  const columns: { from: number; length: number }[] = []
  let offset = 1
  for (let at = 32; at + 32 <= headerBytes && bytes[at] !== 0x0d; at += 32) {
    samples.push(trimmed(bytes.subarray(at, at + 11)))
    const length = bytes[at + 16]!
    if (bytes[at + 11] === 0x43) columns.push({ from: offset, length })
    offset += length
  }
  if (offset !== recordBytes) return null
  // Spread over the table: the first rows of a city are often one district, or empty.
  const step = Math.max(1, Math.floor((records * columns.length) / maxSamples))
  for (let record = 0; record < records; record += step) {
    const start = headerBytes + record * recordBytes
    if (start + recordBytes > bytes.length) break
    for (const { from, length } of columns) {
      const text = trimmed(bytes.subarray(start + from, start + from + length))
      if (text.length > 0) samples.push(text)
    }
  }
  return { records, languageDriver: languageDrivers[bytes[29]!] ?? null, samples, expectedBytes: headerBytes + records * recordBytes }
}
