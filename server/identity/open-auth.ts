import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { admin } from 'better-auth/plugins/admin'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Database } from '#db/database'
import { accountCredentials, accounts, accountSecondFactors, accountSessions, accountVerifications } from '#db/schema/identity'
import { mostPasswordLength } from '#domain/identity/password-policy'
import { absoluteLimitMs } from '#domain/identity/session-limits'
import type { PasswordHasher } from './password-hash'

/** Names of the library's cookies, which stay inside the server: our routes give the browser their values under their own names. */
export const authCookies = { session: 'hearthway.session_token', secondFactor: 'hearthway.two_factor' } as const

export interface AuthOptions { db: Database; secret: string; hasher: PasswordHasher; wallNow: () => number }

/**
 * The library, on our tables. Its own HTTP handler is not mounted: our routes call it for passwords, sessions and second factors, and keep
 * the public surface, the limits and the refusals.
 */
export function openAuth({ db, secret, hasher, wallNow }: AuthOptions) {
  const wallDate = (): Date => new Date(wallNow())
  return betterAuth({
    appName: 'Hearthway',
    // Never opened: nothing is sent by mail and no handler is mounted.
    baseURL: 'http://localhost',
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    database: drizzleAdapter(drizzle(db.pool), {
      provider: 'pg', schema: { user: accounts, account: accountCredentials, session: accountSessions, verification: accountVerifications, twoFactor: accountSecondFactors },
    }),
    emailAndPassword: {
      enabled: true, disableSignUp: true, maxPasswordLength: mostPasswordLength,
      password: { hash: (password) => hasher.hash(password), verify: ({ hash, password }) => hasher.verify(hash, password) },
    },
    session: {
      expiresIn: absoluteLimitMs / 1000, disableSessionRefresh: true,
      additionalFields: { usedAt: { type: 'date', required: false, input: false }, provenAt: { type: 'date', required: false, input: false } },
    },
    user: {
      additionalFields: { scope: { type: 'json', required: false, input: false }, mustChangePassword: { type: 'boolean', required: false, input: false } },
    },
    // A session begins, is used and is proven now, by the clock we were given.
    databaseHooks: { session: { create: { before: async (session) => ({ data: { ...session, createdAt: wallDate(), updatedAt: wallDate(), usedAt: wallDate(), provenAt: wallDate(), expiresAt: new Date(wallNow() + absoluteLimitMs) } }) } } },
    advanced: { cookiePrefix: 'hearthway', useSecureCookies: false, disableOriginCheck: true },
    plugins: [admin({ defaultRole: 'viewer' }), twoFactor({ issuer: 'Hearthway', accountLockout: { enabled: true } })],
  })
}

export type Auth = ReturnType<typeof openAuth>
