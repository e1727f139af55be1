import { decodeUtf8 } from '../geojson-text'
import { ImportRefused } from '../import-refused'
import { decideEncoding } from './decide-encoding'
import type { TextEncoding } from './source-file'

/** A JSON text is cut here into samples: decoding evidence does not need all of it. */
const sampleBytes = 64 * 1024
const maxSamples = 64

/**
 * Text of a JSON file: UTF-8 as the standard wants, else what its bytes are found to be, which is said.
 * @throws ImportRefused when neither
 */
export function jsonText(bytes: Uint8Array, file: string, asked?: string): { text: string; encoding: TextEncoding } {
  if (asked === undefined || /^utf-?8$/i.test(asked)) {
    try {
      return { text: decodeUtf8(bytes, file), encoding: { name: 'utf-8', why: 'every text is valid UTF-8' } }
    } catch (error) {
      if (asked !== undefined || !(error instanceof ImportRefused) || !/not UTF-8 at byte/.test(error.message)) throw error
      try {
        return decoded(bytes, file, undefined)
      } catch (other) {
        // Where no other encoding fits either, the first bad byte is the better news.
        throw other instanceof ImportRefused && /neither GB18030 nor Big5/.test(other.message) ? error : other
      }
    }
  }
  return decoded(bytes, file, asked)
}

function decoded(bytes: Uint8Array, file: string, asked: string | undefined): { text: string; encoding: TextEncoding } {
  const encoding = decideEncoding(samplesOf(bytes), [], asked, file)
  try {
    return { text: new TextDecoder(encoding.name, { fatal: true }).decode(bytes), encoding: { ...encoding, why: `${encoding.why}; the standard wants UTF-8` } }
  } catch {
    throw new ImportRefused(`${file}: it looks like ${encoding.name}, but some of it cannot be read that way: the file mixes encodings or is damaged`)
  }
}

/** Runs of bytes between ASCII quotes that hold something else than ASCII. */
function samplesOf(bytes: Uint8Array): Uint8Array[] {
  const samples: Uint8Array[] = []
  let [from, foreign] = [0, false]
  for (let at = 0; at < bytes.length && samples.length < maxSamples * 50; at++) {
    if (bytes[at]! > 0x7f) foreign = true
    // Trail bytes of Big5 and GBK never are a double quote.
    if (bytes[at] === 0x22 || at - from > sampleBytes) {
      if (foreign) samples.push(bytes.subarray(from, at))
      ;[from, foreign] = [at + 1, false]
    }
  }
  return samples
}
