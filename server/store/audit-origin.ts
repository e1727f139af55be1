import { AsyncLocalStorage } from 'node:async_hooks'
import type { AuditEntry } from '#domain/audit/audit-entry'

/** From where and in which role somebody acts, as far as it was proven while the request ran; `subject` is what they are about to act on. */
export interface AuditOrigin { address: string; actor: string | null; role: string | null; subject: string | null }

const origins = new AsyncLocalStorage<AuditOrigin & { ended: boolean }>()

/** Runs a request so that whatever it appends to the audit knows where it came from, however deep below. What it left running knows that no more after its end. */
export async function runWithOrigin<T>(address: string, work: () => Promise<T>): Promise<T> {
  const origin = { address, actor: null, role: null, subject: null, ended: false }
  try {
    return await origins.run(origin, work)
  } finally {
    origin.ended = true
  }
}

/** Of the running request; undefined outside of one. */
export function originOf(): AuditOrigin | undefined {
  const origin = origins.getStore()
  return origin?.ended ? undefined : origin
}

/** Notes who the running request was proven to come from. */
export function noteActor(actor: string, role: string): void {
  const origin = originOf()
  if (origin) Object.assign(origin, { actor, role })
}

/** Notes what the running request is about ('kind:id'), for the record of its refusal. */
export function noteSubject(subject: string): void {
  const origin = originOf()
  if (origin) origin.subject = subject
}

/** Role and address of the running request, where the entry is about its own actor and does not say them itself: a server's step that a request set off is not the requester's. */
export function withOrigin(entry: AuditEntry): AuditEntry {
  const origin = originOf()
  if (!origin || entry.actor !== origin.actor) return entry
  return { ...entry, role: entry.role ?? origin.role, address: entry.address ?? origin.address }
}
