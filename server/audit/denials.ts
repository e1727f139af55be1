import type { Audit, AuditEntry } from '#domain/audit/audit-entry'
import type { SiteClock } from '#domain/units/site-time'

/** Wall ms for which repeats are counted after a denial; doubled while they go on, to the longest. */
const firstWindowMs = 60_000
const longestWindowMs = 16 * 60_000
/** Kinds of denials told apart per address and in all; what goes beyond is counted together. */
const mostPerAddress = 20
const mostInAll = 2000

interface Fold { address: string; entry: AuditEntry; windowMs: number; untilMs: number; repeats: number; unwritten: number; firstAt: Date; lastAt: Date }

export interface DenialOptions {
  audit: Audit
  clock: Pick<SiteClock, 'now'>
  /** Monotonic wall ms. */
  wallNow: () => number
  onError: (error: unknown) => void
}

/**
 * Denials for the audit, without letting whoever is denied fill it: the first of a kind is recorded at once, its repeats are counted and told as one
 * record when the window ends. What cannot be written is counted on and told later; nobody waits for it, since a refusal is an answer in any case.
 */
export class Denials {
  private readonly folds = new Map<string, Fold>()
  private readonly perAddress = new Map<string, number>()
  private readonly underWay = new Set<Promise<void>>()

  constructor(private readonly options: DenialOptions) {}

  /** Takes one denial. @param kind what makes two denials of one address alike */
  deny(entry: AuditEntry, kind: string): void {
    const address = entry.address ?? ''
    const exact = JSON.stringify([address, kind])
    if (this.folds.has(exact)) return this.repeat(exact, entry.at)
    const crowded = (this.perAddress.get(address) ?? 0) >= mostPerAddress
    const key = this.folds.size >= mostInAll ? 'all others' : crowded ? JSON.stringify([address]) : exact
    if (this.folds.has(key)) return this.repeat(key, entry.at)
    const told: AuditEntry = key === exact ? entry : { ...entry, event: 'access.denied', actor: null, role: null, address: crowded ? entry.address : null, subject: null, reason: 'many_kinds' }
    this.folds.set(key, { address, entry: told, windowMs: firstWindowMs, untilMs: this.options.wallNow() + firstWindowMs, repeats: 0, unwritten: 0, firstAt: entry.at, lastAt: entry.at })
    this.perAddress.set(address, (this.perAddress.get(address) ?? 0) + 1)
    // Together with others, the first says nothing of its kind: it is counted like the rest.
    if (key === exact) this.write(key, told, 0)
    else this.repeat(key, entry.at)
  }

  /** Tells of the repeats whose window has ended. Called now and then. */
  tell(all = false): void {
    const nowMs = this.options.wallNow()
    for (const [key, fold] of this.folds) {
      if (!all && nowMs < fold.untilMs) continue
      if (fold.repeats === 0) {
        // What is still being written may come back to be counted on.
        if (fold.unwritten === 0) this.forget(key, fold)
      } else {
        const { repeats } = fold
        const entry = { ...fold.entry, at: this.options.clock.now(), after: { repeated: repeats, first_at: fold.firstAt, last_at: fold.lastAt } }
        Object.assign(fold, { repeats: 0, windowMs: Math.min(fold.windowMs * 2, longestWindowMs), firstAt: fold.lastAt })
        fold.untilMs = nowMs + fold.windowMs
        this.write(key, entry, repeats)
      }
    }
  }

  /** Tells of everything counted; resolves when it is written or was given up. */
  async stop(): Promise<void> {
    this.tell(true)
    await Promise.all(this.underWay)
  }

  private repeat(key: string, at: Date): void {
    const fold = this.folds.get(key)!
    if (fold.repeats === 0) fold.firstAt = at
    fold.repeats++
    fold.lastAt = at
  }

  private forget(key: string, { address }: Fold): void {
    this.folds.delete(key)
    const left = (this.perAddress.get(address) ?? 1) - 1
    if (left > 0) this.perAddress.set(address, left)
    else this.perAddress.delete(address)
  }

  /** @param counted repeats that the entry tells of: not written, they count on */
  private write(key: string, entry: AuditEntry, counted: number): void {
    const fold = this.folds.get(key)!
    fold.unwritten++
    const written = this.options.audit.record(entry).catch((error: unknown) => {
      fold.repeats += Math.max(counted, 1)
      this.options.onError(error)
    }).finally(() => {
      fold.unwritten--
      this.underWay.delete(written)
    })
    this.underWay.add(written)
  }
}
