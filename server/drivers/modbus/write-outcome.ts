import { LinkError, type WriteOutcome } from '../driver'

const notCarriedOut = [6, 0x0a]
const refused = [1, 2, 3, 8]

/** The words of the Modbus application protocol v1.1b3, section 7. */
const words: Record<number, string> = {
  1: 'illegal function', 2: 'illegal address', 3: 'illegal value', 4: 'device failure', 5: 'accepted, in progress', 6: 'busy', 8: 'memory parity error',
  0x0a: 'gateway: no path', 0x0b: 'gateway: the unit does not answer',
}
export const detailOf = (code: number): string => `modbus exception ${code}${words[code] ? ` (${words[code]})` : ''}`

/**
 * What a Modbus exception after a write means. 6 (busy) and 0x0A (no path): nothing was done. 1, 2, 3, 8: never will be.
 * 5 (accepted, in progress), 4 and 0x0B (the target failed or did not answer), and whatever the standard does not know: unknown.
 */
export function outcomeOfException(code: number): WriteOutcome {
  if (notCarriedOut.includes(code)) return { outcome: 'notCarriedOut', detail: detailOf(code) }
  return { outcome: refused.includes(code) ? 'refused' : 'unknown', detail: detailOf(code) }
}

/** What an exception to a read means: a device that has no such registers is another one; any other gives no answer now. */
export const linkErrorOfException = (code: number, unitId: number): LinkError => new LinkError(refused.includes(code) ? 'wrongDevice' : 'silent', `unit ${unitId}: ${detailOf(code)}`)
