import type { ExportFacts } from './export-facts'
import type { ExportRow } from './export-row'
import type { ExportSystem } from './export-system'

/** Formats that are made as a whole, by a job. */
export const jobFormats = ['geopackage', 'flatgeobuf', 'shapefile'] as const
export type JobFormat = (typeof jobFormats)[number]
export const shapefileEncodings = ['UTF-8', 'GBK'] as const
export type ShapefileEncoding = (typeof shapefileEncodings)[number]

/** Everything about a file but its rows. */
export interface ExportTask { format: JobFormat; encoding: ShapefileEncoding; system: ExportSystem; atMs: number; facts: ExportFacts }

/** Takes rows as they come and makes the file at the end. */
export interface ExportWriter {
  add(row: ExportRow): void
  /** Pieces of the file in order. */
  finish(): Iterable<Uint8Array>
}
