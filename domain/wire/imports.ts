import { z } from 'zod'

const position = z.tuple([z.number(), z.number()])

/** Our columns, for which a file may have fields. */
export const importColumns = ['id', 'name', 'name_en', 'ref', 'kind', 'highway', 'aeroway', 'bridge', 'tunnel', 'width_m', 'lanes', 'pavement_type', 'surface', 'layers', 'sky_view_fraction', 'surface_temperature_c', 'measured_at'] as const
/** The same of a table of measuring stations, one a row: a position or a stake, what it measures, and how it was surveyed. */
export const stationColumns = [
  'id', 'name', 'name_en', 'lon', 'lat', 'x', 'y', 'crs', 'route', 'stake', 'segment_id', 'sensors', 'has_surface', 'has_pavement', 'has_slab', 'has_air', 'has_dewpoint', 'has_wind', 'has_precipitation', 'frame', 'epoch_year', 'correction_source',
] as const
/** What the user says of a file; what is left out is found in it. */
export const importOptionsShape = z.object({
  /** Prefix of segment ids; by default the file's name. */
  name: z.string().regex(/^[\p{L}\p{N}_-]{1,60}$/u).optional(),
  piece_m: z.number().min(10).max(1000).optional(),
  crs: z.string().max(40).optional(),
  encoding: z.string().max(40).optional(),
  layer: z.string().max(200).optional(),
  /** Answers to findings. */
  accept_as: z.array(z.enum(['as-is', 'swapped', 'gcj02', 'bd09'])).max(4).optional(),
  /** Our column -> field of the file; null: none. */
  mapping: z.record(z.string().max(40), z.string().max(200).nullable()).optional(),
  attribution: z.string().max(300).optional(),
  city_name: z.string().max(60).optional(),
  time_zone: z.string().max(60).optional(),
}).strict()
export type ImportOptionsView = z.infer<typeof importOptionsShape>

export const importFindingShape = z.object({
  kind: z.enum(['crs_unknown', 'metres_as_degrees', 'axes_swapped', 'shifted_datum', 'wrong_zone', 'zone_conflict', 'foreign_datum', 'far_away']),
  /** English words with figures; the figures alone in `params`. */
  evidence: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  question: z.string(),
  /** As options of the command line: `--accept-as gcj02`, `--crs EPSG:4551`. */
  answers: z.array(z.string()),
})

const remark = z.object({ index: z.number().int(), id: z.string().nullable() })

export const importPreviewShape = z.object({
  format: z.string(),
  layer: z.string(),
  layers: z.array(z.object({ name: z.string(), features: z.number().int(), lines: z.number().int() })),
  /** Null while nobody knows. */
  crs: z.object({ code: z.string().nullable(), name: z.string(), said_by: z.string(), changed: z.string().nullable() }).nullable(),
  encoding: z.object({ name: z.string(), why: z.string() }).nullable(),
  /** How positions were changed on the user's word. */
  accepted_as: z.array(z.enum(['as-is', 'swapped', 'gcj02', 'bd09'])),
  position_check: z.string(),
  notes: z.array(z.string()),
  fields: z.array(z.object({ name: z.string(), examples: z.array(z.string()) })),
  /** As it was taken: proposed, and what the options say otherwise. */
  mapping: z.record(z.string(), z.string().nullable()),
  findings: z.array(importFindingShape),
  counts: z.object({ features: z.number().int(), accepted: z.number().int(), refused: z.number().int(), segments: z.number().int(), stations: z.number().int(), length_m: z.number(), repaired: z.number().int(), unread: z.number().int() }),
  refused: z.array(z.object({ reason: z.string(), words: z.string(), count: z.number().int(), examples: z.array(remark.extend({ detail: z.string(), position: position.nullable() })) })),
  repairs: z.array(remark.extend({ what: z.string(), position })),
  unread: z.array(remark.extend({ field: z.string(), reason: z.string() })),
  /** Thinned lines by kind, and which share of the segments they are. */
  lines: z.object({ shown: z.number(), collection: z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) }) }),
  /** Where stations of a table would stand, the first 4,000; null: off the road. */
  stations: z.array(z.object({ id: z.string(), line: z.number().int(), position, segment_id: z.string().nullable(), distance_m: z.number().nullable() })),
})
export type ImportPreviewView = z.infer<typeof importPreviewShape>

/** `asks`: findings are open; `ready`: may be committed; the last four are ends. */
export const importDraftStates = ['reading', 'asks', 'ready', 'refused', 'storing', 'stored', 'failed'] as const

/** A file that was sent and is not (yet) part of the network. Gone after two hours, or with the server. */
export const importDraftShape = z.object({
  id: z.string(),
  file: z.string(),
  bytes: z.number().int(),
  state: z.enum(importDraftStates),
  /** What is done now, or was done last, in words. */
  step: z.string(),
  options: importOptionsShape,
  preview: importPreviewShape.nullable(),
  /** Why it was refused or failed. */
  refusal: z.string().nullable(),
  /** Number of the stored import. */
  import_id: z.number().int().nullable(),
})
export type ImportDraftView = z.infer<typeof importDraftShape>

export const storedImportShape = z.object({
  id: z.number().int(), file: z.string(), name: z.string().nullable(), imported_at: z.string(), segments: z.number().int(), stations: z.number().int(), undone_at: z.string().nullable(), undone_by: z.string().nullable(),
})

export type StoredImportView = z.infer<typeof storedImportShape>
export const importUndoneShape = z.object({ segments: z.number().int(), stations: z.number().int() })
