import { parseNmea } from '#domain/geo/nmea/parse-nmea'
import { takeSentences } from '#domain/geo/nmea/take-sentences'
import { endFix, noFixYet, takeSentence, type FixAssembly } from '#domain/sensing/assemble-fix'
import type { ReceivedFix, RefusedFix } from '#domain/sensing/receiver'

/** What a piece of text brought. `refused`: sentences that are none, by reason; `sentences`: those that are. */
export interface NmeaHarvest { fixes: (ReceivedFix | RefusedFix)[]; refused: string[]; sentences: number }

/** A receiver's text as it comes, in pieces of any size. */
export class NmeaText {
  private rest = ''
  private assembly: FixAssembly = noFixYet

  take(text: string): NmeaHarvest {
    const taken = takeSentences(this.rest, text)
    this.rest = taken.rest
    return this.read(taken.sentences)
  }

  /** What is open when nothing more comes for now. */
  flush(): NmeaHarvest {
    const harvest = this.read(this.rest === '' ? [] : [this.rest])
    this.rest = ''
    const { next, fix } = endFix(this.assembly)
    this.assembly = next
    if (fix) harvest.fixes.push(fix)
    return harvest
  }

  private read(sentences: readonly string[]): NmeaHarvest {
    const harvest: NmeaHarvest = { fixes: [], refused: [], sentences: 0 }
    for (const sentence of sentences) {
      const result = parseNmea(sentence)
      if (!result.accepted) harvest.refused.push(result.reason)
      else {
        harvest.sentences += 1
        if (result.ignored) continue
        const { next, fix } = takeSentence(this.assembly, result.sentence)
        this.assembly = next
        if (fix) harvest.fixes.push(fix)
      }
    }
    return harvest
  }
}
