import type { BackupSequence } from './backup-tables'

/**
 * A backup is gzipped text, one JSON value a line: the header; then per table its table line followed by one array of texts a row
 * (each value as PostgreSQL prints it, geometry as EWKB in hex, null as null); at last the trailer. The same on both engines.
 */
export const backupFormat = 'hearthway-backup'
export const backupVersion = 1

export interface BackupHeader { format: typeof backupFormat; version: number; madeAt: string; engine: string; migrations: string[] }
export interface TableLine { table: string; columns: string[] }
export type RowLine = (string | null)[]
export interface BackupTrailer {
  end: true
  /** Rows of each table. */
  rows: Record<string, number>
  sequences: BackupSequence[]
  /** SHA-256, hex, of every byte of the text before the trailer line. */
  sha256: string
}
export type BackupLine = BackupHeader | TableLine | RowLine | BackupTrailer

/** Rows carried at once, which bounds memory on both sides. */
export const rowsPerPage = 5000

/** Printing that loses nothing and does not depend on the server's locale. */
export const printingSettings = "SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true), set_config('extra_float_digits', '1', true), set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true)"
