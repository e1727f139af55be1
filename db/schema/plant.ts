import { sql } from 'drizzle-orm'
import { check, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { PlantDifference } from '../../domain/network/plant-difference'
import type { PlantFile } from '../../domain/network/plant-file'

/** Every plant that stood here, as the file that made it. Append-only: a trigger refuses UPDATE and DELETE. */
export const plantVersions = pgTable('plant_versions', {
  /** From 1, without gaps. */
  number: integer('number').primaryKey(),
  /** Site instant. */
  appliedAt: timestamp('applied_at', { withTimezone: true }).notNull(),
  actor: text('actor').notNull(),
  /** Why, in the words of whoever applied it; null when nothing was said. */
  reason: text('reason'),
  /** SHA-256 of the file in canonical form (keys sorted, no white space). */
  sha256: text('sha256').notNull(),
  file: jsonb('file').$type<PlantFile>().notNull(),
  /** Against the plant that stood before. */
  difference: jsonb('difference').$type<PlantDifference>().notNull(),
}, (t) => [check('plant_versions_number', sql`${t.number} > 0`)])
