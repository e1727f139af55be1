/** Writes whole numbers in half bytes: three bits each and one that says "more follows". Small numbers, which differences are, take one or two. */
export class NibbleWriter {
  private bytes = new Uint8Array(512)
  private length = 0

  /** @param value whole number from 0 to 2^31 - 1 */
  unsigned(value: number): void {
    let rest = value
    while (rest > 7) {
      this.push((rest & 7) | 8)
      rest >>>= 3
    }
    this.push(rest)
  }

  /** Zigzag: 0, -1, 1, -2 ... become 0, 1, 2, 3 ... @param value whole number of at most 30 bits */
  signed(value: number): void { this.unsigned(value < 0 ? -2 * value - 1 : 2 * value) }

  finish(): Uint8Array { return this.bytes.slice(0, (this.length + 1) >> 1) }

  private push(nibble: number): void {
    const at = this.length >> 1
    if (at === this.bytes.length) {
      const larger = new Uint8Array(2 * at)
      larger.set(this.bytes)
      this.bytes = larger
    }
    this.bytes[at] = (this.length & 1) === 0 ? nibble : (this.bytes[at] as number) | (nibble << 4)
    this.length += 1
  }
}

/** Reads what `NibbleWriter` wrote. */
export class NibbleReader {
  private at = 0
  constructor(private readonly bytes: Uint8Array) {}

  /** @throws RangeError when the bytes end or no number of 31 bits stands there */
  unsigned(): number {
    let value = 0
    for (let shift = 0; shift < 33; shift += 3) {
      const byte = this.bytes[this.at >> 1]
      if (byte === undefined) throw new RangeError('packed course: ends too early')
      const nibble = (this.at & 1) === 0 ? byte & 15 : byte >> 4
      this.at += 1
      value += (nibble & 7) * 2 ** shift
      if (nibble < 8) return value
    }
    throw new RangeError('packed course: a number that is too large')
  }

  signed(): number {
    const value = this.unsigned()
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2
  }
}
