import type { Jt808Message } from './frame'

interface OpenMessage { readonly key: string; readonly sinceMs: number; readonly parts: readonly (Uint8Array | undefined)[] }

/** Messages of which parts are still missing, oldest first. */
export type OpenMessages = readonly OpenMessage[]

/** Parts wait this long; a terminal has this many long messages under way, each of at most so many parts (64 KiB). */
const longestWaitMs = 60_000
const mostOpen = 8
const mostParts = 64

/**
 * Takes in one message and hands out whole ones: itself when it has no parts, else when its last missing part came (in any order, repeated
 * ones taken once). Parts of one message carry successive sequence numbers, by which they are told from those of the next; the whole one has
 * the number of its first. What waits too long, or is too much, is forgotten.
 */
export function joinParts(open: OpenMessages, message: Jt808Message, nowMs: number): { readonly open: OpenMessages; readonly whole: Jt808Message | null } {
  const { header, body } = message
  const waiting = open.filter(({ sinceMs }) => nowMs - sinceMs <= longestWaitMs)
  if (header.part === null) return { open: waiting, whole: message }
  const { index, total } = header.part
  if (total > mostParts) return { open: waiting, whole: null }
  const firstSequence = (header.sequence - (index - 1) + 0x10000) % 0x10000
  const key = `${header.phone} ${header.messageId} ${firstSequence} ${total}`
  const before = waiting.find((one) => one.key === key)
  const parts = Array.from({ length: total }, (_, i) => (i === index - 1 ? body : before?.parts[i]))
  const others = waiting.filter((one) => one !== before)
  if (parts.some((part) => part === undefined)) return { open: [...others, { key, sinceMs: before?.sinceMs ?? nowMs, parts }].slice(-mostOpen), whole: null }
  const joined = Uint8Array.from(parts.flatMap((part) => [...part!]))
  return { open: others, whole: { header: { ...header, sequence: firstSequence, part: null }, body: joined } }
}
