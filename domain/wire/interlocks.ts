import { z } from 'zod'
import { factNames, factTrusts } from '../control/interlocks/fact'
import type { InterlockResult } from '../control/interlocks/judge-interlocks'
import { ruleNames } from '../control/interlocks/rule'

/** What one rule says of a command, with everything it looked at. */
export const interlockShape = z.object({
  rule: z.enum(ruleNames),
  /** 'warn' stops nobody, but must have been seen by whoever arms the command. */
  severity: z.enum(['refuse', 'warn']),
  /** Whether the rule has anything to say about such a command. */
  applies: z.boolean(),
  allowed: z.boolean(),
  /** Stable word of the refusal or warning. */
  reason: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** `value` null = unknown. Whatever is not 'good' was taken as the worst that is plausible. `age_s` of site time, null for what has none. */
  inputs: z.array(z.object({ input: z.enum(factNames), value: z.union([z.number(), z.string(), z.null()]), unit: z.string().nullable(), age_s: z.number().nullable(), source: z.string().nullable(), trust: z.enum(factTrusts) })),
})
export type InterlockView = z.infer<typeof interlockShape>

export const interlocksAnswerShape = z.object({ at: z.string(), loop_id: z.string(), allowed: z.boolean(), results: z.array(interlockShape) })

export const viewOfInterlock = ({ rule, severity, applies, allowed, reason, params, inputs }: InterlockResult): InterlockView => ({
  rule, severity, applies, allowed, reason, params: finite(params), inputs: inputs.map(({ name, value, unit, age_s, source, trust }) => ({ input: name, value, unit, age_s, source, trust })),
})

/** JSON has no word for what is not a number or has no end. */
const finite = (params: InterlockResult['params']): InterlockView['params'] => Object.fromEntries(Object.entries(params).map(([key, value]) => [key, typeof value === 'number' && !Number.isFinite(value) ? String(value) : value]))
