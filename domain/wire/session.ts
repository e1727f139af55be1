import { z } from 'zod'

export const signInShape = z.object({ name: z.string().min(1).max(80), password: z.string().min(1).max(200) })
export const sessionShape = z.object({ signed_in: z.boolean(), name: z.string().nullable(), role: z.enum(['viewer', 'operator']).nullable() })
export type SessionView = z.infer<typeof sessionShape>
