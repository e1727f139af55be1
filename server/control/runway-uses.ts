import type { Database } from '#db/database'
import type { RunwayUse } from '#domain/control/interlocks/loop-field'
import type { SiteClock } from '#domain/units/site-time'
import { loadRunwayWords, saveRunwayWord, type RunwayWord } from '#server/store/runway-uses'

/** What is known of the use of runways. Read again at intervals, because another process may have been told. */
export class RunwayUses {
  private words: RunwayWord[] = []

  constructor(private readonly db: Database, private readonly clock: SiteClock) {}

  async load(): Promise<void> {
    this.words = await loadRunwayWords(this.db)
  }

  /** Keeps a word, then goes by it. */
  async say(word: Omit<RunwayWord, 'saidAt' | 'expiresAt'>, lastsS: number): Promise<void> {
    const saidAt = this.clock.now()
    await saveRunwayWord(this.db, { ...word, saidAt, expiresAt: new Date(saidAt.getTime() + lastsS * 1000) })
    await this.load()
  }

  /** The word that counts: of those that hold, one that says in use; without any, the last that did. Null: nobody ever said anything. */
  wordOf(runwayId: string): RunwayWord | null {
    const nowMs = this.clock.now().getTime()
    const own = this.words.filter((word) => word.runwayId === runwayId).sort((a, b) => b.saidAt.getTime() - a.saidAt.getTime())
    const valid = own.filter(({ expiresAt }) => expiresAt.getTime() > nowMs)
    return valid.find(({ inUse }) => inUse) ?? valid[0] ?? own[0] ?? null
  }

  /** The same as interlocks look at it. */
  useOf(runwayId: string): RunwayUse | null {
    const word = this.wordOf(runwayId)
    return word && { inUse: word.inUse, source: word.source, reference: word.reference, declaredAtMs: word.saidAt.getTime(), expiresAtMs: word.expiresAt.getTime() }
  }
}
