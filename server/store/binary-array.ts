/**
 * Arrays in PostgreSQL's binary format, for `unnest($1::int[], ...)`: `pg` sends a Buffer as a binary parameter, which saves printing
 * and parsing every number and keeps each value to the last bit.
 * Format: dimensions, null flag, element type, length, lower bound, then each element with its length (array_recv in PostgreSQL).
 */
const headerBytes = 20

function newArray(length: number, elementOid: number, elementBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(headerBytes + length * (4 + elementBytes))
  buffer.writeInt32BE(length === 0 ? 0 : 1, 0)
  buffer.writeInt32BE(0, 4)
  buffer.writeInt32BE(elementOid, 8)
  buffer.writeInt32BE(length, 12)
  buffer.writeInt32BE(1, 16)
  return length === 0 ? buffer.subarray(0, 12) : buffer
}

function fill<T>(items: readonly T[], oid: number, bytes: number, write: (buffer: Buffer, item: T, offset: number) => void): Buffer {
  const buffer = newArray(items.length, oid, bytes)
  let offset = headerBytes
  for (const item of items) {
    buffer.writeInt32BE(bytes, offset)
    write(buffer, item, offset + 4)
    offset += 4 + bytes
  }
  return buffer
}

/** int[] of one number per item. */
export const int4Array = <T>(items: readonly T[], of: (item: T) => number): Buffer =>
  fill(items, 23, 4, (buffer, item, offset) => buffer.writeInt32BE(of(item), offset))

/** smallint[] of one number per item. */
export const int2Array = <T>(items: readonly T[], of: (item: T) => number): Buffer =>
  fill(items, 21, 2, (buffer, item, offset) => buffer.writeInt16BE(of(item), offset))

/** float8[] of one number per item. */
export const float8Array = <T>(items: readonly T[], of: (item: T) => number): Buffer =>
  fill(items, 701, 8, (buffer, item, offset) => buffer.writeDoubleBE(of(item), offset))

const postgresEpochMs = Date.UTC(2000, 0, 1)
const twoTo32 = 2 ** 32

/** timestamptz[] of one unix instant in whole ms per item (stored as µs since 2000-01-01 UTC). */
export const timestamptzArray = <T>(items: readonly T[], ofMs: (item: T) => number): Buffer =>
  fill(items, 1184, 8, (buffer, item, offset) => {
    // Two halves instead of a BigInt: whole µs stay below 2^53 until the year 2285.
    const micros = (ofMs(item) - postgresEpochMs) * 1000
    const high = Math.floor(micros / twoTo32)
    buffer.writeInt32BE(high, offset)
    buffer.writeUInt32BE(micros - high * twoTo32, offset + 4)
  })

/** bytea[] of byte strings that lie one after the other in `bytes`; `ends` says where each ends. */
export function byteaArray(bytes: Uint8Array, ends: Int32Array): Buffer {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const buffer = newArray(1, 17, bytes.length + 4 * (ends.length - 1))
  buffer.writeInt32BE(ends.length === 0 ? 0 : 1, 0)
  buffer.writeInt32BE(ends.length, 12)
  let offset = headerBytes
  let from = 0
  for (const end of ends) {
    buffer.writeInt32BE(end - from, offset)
    source.copy(buffer, offset + 4, from, end)
    offset += 4 + end - from
    from = end
  }
  return ends.length === 0 ? buffer.subarray(0, 12) : buffer
}
