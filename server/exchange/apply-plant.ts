import { createHash } from 'node:crypto'
import type { Database, Queryable, Transaction } from '#db/database'
import type { AuditEntry } from '#domain/audit/audit-entry'
import { canonicalText } from '#domain/audit/canonical-text'
import { exportPlant } from '#domain/network/export-plant'
import { planPlant, type PlantPlan } from '#domain/network/plan-plant'
import { plantKinds, type PlantDifference } from '#domain/network/plant-difference'
import type { PlantFile } from '#domain/network/plant-file'
import type { PlantProblem } from '#domain/network/plant-problem'
import type { PlantState } from '#domain/network/plant-state'
import type { RegisterMapSize } from '#domain/network/resolve-plant'
import { appendAudit } from '#server/store/audit-log'
import { lockSegments } from '#server/store/imports'
import { loadPlantState, lockOpenCommands, savePlant } from '#server/store/plant'
import { loadPlantNumber, savePlantVersion, type FullPlantVersion } from '#server/store/plant-versions'

export interface PlannedPlant { plan: PlantPlan; /** Number of the version that it was planned against, 0 before the first. */ baseVersion: number }

/** What a file would change now. Changes nothing. */
export async function planPlantFile(db: Queryable, file: PlantFile, registerMaps: readonly RegisterMapSize[]): Promise<PlannedPlant> {
  return { plan: planPlant(await loadPlantState(db), file, registerMaps), baseVersion: await loadPlantNumber(db) }
}

export interface ApplyOptions {
  /** Site instant. */
  at: Date
  /** Account or user who does it, as far as it was proven. */
  who: Pick<AuditEntry, 'actor' | 'role' | 'address'>
  registerMaps: readonly RegisterMapSize[]
  /** Why, kept with the version and in the audit. */
  reason?: string | null
  /** The version that the plan was made against; refused when another stands by now. */
  baseVersion?: number | undefined
}

/** `unchanged`: the plant is so already. `conflict`: somebody else has changed it since the plan. */
export type PlantAnswer = { outcome: 'applied' | 'unchanged'; plan: PlantPlan; version: number } | { outcome: 'refused'; plan: PlantPlan } | { outcome: 'conflict'; version: number }

/** Makes the plant what the file says, in one transaction: all of it or nothing. */
export function applyPlantFile(db: Database, file: PlantFile, options: ApplyOptions): Promise<PlantAnswer> {
  return db.transaction(async (tx): Promise<PlantAnswer> => {
    await lockSegments(tx)
    return applyPlantWithin(tx, file, options)
  })
}

/** The same as a part of a transaction that holds the segments (`lockSegments`). */
export async function applyPlantWithin(tx: Transaction, file: PlantFile, options: ApplyOptions): Promise<PlantAnswer> {
  const before = await loadPlantState(tx)
  const stands = await loadPlantNumber(tx)
  if (options.baseVersion !== undefined && options.baseVersion !== stands) return { outcome: 'conflict', version: stands }
  const plan = planPlant(before, file, options.registerMaps)
  if (!plan.wanted) return { outcome: 'refused', plan }
  const busy = await busyLoops(tx, before, plan.wanted)
  if (busy.length > 0) return { outcome: 'refused', plan: { ...plan, problems: busy, wanted: null } }
  const { create, change, remove, unchanged } = plan
  const difference = { create, change, remove, unchanged }
  if (create.length + change.length + remove.length === 0) return { outcome: 'unchanged', plan, version: stands }

  await savePlant(tx, plan.wanted, difference, options.at)
  const reason = options.reason ?? null
  const base = { appliedAt: options.at, actor: options.who.actor ?? 'nobody', reason }
  // The plant that was here before there were versions can be gone back to as well.
  const found = stands === 0 && before.loops.length + before.stations.length + before.controllers.length + before.energyStations.length > 0
  const number = stands + (found ? 2 : 1)
  if (found) await saveVersion(tx, { ...base, actor: 'server', reason: null, number: 1, file: exportPlant(before), difference: { ...difference, create: [], change: [], remove: [] } })
  const sha256 = await saveVersion(tx, { ...base, number, file, difference })
  // Last in the transaction: the chain is written by one at a time.
  appendAudit(tx, [{
    at: options.at, event: 'plant.apply', ...options.who, secondPerson: null, subject: `plant:${number}`, before: { version: number - 1 },
    after: { version: number, sha256, difference_sha256: sha256Of(difference), created: create.length, changed: change.length, removed: remove.length }, reason,
  }])
  return { outcome: 'applied', plan, version: number }
}

const sha256Of = (value: unknown): string => createHash('sha256').update(canonicalText(value)).digest('hex')

async function saveVersion(tx: Queryable, version: Omit<FullPlantVersion, 'sha256'>): Promise<string> {
  const sha256 = sha256Of(version.file)
  await savePlantVersion(tx, { ...version, sha256 })
  return sha256
}

/** A command must not lose its loop, nor find another device where its own was: loops that go, move or are spoken to elsewhere need to be free. */
async function busyLoops(tx: Queryable, before: PlantState, wanted: PlantState): Promise<PlantProblem[]> {
  const lineOf = (state: PlantState) => {
    const controllers = new Map(state.controllers.map(({ id, protocol, host, port, unitId, registerMap }) => [id, JSON.stringify([id, protocol, host, port, unitId, registerMap])]))
    return new Map(state.loops.map((loop) => [loop.id, `${controllers.get(loop.controllerId)} ${loop.index}`]))
  }
  const [now, then] = [lineOf(before), lineOf(wanted)]
  const moved = [...now].filter(([id, line]) => then.get(id) !== line).map(([id]) => id)
  const open = await lockOpenCommands(tx, moved)
  return moved.flatMap((loop): PlantProblem[] => {
    const own = open.filter((command) => command.loopId === loop)
    return own.length === 0 ? [] : [{ path: '', code: 'loop_busy', params: { loop, commands: own.map(({ id }) => id).join(', '), states: own.map(({ state }) => state).join(', ') } }]
  })
}

/** How much a difference holds, by kind, for people: `loop +2 ~1 -0 =31`. */
export const countsOf = (difference: PlantDifference): { kind: string; create: number; change: number; remove: number; unchanged: number }[] =>
  plantKinds.map((kind) => {
    const of = (part: readonly { kind: string }[]): number => part.filter((one) => one.kind === kind).length
    return { kind, create: of(difference.create), change: of(difference.change), remove: of(difference.remove), unchanged: difference.unchanged[kind] }
  })
