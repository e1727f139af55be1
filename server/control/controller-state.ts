import { isOnDevice } from '#domain/control/command'
import type { LoopStatus } from '#domain/control/loop-status'
import type { ControllerView } from '#domain/wire/controllers'
import type { DriverTraits } from '#server/drivers/driver'
import type { PlantController, StoredCommand } from '#server/store/command-store'

type LoopView = ControllerView['loops'][number]

/** What is known of one controller at present. Nothing outlives the answer it came from. */
export interface ControllerState {
  link: ControllerView['link']
  seenAt: Date | null
  /** Status of each loop by its id; empty as soon as one answer is missing. */
  statuses: Map<string, LoopStatus>
  misses: number
}

export const unknownController = (): ControllerState => ({ link: 'unknown', seenAt: null, statuses: new Map(), misses: 0 })

export const answered = (plant: PlantController, loops: readonly LoopStatus[], at: Date): ControllerState => ({
  link: 'online', seenAt: at, misses: 0,
  statuses: new Map(plant.loops.flatMap((loop, i) => { const status = loops[i]; return status ? [[loop.id, status] as const] : [] })),
})

/** One answer is missing. Without a connection the controller is offline at once; a silent one is unknown, and offline after three misses. */
export function missed(state: ControllerState, connected: boolean): ControllerState {
  const misses = state.misses + 1
  return { link: !connected || misses >= 3 ? 'offline' : 'unknown', seenAt: state.seenAt, misses, statuses: new Map() }
}

/** The last answer has grown old while nobody could look: what it said is no longer known. */
export const outdated = (state: ControllerState): ControllerState => ({ ...state, link: 'unknown', statuses: new Map() })

/**
 * Who holds a loop: the command that is applied, else what the device says of itself.
 * `commands` null = the database cannot say: then only what the device itself says is known.
 * `who` is an actor's name or one of 'auto', 'local', 'safe_state', 'foreign' (somebody else's command), 'unknown'.
 */
function holderOf(status: LoopStatus | undefined, commands: readonly StoredCommand[] | null): LoopView['holder'] {
  const held = commands?.filter((command) => isOnDevice(command.state))[0]
  if (status?.local) return { slot: null, who: 'local', until: null, command_id: held?.id ?? null }
  if (status?.safeState) return { slot: null, who: 'safe_state', until: null, command_id: held?.id ?? null }
  if (held) return { slot: held.slot, who: held.actor, until: held.expiresAt?.toISOString() ?? null, command_id: held.id }
  return { slot: null, who: status === undefined ? 'unknown' : status.mode === 'auto' ? 'auto' : commands ? 'foreign' : 'unknown', until: null, command_id: null }
}

function actualOf(status: LoopStatus | undefined, at: Date | null): LoopView['actual'] {
  if (!status || !at) return null
  return {
    at: at.toISOString(), mode: status.mode, setpoint_c: status.setpoint_c, lease_remaining_s: status.leaseRemainingS, supply_c: status.supply_c, return_c: status.return_c,
    flow_l_per_min: status.flow_lPerMin, valve_pct: status.valve_pct, pump_hz: status.pump_hz, power_kw: status.power_kw,
    running: status.running, local: status.local, fault: status.fault, safe_state: status.safeState,
  }
}

/** A controller as it crosses the socket; `open` are its commands in flight or holding, null when the database cannot say. */
export function viewOfController(plant: PlantController, state: ControllerState, open: readonly StoredCommand[] | null, traits: DriverTraits): ControllerView {
  return {
    id: plant.controller.id, link: state.link, seen_at: state.seenAt?.toISOString() ?? null, fenced: traits.fenced, dry_run: traits.dryRun,
    loops: plant.loops.map((loop) => {
      const status = state.statuses.get(loop.id)
      return { loop_id: loop.id, actual: actualOf(status, state.seenAt), holder: holderOf(status, open?.filter((command) => command.loopId === loop.id) ?? null) }
    }),
  }
}
