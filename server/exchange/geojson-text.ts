import { readFile, stat } from 'node:fs/promises'
import { ImportRefused } from './import-refused'

/** The file is parsed in one piece: about ten times its size in memory. */
export const maxFileMiB = 128

const decodeChunk = 1 << 20

/**
 * Reads a UTF-8 text file strictly; a byte order mark is dropped.
 * @throws ImportRefused when the file is missing, too large, or not UTF-8 (says where, and what to do)
 */
export async function readGeoJsonText(file: string): Promise<string> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw new ImportRefused(`${file}: there is no such file`)
  if (found.size > maxFileMiB * 2 ** 20) {
    throw new ImportRefused(`${file}: ${Math.ceil(found.size / 2 ** 20)} MiB is more than the ${maxFileMiB} MiB one import takes. Cut it by area, for example: ogr2ogr -spat LON1 LAT1 LON2 LAT2 part.geojson ${file}`)
  }
  return decodeUtf8(await readFile(file), file)
}

/** @throws ImportRefused naming the first bad place */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new ImportRefused(`${file}: this is UTF-16; GeoJSON is UTF-8. Convert it: iconv -f UTF-16 -t UTF-8 ${file} > utf8.geojson`)
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  for (let from = 0; from < bytes.length; from += decodeChunk) {
    const chunk = bytes.subarray(from, from + decodeChunk)
    try {
      text += decoder.decode(chunk, { stream: true })
    } catch {
      throw notUtf8(bytes, from, file)
    }
  }
  try {
    return text + decoder.decode()
  } catch {
    throw new ImportRefused(`${file}: the file ends in the middle of a character: it was cut off`)
  }
}

/** Narrows the bad place down to a byte and its line. */
function notUtf8(bytes: Uint8Array, chunkStart: number, file: string): ImportRefused {
  const decodes = (end: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true })
      return true
    } catch {
      return false
    }
  }
  let [good, bad] = [chunkStart, Math.min(bytes.length, chunkStart + decodeChunk)]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (decodes(middle)) good = middle
    else bad = middle
  }
  const line = bytes.subarray(0, good).reduce((count, byte) => count + (byte === 10 ? 1 : 0), 1)
  return new ImportRefused(`${file}: not UTF-8 at byte ${good} (line ${line}). Chinese files are often GBK: convert it with  iconv -f GB18030 -t UTF-8 ${file} > utf8.geojson`)
}
