import type { WriteOutcome } from '../driver'

const refused = [0x87, 0x90, 0x99]
const words: Record<number, string> = { 0x10: 'nobody listens to the topic', 0x80: 'unspecified error', 0x83: 'implementation specific error', 0x87: 'not authorised', 0x90: 'topic name invalid', 0x91: 'packet identifier in use', 0x97: 'quota exceeded', 0x99: 'payload format invalid' }

/**
 * What a broker's answer other than success means: it has taken the message from us and given it to nobody.
 * Not authorised, a bad topic or payload never will be different; the rest may be.
 */
export function outcomeOfPuback(reasonCode: number): WriteOutcome {
  const detail = `broker: 0x${reasonCode.toString(16)}${words[reasonCode] ? ` (${words[reasonCode]})` : ''}`
  return { outcome: refused.includes(reasonCode) ? 'refused' : 'notCarriedOut', detail }
}
