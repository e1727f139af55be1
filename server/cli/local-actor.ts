import { userInfo } from 'node:os'

/** Who works at the machine itself, as the audit names them: no account of Hearthway, but the system's user. */
export function localActor(): string {
  try {
    return `os:${userInfo().username}`
  } catch {
    // A user without an entry in the system's list.
    return `os:${process.getuid?.() ?? 'unknown'}`
  }
}
