import { isHolding, isInFlight } from '#domain/control/command'
import { displaceHolders, placeTaken } from '#domain/control/displace-holders'
import { isMinimumReason } from '#domain/control/interlocks/minimum-on-off'
import { nextState } from '#domain/control/life-cycle'
import { findBarringLock, lockParams, type Lock } from '#domain/control/locks'
import { makeWay } from '#domain/control/make-way'
import { afterStep } from '#server/store/after-step'
import type { CommandStep, CommandStore, LoopRefusal, PlantController, RequestState, RequestToSave, StoredApproval, StoredCommand, StoredRequest, WantedCommand } from '#server/store/command-store'

export interface Recorded { id: number; from: StoredCommand['state'] | null; step: CommandStep }

/**
 * The command store's rules in memory, for simulations of many thousand steps; the SQL store obeys the same contract on both engines.
 * @param fenced false drops `AND attempt = $2`, to prove that a test notices
 */
export function createMemoryCommandStore(controllers: PlantController[], fenced = true): CommandStore & { rows: Map<number, StoredCommand>; record: Recorded[] } {
  const rows = new Map<number, StoredCommand>()
  const record: Recorded[] = []
  const requests = new Map<string, { id: string; sha256: string; refused: LoopRefusal[] }>()
  const parents = new Map<string, { request: StoredRequest; approval: StoredApproval | null }>()
  const locks = new Map<number, Lock & { ended: boolean }>()
  const openLocks = (at: Date): Lock[] => [...locks.values()].filter((lock) => !lock.ended && (lock.untilMs === null || at.getTime() < lock.untilMs))
  const barring = (command: Pick<StoredCommand, 'loopId' | 'actor'>, at: Date): Lock | null => findBarringLock(openLocks(at), command.loopId, command.actor, at.getTime())
  const stateOf = (id: string, at: Date): RequestState | null => {
    const parent = parents.get(id)
    const commands = all().filter((row) => row.requestId === id)
    return parent ? { ...parent, commands, locks: openLocks(at), inFlight: all().filter((row) => row.requestId !== id && isInFlight(row.state) && commands.some((own) => own.loopId === row.loopId)) } : null
  }
  const ask = (id: string, at: Date, payloadSha256: string, commandIds: number[], decideUntil: Date): void => {
    const parent = parents.get(id)
    if (parent) parents.set(id, { request: { ...parent.request, payloadSha256 }, approval: { payloadSha256, commandIds, askedAt: at, decideUntil, decision: null, approver: null, approverSessionSha256: null, decidedAt: null, validUntil: null, note: null } })
  }
  const all = (): StoredCommand[] => [...rows.values()]
  const of = (loopId: string): StoredCommand[] => all().filter((row) => row.loopId === loopId)

  const update = (command: StoredCommand, step: CommandStep): StoredCommand | null => {
    const row = rows.get(command.id)
    if (!row || (fenced && row.attempt !== command.attempt)) return null
    const next = afterStep(row, step)
    rows.set(row.id, next)
    record.push({ id: row.id, from: row.state, step })
    return next
  }
  const moveHolders = (command: StoredCommand, step: CommandStep): StoredCommand[] => {
    const becomes = placeTaken(step.event, step.state)
    if (becomes === null) return []
    return displaceHolders(command, becomes, of(command.loopId).filter((row) => row.id !== command.id && isHolding(row.state))).flatMap(({ id, event, reason }) => {
      const row = rows.get(id) as StoredCommand
      const state = nextState(row.state, event)
      return (state && update(row, { event, state, at: step.at, actor: command.actor, reason, ...(step.readBack ? { readBack: step.readBack } : {}) })) ?? []
    })
  }
  const nextSequence = (loopId: string, above: number): number => Math.max(above, 0, ...of(loopId).map((row) => row.sequence)) + 1

  /** Null = nothing stands in the way; a row = the stop that is under way already; else the refusal. */
  const clearTheWay = (request: RequestToSave, want: WantedCommand, superseded: StoredCommand[]): StoredCommand | LoopRefusal | null => {
    if (request.begins === 'drafted' || request.begins === 'validated') return null
    const everySlot = request.everySlot ?? false
    const others = of(want.loopId).filter((row) => isInFlight(row.state) || (everySlot && (row.state === 'validated' || row.state === 'held')))
    const standing = others.find((row) => everySlot && row.everySlot && isInFlight(row.state) && row.state !== 'unknown')
    for (const row of others) {
      if (row === standing) continue
      const way = row.state === 'held' ? { open: true as const, event: 'vacated' as const, reason: 'stopped' as const } : makeWay({ ...want, everySlot }, row)
      const state = way.open ? nextState(row.state, way.event) : null
      const ended = way.open && state && update(row, { event: way.event, state, at: request.at, actor: request.actor, reason: way.reason })
      if (!ended) return { loop_id: want.loopId, reason: way.open ? 'command_in_flight' : way.reason, params: { command_id: row.id } }
      superseded.push(ended)
    }
    return standing ?? null
  }
  const insert = (request: RequestToSave, want: WantedCommand): StoredCommand => {
    const { begins = 'queued' } = request
    const row: StoredCommand = {
      id: rows.size + 1, requestId: request.id, loopId: want.loopId, actor: request.actor, slot: want.slot, mode: want.mode, setpointC: want.setpointC, leaseS: want.leaseS, reasonText: want.reasonText, state: begins,
      attempt: 0, sequence: nextSequence(want.loopId, want.seenSequence), reason: null, readBack: null, needsOperate: request.needsOperate ?? false, needsApproval: request.needsApproval ?? false,
      everySlot: request.everySlot ?? false, renews: want.renews ?? null, takenOver: false, sentLeaseS: null, interlocks: want.interlocks ?? null, effect: null, expectation: null, requestedAt: request.at, queuedAt: begins === 'queued' ? request.at : null,
      selectedAt: null, operatedAt: null, sentAt: null, acceptedAt: null, appliedAt: null, effectiveAt: null, endedAt: null, expiresAt: null, waitUntil: request.waitUntil ?? null,
    }
    rows.set(row.id, row)
    return row
  }

  return {
    rows,
    record,
    loadPlant: async () => ({ controllers, sensors: [] }),
    isKeyUsed: async (actor, key) => requests.has(`${actor} ${key}`),
    async saveRequest(request) {
      const earlier = requests.get(`${request.actor} ${request.key}`)
      if (earlier) {
        const now = all().filter((row) => row.requestId === earlier.id)
        return earlier.sha256 === request.sha256 ? { kind: 'repeated', answer: request.answer(now, earlier.refused) } : { kind: 'conflict' }
      }
      const created: StoredCommand[] = []
      const superseded: StoredCommand[] = []
      const refused: LoopRefusal[] = [...request.refused]
      for (const want of request.wanted) {
        const lock = request.everySlot || request.begins === 'drafted' ? null : barring({ loopId: want.loopId, actor: request.actor }, request.at)
        const place = lock ? { loop_id: want.loopId, reason: 'locked' as const, params: lockParams(lock) } : clearTheWay(request, want, superseded)
        if (place && 'loop_id' in place) refused.push(place)
        else created.push(place ?? insert(request, want))
      }
      const { id, actor, at, by, target } = request
      parents.set(id, { approval: null, request: {
        id, actor, sessionSha256: by?.sessionSha256 ?? null, requestedAt: at, target: target ?? { kind: 'loop', id: request.wanted[0]?.loopId ?? '' }, loopCount: request.wanted.length + request.refused.length,
        reasonText: request.wanted[0]?.reasonText ?? null, notamReference: request.notamReference ?? null, payloadSha256: '', refused,
      } })
      if (request.begins === 'validated' && request.waitUntil && created.length > 0) ask(id, at, request.payloadSha256?.(created) ?? '', created.map((row) => row.id), request.waitUntil)
      const answer = request.answer(created, refused)
      requests.set(`${request.actor} ${request.key}`, { id: request.id, sha256: request.sha256, refused })
      return { kind: 'saved', answer, created, superseded }
    },
    loadOpen: async (loopIds) => all().filter((row) => loopIds.includes(row.loopId) && (isInFlight(row.state) || isHolding(row.state))),
    async claim(command, step) {
      if (fenced && !['queued', 'selected'].includes(rows.get(command.id)?.state ?? '')) return null
      const lock = command.everySlot ? null : barring(command, step.at)
      return update(command, lock ? { event: 'blocked', state: 'rejected', at: step.at, actor: step.actor, reason: 'locked', detail: { params: lockParams(lock) } } : step)
    },
    async step(command, step) {
      if (fenced && rows.get(command.id)?.attempt !== command.attempt) return null
      if (step.event === 'takeOver' && barring(command, step.at)) return null
      if (step.event === 'takeOver' && of(command.loopId).some((row) => isInFlight(row.state) || row.state === 'applied' || row.state === 'effective')) return null
      const displaced = moveHolders(command, step)
      const moved = update(command, step.event === 'takeOver' ? { ...step, sequence: nextSequence(command.loopId, step.aboveSequence ?? 0) } : step)
      return moved && { command: moved, displaced }
    },
    async decide(requestId, at, judge) {
      const state = stateOf(requestId, at)
      if (!state) return null
      const decision = judge(state)
      if (decision.askApproval) ask(requestId, at, decision.askApproval.payloadSha256, decision.askApproval.commandIds, decision.askApproval.decideUntil)
      const parent = parents.get(requestId)
      if (decision.decideApproval && parent?.approval) {
        const { decision: said, approver, approverSessionSha256, validUntil, note } = decision.decideApproval
        parents.set(requestId, { ...parent, approval: { ...parent.approval, decision: said, approver, approverSessionSha256, validUntil, note, decidedAt: at } })
      }
      const stepped = decision.steps.map(({ id, step }) => {
        const row = rows.get(id)
        const moved = row && step.event !== 'note' && nextState(row.state, step.event) === step.state ? update(row, step) : null
        if (!moved) throw new Error(`command ${id}: ${row?.state} -${step.event}-> ${step.state} is not possible`)
        return id
      })
      return { answer: decision.answer, stepped: [...new Set(stepped)].map((id) => rows.get(id) as StoredCommand) }
    },
    loadRequest: async (id) => stateOf(id, new Date(0)),
    async loadWaiting() {
      const waiting = all().filter((row) => row.state === 'drafted' || row.state === 'validated')
      return waiting.map((row) => ({ requestId: row.requestId, waitUntil: row.waitUntil ?? row.requestedAt, since: row.requestedAt }))
    },
    loadPendingApprovals: async () => [...parents.values()].flatMap(({ request, approval }) => (approval?.decision === null ? stateOf(request.id, new Date(0)) ?? [] : [])),
    async placeLock(lock) {
      const placed = { ...lock, id: locks.size + 1, ended: false }
      locks.set(placed.id, placed)
      return placed
    },
    async endLock(id, _by, at) {
      const lock = openLocks(at).find((open) => open.id === id)
      if (lock) locks.set(id, { ...lock, ended: true })
      return lock ?? null
    },
    loadLocks: async (at) => openLocks(at),
    loadUnjudged: async () => all().filter((row) => row.state === 'applied' && (row.effect === null || row.effect.verdict === 'pending')),
    loadBySequence: async (loopId, sequence) => of(loopId).find((row) => row.sequence === sequence) ?? null,
    load: async (id) => rows.get(id) ?? null,
    loadRecent: async (limit) => all().reverse().slice(0, limit),
    dropQueued: async (at) => all().filter((row) => (row.state === 'queued' || row.state === 'selected') && !isMinimumReason(row.reason))
      .flatMap((row) => update(row, { event: 'neverSent', state: 'failed', at, actor: 'server', reason: 'not_sent' }) ?? []),
    loseSent: async (at) => all().filter((row) => row.state === 'sent')
      .flatMap((row) => update(row, { event: 'lostTouch', state: 'unknown', at, actor: 'server', reason: 'server_restarted' }) ?? []),
  }
}
