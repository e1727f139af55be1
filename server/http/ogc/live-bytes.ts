import type { ByteWriter } from './byte-writer'
import type { LiveMemo } from './collection'
import type { PackedFeatures } from './packed-features'

/** Bytes left free behind each feature for its live properties; what is longer is written anew each time. */
export const liveRoom = 256

/**
 * Features as they were last written, whole: what has not changed since is copied in one piece. Each piece is kept as an object of its own,
 * because making millions of them a second would keep the collector busy.
 */
export class LiveBytes<View> {
  private readonly pieces: (Uint8Array | undefined)[]

  constructor(private readonly packed: PackedFeatures, private readonly memo: LiveMemo<View>) {
    this.pieces = Array.from({ length: packed.count })
  }

  /** Writes a feature in CRS84 GeoJSON. @param make the ASCII text of its end, where it has changed */
  write(out: ByteWriter, view: View, feature: number, make: (feature: number) => string): void {
    const known = this.pieces[feature]
    if (known && this.memo.isSame(view, feature)) return out.bytes(known)
    const { bytes, heads, ends } = this.packed
    const text = make(feature)
    if (text.length > liveRoom) {
      out.copy(bytes, heads[feature]!, ends[feature]!)
      return out.ascii(text)
    }
    const length = bytes.write(text, ends[feature]!, 'latin1')
    const piece = bytes.subarray(heads[feature]!, ends[feature]! + length)
    this.pieces[feature] = piece
    this.memo.keep(view, feature)
    out.bytes(piece)
  }
}
