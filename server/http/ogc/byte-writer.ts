/** Gathers an answer's bytes in one piece of memory that grows. */
export class ByteWriter {
  length = 0

  /** @param buffer what to begin with */
  constructor(private buffer: Buffer) {}

  /** A text that is ASCII only: three times as quick as any other. */
  ascii(text: string): void {
    this.reserve(text.length)
    this.length += this.buffer.write(text, this.length, 'latin1')
  }

  text(text: string): void {
    this.reserve(3 * text.length)
    this.length += this.buffer.write(text, this.length, 'utf8')
  }

  bytes(source: Uint8Array): void {
    this.reserve(source.length)
    this.buffer.set(source, this.length)
    this.length += source.length
  }

  copy(source: Buffer, from: number, to: number): void {
    this.reserve(to - from)
    this.length += source.copy(this.buffer, this.length, from, to)
  }

  /** Leaves room whose content does not matter. */
  skip(bytes: number): void {
    this.reserve(bytes)
    this.length += bytes
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.length + bytes))
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }

  /** What was written; the writer must not be used afterwards. */
  finish(): Buffer {
    return this.buffer.subarray(0, this.length)
  }
}
