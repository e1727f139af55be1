import { z } from 'zod'

const column = z.array(z.number().nullable())

/** Heat of each energy station's loops over a span, from stored readings of their thermal power. Electrical power is not metered: nothing is said of COP and CO2. */
export const energyShape = z.object({
  from: z.string(),
  to: z.string(),
  step_s: z.number().int(),
  stations: z.array(z.object({
    id: z.string(),
    loops: z.number().int(),
    /** By step: mean power of the loops that were heard of, kW; null where none was. */
    into_kw: column,
    out_kw: column,
    /** By step: share of the loops' time that was heard of. */
    known_share: z.array(z.number()),
    /** Of the time that was heard of. */
    into_kwh: z.number(),
    out_kwh: z.number(),
    known_share_of_all: z.number(),
  })),
})
export type EnergyView = z.infer<typeof energyShape>
