/** What people sign in with: letters and digits of any script, `.`, `_`, `-` inside; compared without regard to case. */
const pattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u

/** The name as it is kept and compared. */
export const canonicalAccountName = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** Names that the record gives to what is no person: the server and its protections, and holders that only a device knows. Whoever bore one would pass for it, locks and all. */
export const reservedNames: readonly string[] = ['server', 'guard', 'interlock', 'minimum_on_off', 'auto', 'local', 'safe_state', 'foreign', 'unknown']

/** Whether a canonical name may be an account's. */
export const mayBeAccountName = (name: string): boolean => pattern.test(name) && !reservedNames.includes(name)

/** Whether a canonical text could be looked up at all: no control characters, no half of a character. */
export const isPlainText = (text: string): boolean => !/\p{C}/u.test(text)
