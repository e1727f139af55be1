import { z } from 'zod'

export const runwayUseShape = z.object({
  runway_id: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  /** 'unknown': nobody has said anything, or what was said has expired; no command is sent to it then. */
  use: z.enum(['in_use', 'not_in_use', 'unknown']),
  /** Who said it last, for what, when and until when, site time; null: nobody ever has. */
  said: z.object({ in_use: z.boolean(), source: z.string(), reference: z.string(), by: z.string(), at: z.string(), expires_at: z.string(), age_s: z.number() }).nullable(),
})
export type RunwayUseView = z.infer<typeof runwayUseShape>

export const runwayDeclarationShape = z.object({
  in_use: z.boolean(),
  /** What it rests on: the tower's message, a NOTAM, a log entry. */
  reference: z.string().trim().min(2).max(60),
  /** How long it holds, s of site time: five minutes to twelve hours. */
  expires_in_s: z.number().int().min(300).max(43_200),
})
export type RunwayDeclaration = z.infer<typeof runwayDeclarationShape>
