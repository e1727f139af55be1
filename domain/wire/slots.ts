import { z } from 'zod'
import { commandModes, commandStates } from '../control/command'
import { lockShape } from './locks'

/** The sixteen priority slots of a loop: who stands in each, and who wins. */
export const loopSlotsShape = z.object({
  loop_id: z.string(),
  at: z.string(),
  /** Where the switch at the plant stands; 'unknown' while the controller does not answer. 'local' and 'off' beat every remote slot. */
  control: z.enum(['remote', 'local', 'off', 'unknown']),
  /** Always sixteen, 1 first. */
  slots: z.array(z.object({
    slot: z.number().int().min(1).max(16),
    /** What the slot is for: 'manual_life_safety', 'automatic_life_safety', 'critical_equipment', 'minimum_on_off', 'operator', 'strategy', 'optimiser'; null = free use. */
    purpose: z.string().nullable(),
    /** Null: nobody stands here. Slot 1 is shown as held by 'local' while the device says that its local switch is on. */
    holder: z.object({
      /** Account; 'local'; or the server itself: 'interlock' in slot 2, 'guard' in 5, 'minimum_on_off' in 6, which has no command of its own: the present state stays, what waits is in flight. */
      who: z.string(),
      command_id: z.number().int().nullable(),
      state: z.enum(commandStates).nullable(),
      mode: z.enum(commandModes).nullable(),
      setpoint_c: z.number().nullable(),
      /** The words of the one who asked; where the server acts by itself, the stable word of why. */
      reason: z.string().nullable(),
      since: z.string().nullable(),
      until: z.string().nullable(),
      /** The device carries this one out now, by its own word; null = it cannot be asked. */
      on_device: z.boolean().nullable(),
    }).nullable(),
  })),
  /** What holds when no slot does: the controller's own automatic. `active` null = unknown. */
  relinquish_default: z.object({ mode: z.literal('auto'), active: z.boolean().nullable() }),
  /** In flight now: not yet in any slot. */
  in_flight: z.object({ command_id: z.number().int(), slot: z.number().int(), state: z.enum(commandStates) }).nullable(),
  locks: z.array(lockShape),
})
export type LoopSlotsView = z.infer<typeof loopSlotsShape>
