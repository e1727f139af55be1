import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { exportPlant } from '#domain/network/export-plant'
import { plantWords, type PlantProblem, type PlantWarning } from '#domain/network/plant-problem'
import type { PlantFile } from '#domain/network/plant-file'
import { plantFileSchema, plantFileShape } from '#domain/wire/plant-file'
import { plantAppliedShape, plantApplyShape, plantPlanShape, plantReasonShape, plantRequestShape, plantVersionDetailShape, plantVersionShape, type PlantPlanView } from '#domain/wire/plant'
import { applyPlantFile, planPlantFile } from '#server/exchange/apply-plant'
import { readPlantFile } from '#server/exchange/read-plant-file'
import { loadPlantState } from '#server/store/plant'
import { loadPlantNumber, loadPlantVersion, loadPlantVersions, type PlantVersion } from '#server/store/plant-versions'
import { requireFreshProof, requireRight } from './access'
import { auditExport } from './audit-requests'
import { jsonAnswer, jsonBody, problemAnswers } from './openapi'
import { ProblemError } from './problem'
import { readJsonBody } from './read-json-body'
import type { Services } from './services'

/** Largest plant file, which other bodies may not reach. */
export const maxPlantBytes = 32 * 1024 * 1024

/** The plant as one file: take it out, see what another would change, make it so. All but the schema tells addresses of the field network. */
export function plantRoutes(services: Services, app: OpenAPIHono): void {
  const { db } = services

  app.openapi(createRoute({ method: 'get', path: '/api/plant/schema', summary: 'JSON schema of a plant file', responses: { 200: jsonAnswer(z.record(z.string(), z.unknown()), 'The schema') } }), (c) => c.json(plantFileSchema(), 200))

  app.openapi(createRoute({
    method: 'get', path: '/api/plant', summary: 'The plant that stands, as a plant file', responses: { 200: jsonAnswer(plantFileShape, 'The file'), ...problemAnswers(401, 403) },
  }), async (c) => {
    requireRight(services, c, 'plant.configure')
    await auditExport(services, c, { subject: 'export:plant' })
    return c.json(exportPlant(await loadPlantState(db)), 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/plant/versions', summary: 'Plants that stood here, the newest first', responses: { 200: jsonAnswer(z.array(plantVersionShape), 'The versions'), ...problemAnswers(401, 403) },
  }), async (c) => {
    requireRight(services, c, 'plant.configure')
    return c.json((await loadPlantVersions(db)).map(versionView), 200)
  })

  app.openapi(createRoute({
    method: 'get', path: '/api/plant/versions/{number}', summary: 'One version: its file, and what it changed', request: { params: z.object({ number: z.coerce.number().int().min(1).max(2 ** 31 - 1) }) },
    responses: { 200: jsonAnswer(plantVersionDetailShape, 'The version'), ...problemAnswers(400, 401, 403, 404) },
  }), async (c) => {
    requireRight(services, c, 'plant.configure')
    const { number } = c.req.valid('param')
    const version = await loadPlantVersion(db, number)
    if (!version) throw new ProblemError(404, { code: 'plant.version_unknown', title: 'There is no such version', params: { version: number } })
    await auditExport(services, c, { subject: `export:plant:${number}` })
    return c.json({ ...versionView(version), file: version.file, difference: version.difference }, 200)
  })

  // Their bodies are read by hand: faults of the file come in both languages, and it may be large.
  const plan = createRoute({
    method: 'post', path: '/api/plant/plan', summary: 'What a plant file would change; changes nothing', request: { body: jsonBody(plantRequestShape) },
    responses: { 200: jsonAnswer(plantPlanShape, 'The difference, or everything that is wrong with the file'), ...problemAnswers(400, 401, 403, 413, 415) },
  })
  app.openAPIRegistry.registerPath(plan)
  app.post('/api/plant/plan', async (c) => {
    requireRight(services, c, 'plant.configure')
    const { read } = await fileOf(c.req.raw)
    if ('problems' in read) return c.json({ ...empty, base_version: await loadPlantNumber(db), problems: read.problems.map(remark), warnings: [] } satisfies PlantPlanView, 200)
    const { plan: { create, change, remove, unchanged, problems, warnings }, baseVersion } = await planPlantFile(db, read.file, services.registerMaps)
    return c.json({ create, change, remove, unchanged, base_version: baseVersion, problems: problems.map(remark), warnings: warnings.map(remark) } satisfies PlantPlanView, 200)
  })

  const apply = createRoute({
    method: 'post', path: '/api/plant/apply', summary: 'Make the plant what the file says: all of it or nothing', request: { body: jsonBody(plantApplyShape) },
    responses: { 200: jsonAnswer(plantAppliedShape, 'It is so'), ...problemAnswers(400, 401, 403, 409, 413, 415, 422) },
  })
  app.openAPIRegistry.registerPath(apply)
  app.post('/api/plant/apply', async (c) => {
    const principal = requireRight(services, c, 'plant.configure')
    requireFreshProof(services, principal)
    const { read, baseVersion, reason } = await fileOf(c.req.raw)
    if ('problems' in read) throw faulty(read.problems)
    const answer = await applyPlantFile(db, read.file, {
      at: services.clock.now(), who: { actor: principal.accountId, role: principal.role, address: null }, registerMaps: services.registerMaps, baseVersion, reason: reason ?? null,
    })
    if (answer.outcome === 'conflict') {
      throw new ProblemError(409, { code: 'plant.changed', title: 'The plant was changed since', detail: 'Plan again, and look at what the file would change now.', params: { version: answer.version } })
    }
    if (answer.outcome === 'refused') throw faulty(answer.plan.problems)
    await services.takeChanges()
    return c.json({ outcome: answer.outcome, version: answer.version, warnings: answer.plan.warnings.map(remark) } satisfies z.infer<typeof plantAppliedShape>, 200)
  })
}

