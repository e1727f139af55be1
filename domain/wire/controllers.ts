import { z } from 'zod'
import { commandModes } from '../control/command'

export const controllerViewShape = z.object({
  id: z.string(),
  /** 'unknown' until the first answer and after three missed heartbeats. */
  link: z.enum(['online', 'offline', 'unknown']),
  /** Site instant of the last complete answer. */
  seen_at: z.string().nullable(),
  loops: z.array(z.object({
    loop_id: z.string(),
    /** Null: unknown. Never the last value dressed up as the present one. */
    actual: z.object({
      at: z.string(),
      mode: z.enum([...commandModes, 'auto']),
      setpoint_c: z.number().nullable(),
      lease_remaining_s: z.number().int(),
      supply_c: z.number(),
      return_c: z.number(),
      flow_l_per_min: z.number(),
      valve_pct: z.number(),
      pump_hz: z.number(),
      power_kw: z.number(),
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
