import type { JobFormat, ShapefileEncoding } from '#domain/wire/exports'
import type { ExportFacts } from './export-facts'
import type { ExportRow } from './export-row'
import type { ExportSystem } from './export-system'

/** Everything about a file but its rows. */
export interface ExportTask { format: JobFormat; encoding: ShapefileEncoding; system: ExportSystem; atMs: number; facts: ExportFacts }

/** Takes rows as they come and makes the file at the end. */
export interface ExportWriter {
  add(row: ExportRow): void
  /** Pieces of the file in order. */
  finish(): Iterable<Uint8Array>
}
