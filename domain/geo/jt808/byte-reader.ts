/** Reads big-endian figures one after another. What is not there reads as 0 and sets `short`, to be looked at once at the end. */
export class ByteReader {
  short = false
  private at = 0
  constructor(private readonly bytes: Uint8Array) {}

  get left(): number { return Math.max(0, this.bytes.length - this.at) }

  take(count: number): Uint8Array {
    if (count > this.left) this.short = true
    const taken = this.bytes.slice(this.at, this.at + count)
    this.at = Math.min(this.bytes.length, this.at + count)
    return taken
  }

  private figure(count: number): number { return this.take(count).reduce((sum, byte) => sum * 256 + byte, 0) }
  u8(): number { return this.figure(1) }
  u16(): number { return this.figure(2) }
  u32(): number { return this.figure(4) }
  rest(): Uint8Array { return this.take(this.left) }
}

/** Two decimal digits a byte; null when a half byte is none. */
export function bcdDigits(bytes: Uint8Array): string | null {
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return /^\d*$/.test(text) ? text : null
}

/** Text padded with zero bytes or blanks, as far as it is printable ASCII; null when anything else is in it. */
export function asciiText(bytes: Uint8Array): string | null {
  const text = String.fromCharCode(...bytes).replace(/[\0 ]+$/, '').replace(/^[\0 ]+/, '')
  return /^[\x20-\x7e]*$/.test(text) ? text : null
}
