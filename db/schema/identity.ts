import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { roles } from '../../domain/identity/roles'
import type { Scope } from '../../domain/identity/principal'

const instant = (name: string) => timestamp(name, { withTimezone: true })
const roleList = sql.raw(roles.map((role) => `'${role}'`).join(', '))

/**
 * Who may sign in. Closed accounts stay, so that a name in the audit never means another person. All instants here are wall time.
 * Property names are those of the library (its `user`); `id` is the name people sign in with, in lower case.
 */
export const accounts = pgTable('accounts', {
  id: text('id').primaryKey(),
  /** As shown. */
  name: text('name').notNull(),
  /** Of an account without one: `...@account.invalid`. */
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  role: text('role').notNull().default('viewer'),
  scope: jsonb('scope').$type<Scope>().notNull(),
  /** Closed. */
  banned: boolean('banned').notNull().default(false),
  banReason: text('ban_reason'),
  banExpires: instant('ban_expires'),
  twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
  /** The password is known to whoever gave it: nothing may be done before it is changed. */
  mustChangePassword: boolean('must_change_password').notNull().default(false),
  /** Failed sign-ins in a row. */
  failedSignIns: integer('failed_sign_ins').notNull().default(0),
  lockedUntil: instant('locked_until'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
}, (t) => [
  check('accounts_role', sql`${t.role} IN (${roleList})`),
  check('accounts_id', sql`${t.id} <> ''`),
])

/** Password hashes (the library's `account`). */
export const accountCredentials = pgTable('account_credentials', {
  id: text('id').primaryKey(),
  accountId: text('account_id').notNull(),
  providerId: text('provider_id').notNull(),
  userId: text('user_id').notNull().references(() => accounts.id, { onDelete: 'cascade' }),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: instant('access_token_expires_at'),
  refreshTokenExpiresAt: instant('refresh_token_expires_at'),
  scope: text('scope'),
  password: text('password'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
}, (t) => [index('account_credentials_user').on(t.userId)])

/** Open sessions (the library's `session`). A cookie is the token and a signature: a copy of this table opens nothing without the secret. */
export const accountSessions = pgTable('account_sessions', {
  id: text('id').primaryKey(),
  token: text('token').notNull().unique(),
  userId: text('user_id').notNull().references(() => accounts.id, { onDelete: 'cascade' }),
  /** The absolute limit. */
  expiresAt: instant('expires_at').notNull(),
  /** Last use, at most a minute behind. */
  usedAt: instant('used_at').notNull(),
  /** Last proof of identity. */
  provenAt: instant('proven_at').notNull(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  impersonatedBy: text('impersonated_by'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
}, (t) => [index('account_sessions_user').on(t.userId)])

/** Sign-ins that wait for their second factor (the library's `verification`). */
export const accountVerifications = pgTable('account_verifications', {
  id: text('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: instant('expires_at').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
}, (t) => [index('account_verifications_identifier').on(t.identifier)])

/** Time-based one-time passwords and backup codes, encrypted with the secret (the library's `twoFactor`). */
export const accountSecondFactors = pgTable('account_second_factors', {
  id: text('id').primaryKey(),
  secret: text('secret').notNull(),
  backupCodes: text('backup_codes').notNull(),
  userId: text('user_id').notNull().references(() => accounts.id, { onDelete: 'cascade' }),
  verified: boolean('verified').notNull().default(false),
  failedVerificationCount: integer('failed_verification_count').notNull().default(0),
  lockedUntil: instant('locked_until'),
}, (t) => [index('account_second_factors_user').on(t.userId)])
