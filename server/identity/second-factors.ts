import { cookieSet, headersWith } from './auth-cookies'
import { authCookies, type Auth } from './open-auth'
import { refusable } from './refusable'
import type { Session } from './session'
import type { Sessions } from './sessions'

/** The authenticator of a signed-in person: set up, proven, taken away. The password is asked for by the library each time. */
export class SecondFactors {
  constructor(private readonly auth: Auth, private readonly sessions: Sessions) {}

  /** The secret for the authenticator and the backup codes, both told once. In force only after `verify`. Null: wrong password, or one is in force. */
  async begin(cookie: string, session: Session, password: string): Promise<{ uri: string; secret: string; backupCodes: string[] } | null> {
    const answer = await refusable(this.auth.api.enableTwoFactor({ body: { password }, headers: this.headers(cookie) }))
    if (!answer || answer.method !== 'totp') return null
    const secret = new URL(answer.totpURI).searchParams.get('secret') as string
    // Labelled with the name people sign in with; the library knows accounts by their e-mail address.
    const uri = `otpauth://totp/Hearthway:${encodeURIComponent(session.accountId)}?secret=${secret}&issuer=Hearthway&digits=6&period=30`
    return { uri, secret, backupCodes: answer.backupCodes }
  }

  /** Whether the code is right. The first right one puts the second factor in force, and the session gets a new cookie (null: it keeps its own). */
  async verify(cookie: string, code: string): Promise<{ right: boolean; cookie: string | null }> {
    const answer = await refusable(this.auth.api.verifyTOTP({ body: { code }, headers: this.headers(cookie), returnHeaders: true }))
    if (!answer) return { right: false, cookie: null }
    const renewed = cookieSet(answer.headers, authCookies.session)
    if (renewed && renewed !== cookie) await this.sessions.end(cookie)
    return { right: true, cookie: renewed }
  }

  /** A backup code as proof; it is used up. */
  async useBackupCode(cookie: string, code: string): Promise<boolean> {
    return (await refusable(this.auth.api.verifyBackupCode({ body: { code, disableSession: true }, headers: this.headers(cookie) }))) !== null
  }

  /** @returns the session's new cookie; null on a wrong password */
  async remove(cookie: string, password: string): Promise<string | null> {
    const answer = await refusable(this.auth.api.disableTwoFactor({ body: { password }, headers: this.headers(cookie), returnHeaders: true }))
    if (!answer) return null
    await this.sessions.end(cookie)
    return cookieSet(answer.headers, authCookies.session)
  }

  /** Ten new backup codes in place of the old; null on a wrong password or without a second factor. */
  async renewBackupCodes(cookie: string, password: string): Promise<string[] | null> {
    const answer = await refusable(this.auth.api.generateBackupCodes({ body: { password }, headers: this.headers(cookie) }))
    return answer?.backupCodes ?? null
  }

  private headers(cookie: string): Headers {
    return headersWith({ [authCookies.session]: cookie })
  }
}
