import type { Database } from '#db/database'
import { Accounts } from './accounts'
import { openAuthSecret } from './auth-secret'
import { openAuth } from './open-auth'
import { openPasswordHasher, type PasswordHasher } from './password-hash'
import { SecondFactors } from './second-factors'
import { Sessions } from './sessions'
import { SignIn } from './sign-in'

export interface IdentityOptions {
  db: Database
  /** HEARTHWAY_SECRET; null = one kept in the database. */
  secret: string | null
  /** Wall unix ms. */
  wallNow?: () => number
  onError?: (error: unknown) => void
  /** Default: argon2id where it is built for the machine. */
  hasher?: PasswordHasher
}

/** Who is who: accounts, sessions, the way in. */
export interface Identity {
  accounts: Accounts
  sessions: Sessions
  signIn: SignIn
  secondFactors: SecondFactors
  hasher: PasswordHasher
  wallNow(): number
}

export async function openIdentity({ db, secret, wallNow = Date.now, onError, hasher: given }: IdentityOptions): Promise<Identity> {
  const hasher = given ?? await openPasswordHasher()
  const auth = openAuth({ db, secret: await openAuthSecret(db, secret), hasher, wallNow })
  const sessions = new Sessions(db, auth, wallNow, onError)
  const accounts = new Accounts(db, hasher, sessions, wallNow)
  const secondFactors = new SecondFactors(auth, sessions)
  return { accounts, sessions, signIn: new SignIn(db, auth, wallNow, accounts, sessions, secondFactors), secondFactors, hasher, wallNow }
}
