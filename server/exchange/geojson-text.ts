import { ImportRefused } from './import-refused'

const decodeChunk = 1 << 20

/** Decodes UTF-8 strictly; a byte order mark is dropped. @throws ImportRefused naming the first bad place */
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
