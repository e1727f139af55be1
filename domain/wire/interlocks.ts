import { z } from 'zod'
import type { InterlockResult } from '../control/interlocks/judge-interlocks'
import { interlockResultShape, type InterlockResultView } from './commands'

export const interlocksAnswerShape = z.object({ at: z.string(), loop_id: z.string(), allowed: z.boolean(), results: z.array(interlockResultShape) })

/** An interlock's result as it is kept and shown: without the intervals it was judged by. */
export const viewOfInterlock = ({ rule, severity, applies, allowed, reason, params, inputs }: InterlockResult): InterlockResultView => ({
  rule, severity, applies, allowed, reason, params: spoken(params), inputs: inputs.map(({ name, value, unit, age_s, source, trust }) => ({ name, value, unit, age_s, source, trust })),
})

/** JSON has no word for what is not a number or has no end. */
const spoken = (params: InterlockResult['params']): InterlockResultView['params'] => Object.fromEntries(Object.entries(params).map(([key, value]) => [key, typeof value === 'number' && !Number.isFinite(value) ? String(value) : value]))
