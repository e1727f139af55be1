import { open } from 'node:fs/promises'

/** A year of EPW is 1.6 MB, ten days of hourly JSON 50 kB. */
export const mostWeatherBytes = 8 * 1024 * 1024

export class TooLarge extends Error {}

/** Bytes of a stream of chunks, at most `mostBytes`. @throws TooLarge */
export async function readLimited(chunks: AsyncIterable<Uint8Array>, mostBytes: number = mostWeatherBytes): Promise<Buffer> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > mostBytes) throw new TooLarge(`more than ${mostBytes} bytes`)
    read.push(chunk)
  }
  return Buffer.concat(read)
}

/** A file's bytes and when it was written, unix ms. */
export async function readLimitedFile(path: string): Promise<{ bytes: Buffer; writtenAtMs: number }> {
  const file = await open(path)
  try {
    const { mtimeMs } = await file.stat()
    return { bytes: await readLimited(file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>), writtenAtMs: mtimeMs }
  } finally {
    await file.close()
  }
}
