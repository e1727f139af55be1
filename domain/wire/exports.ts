import { z } from 'zod'

/** Formats that are made as a whole, by a job. */
export const jobFormats = ['geopackage', 'flatgeobuf', 'shapefile'] as const
export type JobFormat = (typeof jobFormats)[number]
/** Encodings of a Shapefile's table. */
export const shapefileEncodings = ['UTF-8', 'GBK'] as const
export type ShapefileEncoding = (typeof shapefileEncodings)[number]
/** Segments that a request may name one by one; more are a zone, or all. */
export const mostNamedSegments = 5000

const id = z.string().min(1).max(200)
const instant = z.iso.datetime({ offset: true })

/** A file that is wanted. `at` and `as_of` as in the exports that are streamed: now, a past instant, or a forecast. */
export const exportJobRequestShape = z.object({
  format: z.enum(jobFormats),
  crs: z.string().max(40).optional(),
  /** Of a Shapefile only; UTF-8 unless said. */
  encoding: z.enum(shapefileEncodings).optional(),
  zone: id.optional(),
  segment: z.array(id).min(1).max(mostNamedSegments).optional(),
  at: instant.optional(),
  as_of: instant.optional(),
}).strict()
export type ExportJobRequest = z.infer<typeof exportJobRequestShape>

/** A file that is being made, or is there to be fetched. */
export const exportJobShape = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'writing', 'ready', 'failed']),
  format: z.enum(jobFormats),
  /** Null where the format has but one. */
  encoding: z.enum(shapefileEncodings).nullable(),
  crs: z.string(),
  /** `all`, `zone:ID` or `segments:N`. */
  selection: z.string(),
  kind: z.enum(['now', 'history', 'forecast']),
  /** Site instant that the rows are for. */
  valid_at: z.string(),
  /** Site instant at which it was asked for. */
  asked_at: z.string(),
  file: z.string(),
  rows: z.number().int(),
  rows_written: z.number().int(),
  /** Of the finished file. */
  bytes: z.number().int().nullable(),
  /** Where to fetch it; null while it is not there. */
  link: z.string().nullable(),
  /** Wall seconds until the server forgets it. */
  kept_s: z.number().int(),
})
export type ExportJobView = z.infer<typeof exportJobShape>
