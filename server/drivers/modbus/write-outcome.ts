import type { WriteOutcome } from '../driver'

const notCarriedOut = [6, 0x0a]
const refused = [1, 2, 3, 8]

/**
 * What a Modbus exception after a write means. 6 (busy) and 0x0A (no path): nothing was done. 1, 2, 3, 8: never will be.
 * 5 (accepted, in progress), 4 and 0x0B (the target failed or did not answer), and whatever the standard does not know: unknown.
 */
export function outcomeOfException(code: number): WriteOutcome {
  const detail = `modbus exception ${code}`
  if (notCarriedOut.includes(code)) return { outcome: 'notCarriedOut', detail }
  return { outcome: refused.includes(code) ? 'refused' : 'unknown', detail }
}
