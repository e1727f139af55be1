import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { stream } from 'hono/streaming'
import { auditChainShape, auditPageShape, type AuditChainView, type AuditRecordView } from '#domain/wire/audit'
import { idText } from '#domain/wire/id-text'
import { chainView } from '#server/audit/chain-view'
import { evidenceLines } from '#server/audit/evidence'
import { verifyAudit } from '#server/audit/verify-audit'
import { loadAuditRecords } from '#server/store/load-audit'
import { requireRight } from './access'
import { auditExport } from './audit-requests'
import { jsonAnswer, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import type { Services } from './services'

const number = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

/** The audit, for those who look after it: read by filter, and taken away as evidence. */
export function auditRoutes(services: Services, app: OpenAPIHono): void {
  app.openapi(createRoute({
    method: 'get', path: '/api/audit', summary: 'Records of the audit, newest first',
    request: { query: z.object({ actor: idText.optional(), event: idText.optional(), subject: idText.optional(), from_at: instant.optional(), to_at: instant.optional(), before_seq: number.optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }) },
    responses: { 200: jsonAnswer(auditPageShape, 'One page'), ...problemAnswers(400, 401, 403) },
  }), async (c) => {
    requireRight(services, c, 'audit.read')
    const { actor, event, subject, from_at: from, to_at: to, before_seq: beforeSeq, limit } = c.req.valid('query')
    const rows = await loadAuditRecords(services.db, { actor, event, subject, from, to, beforeSeq, limit: limit + 1 })
    const records = rows.slice(0, limit).map(({ body, prevHash, hash }): AuditRecordView => ({ ...JSON.parse(body) as Omit<AuditRecordView, 'hash' | 'prev_hash'>, prev_hash: prevHash, hash }))
    return c.json({ records, next_before_seq: rows.length > limit ? records.at(-1)!.seq : null }, 200)
  })

  // One walk at a time, however many ask: it reads every record.
  let walk: Promise<AuditChainView> | null = null
  app.openapi(createRoute({
    method: 'get', path: '/api/audit/chain', summary: 'Walks the whole chain and compares its end with the notes', responses: { 200: jsonAnswer(auditChainShape, 'What was found'), ...problemAnswers(401, 403) },
  }), async (c) => {
    requireRight(services, c, 'audit.read')
    const begunAt = new Date()
    walk ??= verifyAudit(services.db, services.config.auditHead).then((verdict) => chainView(verdict, begunAt, new Date())).finally(() => { walk = null })
    return c.json(await walk, 200)
  })

  const evidence = createRoute({
    method: 'get', path: '/api/audit/evidence', summary: 'An evidence pack: JSON lines that a stand-alone script verifies',
    request: { query: z.object({ from: number.default(1), to: number.optional() }) },
    responses: { 200: { description: 'JSON lines; docs/audit.md describes them', content: { 'application/jsonl': { schema: { type: 'string' } } } }, ...problemAnswers(400, 401, 403, 422, 503) },
  })
  app.openapi(evidence, async (c) => {
    requireRight(services, c, 'audit.export')
    const { from, to } = c.req.valid('query')
    await auditExport(services, c, { subject: 'export:audit-evidence', after: { from, to: to ?? null } })
    const lines = evidenceLines(services.db, { from, to, madeAt: new Date() })
    // Begun before the answer is: a range without records is refused, not cut short.
    const first = await lines.next().catch((error: unknown) => {
      if (error instanceof RangeError) throw new ProblemError(422, { code: 'audit.no_records', title: 'There are no such records', detail: error.message, errors: [{ field: 'from', reason: error.message }] })
      throw error
    })
    c.header('content-type', 'application/jsonl')
    c.header('content-disposition', `attachment; filename="hearthway-evidence-${from}.jsonl"`)
    return stream(c, async (out) => {
      await out.write(first.value as string)
      for await (const text of lines) await out.write(text)
    }) as never
  })
}
