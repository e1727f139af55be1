import type { ByteWriter } from './byte-writer'
import type { LiveMemo } from './collection'

/** Bytes kept of one feature; what is longer is written anew each time. */
const slotBytes = 256

/** The live ends of features as they were last written, so that what has not changed since is copied. */
export class LiveBytes<View> {
  private readonly bytes: Buffer
  private readonly lengths: Uint16Array

  constructor(count: number, private readonly memo: LiveMemo<View>) {
    this.bytes = Buffer.allocUnsafeSlow(count * slotBytes)
    this.lengths = new Uint16Array(count)
  }

  /** @param make the ASCII text, where it has changed */
  write(out: ByteWriter, view: View, feature: number, make: () => string): void {
    const at = feature * slotBytes
    if (this.lengths[feature] === 0 || !this.memo.isSame(view, feature)) {
      const text = make()
      if (text.length > slotBytes) return out.ascii(text)
      this.lengths[feature] = this.bytes.write(text, at, 'latin1')
      this.memo.keep(view, feature)
    }
    out.copy(this.bytes, at, at + this.lengths[feature]!)
  }
}
