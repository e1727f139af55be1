import type { TileCut } from './cut-tile'

/** Bytes of all cuts that are kept; of those beyond, the ones not asked for longest go. */
const mostBytes = 64 * 2 ** 20

const bytesOf = ({ features, values, segments }: TileCut): number => features.length + values.length + 13 * segments.length + 500

/** The last tiles' lines, cut and encoded. Values are not among them: those are put in for each answer. */
export class TileCuts {
  private readonly cuts = new Map<string, TileCut>()
  private bytes = 0

  /** @param isKnown whether a segment has a temperature now: a cut in which that has changed is made anew */
  cut(z: number, x: number, y: number, isKnown: (segment: number) => boolean, make: () => TileCut): TileCut {
    const name = `${z}/${x}/${y}`
    const known = this.cuts.get(name)
    if (known) {
      this.cuts.delete(name)
      if (isStill(known, isKnown)) {
        this.cuts.set(name, known)
        return known
      }
      this.bytes -= bytesOf(known)
    }
    const cut = make()
    this.cuts.set(name, cut)
    this.bytes += bytesOf(cut)
    for (const [oldest, old] of this.cuts) {
      if (this.bytes <= mostBytes) break
      this.cuts.delete(oldest)
      this.bytes -= bytesOf(old)
    }
    return cut
  }
}

function isStill({ segments, isKnown }: TileCut, knownNow: (segment: number) => boolean): boolean {
  for (let f = 0; f < segments.length; f++) if ((isKnown[f] === 1) !== knownNow(segments[f]!)) return false
  return true
}
