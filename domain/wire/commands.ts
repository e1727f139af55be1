import { z } from 'zod'
import { commandModes, commandStates } from '../control/command'

export const commandRequestShape = z.object({
  target: z.object({ kind: z.enum(['segment', 'loop', 'zone']), id: z.string().min(1) }),
  mode: z.enum(commandModes),
  /** Supply set-point, °C; required for heat and cool, absent otherwise. */
  setpoint_c: z.number().min(-30).max(80).optional(),
  /** Relative lifetime of the command, s of site time; default 2 h, at most 12 h; ignored for release. */
  lease_s: z.number().int().min(60).max(43_200).optional(),
  reason: z.string().max(200).optional(),
})
export type CommandRequest = z.infer<typeof commandRequestShape>

/** What the controller itself says, read back; every field null until something was read. */
export const readBackShape = z.object({
  at: z.string(),
  /** Null: the device keeps no sequence. */
  sequence: z.number().int().nullable(),
  mode: z.enum([...commandModes, 'auto']),
  setpoint_c: z.number().nullable(),
  lease_remaining_s: z.number().int().nullable(),
  reject_code: z.number().int(),
})
export type ReadBack = z.infer<typeof readBackShape>

export const commandShape = z.object({
  id: z.number().int(),
  /** Shared by the commands that one zone request fanned out to; null for a single loop. */
  group: z.string().nullable(),
  loop_id: z.string(),
  actor: z.string(),
  slot: z.number().int().min(1).max(16),
  mode: z.enum(commandModes),
  setpoint_c: z.number().nullable(),
  lease_s: z.number().int().nullable(),
  state: z.enum(commandStates),
  /** Stable word of the reason a command ended or waits, e.g. 'local_switch', 'timeout_after_send'. */
  reason: z.string().nullable(),
  sequence: z.number().int(),
  /** Rises with every step of the command: of two views the one with the higher attempt is the newer. */
  attempt: z.number().int(),
  requested_at: z.string(),
  sent_at: z.string().nullable(),
  accepted_at: z.string().nullable(),
  applied_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  /** End of the lease, counted from the moment of sending. */
  expires_at: z.string().nullable(),
  read_back: readBackShape.nullable(),
})
export type CommandView = z.infer<typeof commandShape>

export const commandAnswerShape = z.object({
  commands: z.array(commandShape),
  /** Loops of the target that got no command, and why. */
  refused: z.array(z.object({ loop_id: z.string(), reason: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])).optional() })),
})
export type CommandAnswer = z.infer<typeof commandAnswerShape>

export const controllerViewShape = z.object({
  id: z.string(),
  /** 'unknown' until the first answer and after three missed heartbeats. */
  link: z.enum(['online', 'offline', 'unknown']),
  /** Site instant of the last complete answer. */
  seen_at: z.string().nullable(),
  /** False: the device keeps no sequence, so that two equal commands cannot be told apart. */
  fenced: z.boolean(),
  /** True: nothing leaves this server; what is shown was never said by a device. */
  dry_run: z.boolean(),
  loops: z.array(z.object({
    loop_id: z.string(),
    /** Null: unknown. Never the last value dressed up as the present one. */
    actual: z.object({
      at: z.string(),
      mode: z.enum([...commandModes, 'auto']),
      setpoint_c: z.number().nullable(),
      /** Null here and below: the device has no such register. */
      lease_remaining_s: z.number().int().nullable(),
      supply_c: z.number().nullable(),
      return_c: z.number().nullable(),
      flow_l_per_min: z.number().nullable(),
      valve_pct: z.number().nullable(),
      pump_hz: z.number().nullable(),
      power_kw: z.number().nullable(),
      running: z.boolean(),
      local: z.boolean(),
      fault: z.boolean(),
      safe_state: z.boolean(),
    }).nullable(),
    /** Who holds control now. */
    holder: z.object({ slot: z.number().int().nullable(), who: z.string(), until: z.string().nullable(), command_id: z.number().int().nullable() }),
  })),
})
export type ControllerView = z.infer<typeof controllerViewShape>