const empty = { create: [], change: [], remove: [], unchanged: { energyStation: 0, controller: 0, loop: 0, station: 0, sensor: 0, segment: 0 } }

const versionView = ({ number, appliedAt, actor, reason, sha256 }: PlantVersion) => ({ number, applied_at: appliedAt.toISOString(), actor, reason, sha256 })

const remark = (one: PlantProblem | PlantWarning) => ({ path: one.path, code: one.code, params: { ...one.params }, ...plantWords(one) })

async function fileOf(request: Request): Promise<{ read: { file: PlantFile } | { problems: PlantProblem[] }; baseVersion?: number; reason?: string }> {
  const body = await readJsonBody(request, maxPlantBytes)
  const outer = z.strictObject({ file: z.unknown(), base_version: z.int().min(0).optional(), reason: plantReasonShape.optional() }).safeParse(body)
  const { data } = outer
  if (!data || data.file === undefined) {
    throw new ProblemError(400, { code: 'request.invalid', title: 'The request is not valid', errors: [{ field: 'file', reason: 'send {"file": the plant file, "base_version": the number it was planned against, "reason": why, at most 500 characters (both may be left out)}' }] })
  }
  return { read: readPlantFile(data.file), ...(data.base_version !== undefined && { baseVersion: data.base_version }), ...(data.reason !== undefined && { reason: data.reason }) }
}

/** Nothing was changed; every fault with its place, in both languages. */
function faulty(problems: readonly PlantProblem[]): ProblemError {
  const busy = problems.every((problem) => problem.code === 'loop_busy')
  return new ProblemError(busy ? 409 : 422, {
    code: busy ? 'plant.busy' : 'plant.faulty', title: busy ? 'Loops are in use' : 'The plant file is faulty', params: { problems: problems.length },
    errors: problems.slice(0, 1000).map((problem) => {
      const { zh, en } = plantWords(problem)
      return { field: problem.path, reason: en.reason, remedy: en.remedy, zh }
    }),
  })
}
