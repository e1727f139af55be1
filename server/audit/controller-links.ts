import type { Audit } from '#domain/audit/audit-entry'
import type { SiteClock } from '#domain/units/site-time'
import type { ControllerView } from '#domain/wire/controllers'

/**
 * Records when a controller is lost and when it answers again. The first answer after a start is no news, the first silence is.
 * Of several servers the one that leads records; the others keep in mind what it tells, so that whoever follows records only what is new.
 */
export class ControllerLinks {
  private readonly lost = new Map<string, boolean>()
  private readonly underWay = new Set<Promise<void>>()

  constructor(private readonly options: { audit: Audit; clock: Pick<SiteClock, 'now'>; onError: (error: unknown) => void }) {}

  see({ id, link, seen_at: seenAt }: Pick<ControllerView, 'id' | 'link' | 'seen_at'>, leads = true): void {
    // 'unknown' is the time before the first answer, or a leader that is not heard: neither lost nor found.
    if (link === 'unknown' && (!leads || !this.lost.has(id))) return
    const isLost = link !== 'online'
    const before = this.lost.get(id) ?? false
    this.lost.set(id, isLost)
    if (isLost === before || !leads) return
    const written = this.options.audit.record({
      at: this.options.clock.now(), event: isLost ? 'controller.lost' : 'controller.regained', actor: 'server', role: null, secondPerson: null, address: null, subject: `controller:${id}`, after: { link, seen_at: seenAt },
    }).catch(this.options.onError).finally(() => this.underWay.delete(written))
    this.underWay.add(written)
  }

  /** Resolves when everything seen was written or given up. */
  async idle(): Promise<void> { await Promise.all(this.underWay) }
}
