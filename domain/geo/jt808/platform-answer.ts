import { encodeFrame, type Jt808Header } from './frame'

/** Results of the general answer. */
export const generalResults = { accepted: 0, failed: 1, malformed: 2, unsupported: 3 } as const
/** Results of the answer to a registration. */
export const registrationResults = { accepted: 0, vehicleRegistered: 1, vehicleUnknown: 2, terminalRegistered: 3, terminalUnknown: 4 } as const

const u16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff]

/** The general answer 0x8001 to a terminal's message, in the version in which it spoke. `sequence` counts the platform's own messages. */
export function encodeGeneralAnswer(to: Jt808Header, sequence: number, result: keyof typeof generalResults): Uint8Array {
  return encodeFrame({ messageId: 0x8001, standard: to.standard, phone: to.phone, sequence }, Uint8Array.from([...u16(to.sequence), ...u16(to.messageId), generalResults[result]]))
}

/**
 * The answer 0x8100 to a registration; the code (printable ASCII) is what the terminal authenticates with from then on.
 * @throws RangeError for a code that is not printable ASCII, missing with success, or too long
 */
export function encodeRegistrationAnswer(to: Jt808Header, sequence: number, result: keyof typeof registrationResults, code: string | null): Uint8Array {
  if (result === 'accepted' ? !/^[\x21-\x7e]{1,200}$/.test(code ?? '') : code !== null) throw new RangeError('JT/T 808: an authentication code goes with success, and only then')
  const letters = Array.from(code ?? '', (letter) => letter.charCodeAt(0))
  return encodeFrame({ messageId: 0x8100, standard: to.standard, phone: to.phone, sequence }, Uint8Array.from([...u16(to.sequence), registrationResults[result], ...letters]))
}
