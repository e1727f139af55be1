/** Writes protocol buffers into memory that grows and is used again: what was written is good until the next `clear`. */
export class ProtoWriter {
  bytes = new Uint8Array(65_536)
  length = 0

  clear(): void {
    this.length = 0
  }

  /** Makes room, so that single bytes may be written without looking. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }

  /** Single bytes, for which room must have been made. */
  put(...bytes: number[]): void {
    for (let i = 0; i < bytes.length; i++) this.bytes[this.length++] = bytes[i]!
  }

  /** Up to 32 bits; room for 5 bytes must have been made. */
  varint(value: number): void {
    let rest = value >>> 0
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128
      rest >>>= 7
    }
    this.bytes[this.length++] = rest
  }

  /** A field of bytes: tag, length, content. */
  block(tag: number, content: Uint8Array, from = 0, to = content.length): void {
    this.reserve(to - from + 6)
    this.bytes[this.length++] = tag
    this.varint(to - from)
    if (to - from > 32) this.bytes.set(content.subarray(from, to), this.length)
    else for (let i = from; i < to; i++) this.bytes[this.length + i - from] = content[i]!
    this.length += to - from
  }
}

export const varintSize = (value: number): number => (value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : value < 268_435_456 ? 4 : 5)
/** Signed numbers near zero as small unsigned ones. */
export const zigzag = (value: number): number => (value << 1) ^ (value >> 31)
