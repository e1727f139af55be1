import { z } from 'zod'
import { lockKinds } from '../control/locks'

/** A lock keeps the commands of everybody but its holder off its loops; it never keeps a stop off. */
export const lockShape = z.object({
  id: z.number().int(),
  kind: z.enum(lockKinds),
  /** Account. */
  holder: z.string(),
  reason: z.string(),
  target: z.object({ kind: z.enum(['loop', 'energyStation', 'zone']), id: z.string() }),
  /** The target's loops when the lock was placed. */
  loop_ids: z.array(z.string()),
  placed_at: z.string(),
  /** Site instant of its end; null = until it is ended (maintenance). */
  until: z.string().nullable(),
})
export type LockView = z.infer<typeof lockShape>

export const lockRequestShape = z.object({
  target: lockShape.shape.target.extend({ id: z.string().min(1) }),
  /** incident 30 wall minutes, testing 5, maintenance until it is ended. */
  kind: z.enum(lockKinds),
  reason: z.string().trim().min(1).max(200),
})
export type LockRequest = z.infer<typeof lockRequestShape>
