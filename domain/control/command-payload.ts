import type { CommandMode } from './command'

/** What a second person approves, to the letter. */
export interface CommandPayload {
  target: { kind: string; id: string }
  reason: string | null
  notamReference: string | null
  commands: readonly { loopId: string; slot: number; mode: CommandMode; setpointC: number | null; leaseS: number | null }[]
}

/** The one text of a payload: its SHA-256 is what an approval is bound to. Every figure of every loop stands in it. */
export function canonicalPayload({ target, reason, notamReference, commands }: CommandPayload): string {
  const loops = commands.map(({ loopId, slot, mode, setpointC, leaseS }) => [loopId, slot, mode, setpointC, leaseS] as const).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return JSON.stringify([1, target.kind, target.id, reason, notamReference, loops])
}
