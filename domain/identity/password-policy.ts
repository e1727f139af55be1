import { commonPasswords } from './common-passwords'

export const leastPasswordLength = 12
export const mostPasswordLength = 200
/** A password of fewer different characters is a pattern, not a secret. */
const leastDifferent = 5

export type PasswordFault = 'too_short' | 'too_long' | 'contains_name' | 'common' | 'too_uniform'

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

/**
 * Why a password cannot be one, or null. Length counts characters as people do, not bytes. No rule about kinds of characters: they make
 * passwords that are written down.
 * @param names what must not stand in it: sign-in name, shown name, e-mail address
 */
export function judgePassword(password: string, names: readonly string[]): PasswordFault | null {
  const characters = [...password]
  if (characters.length < leastPasswordLength) return 'too_short'
  if (password.length > mostPasswordLength) return 'too_long'
  const text = plain(password)
  const parts = names.flatMap((name) => [plain(name), ...plain(name).split(/[^\p{L}\p{N}]+/u)]).filter((part) => [...part].length >= 3)
  if (parts.some((part) => text.includes(part))) return 'contains_name'
  if (new Set(text).size < leastDifferent) return 'too_uniform'
  const letters = text.replaceAll(/[^\p{L}]/gu, '')
  if (commonPasswords.has(text) || commonPasswords.has(letters) || isRun(text)) return 'common'
  return null
}

/** Every character follows its neighbour: 123456789012, abcdefghijkl, and the same backwards. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) as number)
  const steps = codes.slice(1).map((code, i) => code - (codes[i] as number))
  const follows = (step: number): number => steps.filter((found) => found === step || found === -9 * step).length
  return Math.max(follows(1), follows(-1)) >= steps.length - 1
}
