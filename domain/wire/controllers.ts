import { z } from 'zod'
import { commandModes } from '../control/command'

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
