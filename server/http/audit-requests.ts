import type { Context, MiddlewareHandler } from 'hono'
import type { AuditEntry } from '#domain/audit/audit-entry'
import { originOf, runWithOrigin } from '#server/store/audit-origin'
import { sessionOf } from './access'
import { ProblemError } from './problem'
import { remoteAddress } from './request-origin'
import type { Services } from './services'

/** Lets whatever a request appends to the audit know where it came from. */
export const auditOrigin: MiddlewareHandler = (context, next) => runWithOrigin(remoteAddress(context), next)

const events: Record<string, string> = { 'access.wrong_password': 'session.refused', 'access.wrong_proof': 'session.refused', 'access.wait': 'session.locked' }

/** Every refusal for want of a right goes to the audit. The answer does not wait for it, and is the same when it cannot be written. */
export function auditDenial(services: Services, context: Context, { status, words }: ProblemError): void {
  if (status !== 401 && status !== 403 && status !== 429) return
  const event = events[words.code] ?? 'access.denied'
  const { actor, role, subject } = originOf() ?? { actor: null, role: null, subject: null }
  const route = `${context.req.method} ${context.req.routePath}`
  services.denials.deny({
    at: services.clock.now(), event, actor, role, secondPerson: null, address: remoteAddress(context), subject: subject ?? `path:${context.req.path}`, reason: words.code, after: { method: context.req.method, ...words.params },
  }, JSON.stringify([event, actor, route, words.code, subject]))
}

/**
 * Data that leaves is recorded before it does: what, by which filter, how many rows.
 * @throws ProblemError 503 when it cannot be recorded
 */
export async function auditExport(services: Services, context: Context, what: Pick<AuditEntry, 'subject' | 'after' | 'seen'>): Promise<void> {
  const session = sessionOf(context)
  const entry: AuditEntry = { at: services.clock.now(), event: 'export.take', actor: session?.accountId ?? null, role: session?.role ?? null, secondPerson: null, address: remoteAddress(context), ...what }
  await services.audit.record(entry).catch((error: unknown) => {
    services.log.error({ err: error }, 'the audit of an export could not be written')
    throw new ProblemError(503, { code: 'audit.unavailable', title: 'The audit cannot be written now: nothing is handed out without it' }, { 'retry-after': '10' })
  })
}
