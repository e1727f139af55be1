import { endStates, inFlightStates } from '#domain/control/command'
import { nextState } from '#domain/control/life-cycle'
import type { CommandStep, CommandStore, LoopRefusal, PlantController, StoredCommand } from '#server/store/command-store'

export interface Recorded { id: number; from: StoredCommand['state'] | null; step: CommandStep }

/**
 * The command store's rules in memory, for simulations of many thousand steps; the SQL store obeys the same contract on both engines.
 * @param fenced false drops `AND attempt = $2`, to prove that a test notices
 */
export function createMemoryCommandStore(controllers: PlantController[], fenced = true): CommandStore & { rows: Map<number, StoredCommand>; record: Recorded[] } {
  const rows = new Map<number, StoredCommand>()
  const record: Recorded[] = []
  const requests = new Map<string, { id: string; sha256: string; refused: LoopRefusal[] }>()
  const inFlight = (row: StoredCommand): boolean => (inFlightStates as readonly string[]).includes(row.state)

  const update = (command: StoredCommand, step: CommandStep): StoredCommand | null => {
    const row = rows.get(command.id)
    if (!row || (fenced && row.attempt !== command.attempt)) return null
    const next: StoredCommand = {
      ...row, attempt: row.attempt + 1, state: step.state, reason: step.reason, readBack: step.readBack ?? row.readBack, sequence: step.sequence ?? row.sequence,
      sentAt: step.sentAt ?? row.sentAt, expiresAt: step.expiresAt ?? row.expiresAt, acceptedAt: row.acceptedAt ?? (step.state === 'accepted' || step.state === 'applied' ? step.at : null),
      appliedAt: row.appliedAt ?? (step.state === 'applied' ? step.at : null), endedAt: (endStates as readonly string[]).includes(step.state) ? step.at : null,
    }
    rows.set(row.id, next)
    record.push({ id: row.id, from: row.state, step })
    return next
  }
  const others = (command: StoredCommand): StoredCommand[] => [...rows.values()].filter((row) => row.loopId === command.loopId && row.slot === command.slot && row.state === 'applied' && row.id !== command.id)

  return {
    rows,
    record,
    loadPlant: async () => ({ controllers, sensors: [] }),
    async saveRequest(request) {
      const earlier = requests.get(`${request.actor} ${request.key}`)
      if (earlier) {
        const now = [...rows.values()].filter((row) => row.requestId === earlier.id)
        return earlier.sha256 === request.sha256 ? { kind: 'repeated', answer: request.answer(now, earlier.refused) } : { kind: 'conflict' }
      }
      const created: StoredCommand[] = []
      const superseded: StoredCommand[] = []
      const refused: LoopRefusal[] = [...request.refused]
      for (const want of request.wanted) {
        const current = [...rows.values()].find((row) => row.loopId === want.loopId && inFlight(row))
        const event = want.mode === 'off' || want.mode === 'release' ? 'stop' : 'supersede'
        const state = current ? nextState(current.state, event) : null
        if (current && state === null) { refused.push({ loop_id: want.loopId, reason: 'command_in_flight', params: { command_id: current.id } }); continue }
        const ended = current && state && update(current, { event, state, at: request.at, actor: request.actor, reason: 'replaced' })
        if (ended) superseded.push(ended)
        const sequence = Math.max(want.seenSequence, ...[...rows.values()].filter((row) => row.loopId === want.loopId).map((row) => row.sequence), 0) + 1
        const row: StoredCommand = {
          id: rows.size + 1, requestId: request.id, loopId: want.loopId, actor: request.actor, slot: want.slot, mode: want.mode, setpointC: want.setpointC, leaseS: want.leaseS, state: 'queued',
          attempt: 0, sequence, reason: null, readBack: null, requestedAt: request.at, sentAt: null, acceptedAt: null, appliedAt: null, endedAt: null, expiresAt: null,
        }
        rows.set(row.id, row)
        created.push(row)
      }
      const answer = request.answer(created, refused)
      requests.set(`${request.actor} ${request.key}`, { id: request.id, sha256: request.sha256, refused })
      return { kind: 'saved', answer, created, superseded }
    },
    loadOpen: async (loopIds) => [...rows.values()].filter((row) => loopIds.includes(row.loopId) && (inFlight(row) || row.state === 'applied')),
    claim: async (command, step) => (fenced && rows.get(command.id)?.state !== 'queued' ? null : update(command, step)),
    async step(command, step) {
      if (fenced && rows.get(command.id)?.attempt !== command.attempt) return null
      const released = step.event === 'releaseConfirmed'
      const displaced = step.state === 'applied' || released
        ? others(command).flatMap((row) => update(row, { event: released ? 'releaseConfirmed' : 'supersede', state: released ? 'released' : 'superseded', at: step.at, actor: command.actor, reason: released ? 'released' : 'replaced' }) ?? [])
        : []
      const moved = update(command, step)
      return moved && { command: moved, displaced }
    },
    loadBySequence: async (loopId, sequence) => [...rows.values()].find((row) => row.loopId === loopId && row.sequence === sequence) ?? null,
    load: async (id) => rows.get(id) ?? null,
    loadRecent: async (limit) => [...rows.values()].reverse().slice(0, limit),
    dropQueued: async (at) => [...rows.values()].filter((row) => row.state === 'queued')
      .flatMap((row) => update(row, { event: 'neverSent', state: 'failed', at, actor: 'server', reason: 'not_sent' }) ?? []),
    loseSent: async (at) => [...rows.values()].filter((row) => row.state === 'sent')
      .flatMap((row) => update(row, { event: 'lostTouch', state: 'unknown', at, actor: 'server', reason: 'server_restarted' }) ?? []),
  }
}
