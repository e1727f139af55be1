import { sql } from 'drizzle-orm'
import { bigserial, boolean, check, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { assets } from './network'

/**
 * What was said of the use of runways, newest last. Of each runway and source the newest counts until it expires; a feed that says the same again only moves
 * its expiry. All instants are site time.
 */
export const runwayUses = pgTable('runway_uses', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  runwayId: text('runway_id').notNull().references(() => assets.id),
  inUse: boolean('in_use').notNull(),
  /** 'declaration' of an account, or the name of a feed. */
  source: text('source').notNull(),
  reference: text('reference').notNull(),
  /** Account of a declaration; the feed's name otherwise. */
  saidBy: text('said_by').notNull(),
  saidAt: timestamp('said_at', { withTimezone: true }).notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
}, (t) => [index('runway_uses_newest').on(t.runwayId, t.source, t.id), check('runway_uses_expiry', sql`expires_at > said_at`)])
