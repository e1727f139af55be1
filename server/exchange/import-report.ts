import type { Position } from '#domain/network/network'
import type { PlantStation } from '#domain/network/plant-file'
import type { PlacedStation } from './place-station'
import type { Finding } from './import-findings'
import type { ImportPlan, ImportRepair, ImportWarning, RefusedFeature } from './plan-import'
import type { SourceSummary } from './prepare-import'
import { refusalWords, type RefusalReason } from './refusal'

/** What an import did, as stored in `imports.report` and printed. Lengths in m. */
export interface ImportReport {
  /** The import's number, by which it is undone; null as long as it is not stored. */
  id: number | null
  file: string
  name: string
  imported_at: string
  piece_m: number
  features: number
  accepted: { features: number; segments: number; assets: number; length_m: number; readings: number; readings_dated_by_import: number }
  /** Stations of a table as they lie on the network; absent for roads. Distances from the axis in m. */
  stations?: { id: string; line: number; position: Position; segment_id: string | null; distance_m: number | null; plant: PlantStation }[]
  /** The version of the plant that has them; absent as long as it is not stored. */
  plant_version?: number
  refused: { features: number; by_reason: { reason: RefusalReason; words: string; count: number; examples: RefusedFeature[] }[] }
  /** Whom the data is owed to, as said with the import. */
  attribution: string | null
  /** The city this import made, and which of its facts were assumed; null where one stood already. */
  city: { name: string; time_zone: string; assumed: string[] } | null
  /** Segments whose field is a stated default and not a fact, by field. */
  assumed: Record<string, number>
  /** Columns that were there but could not be read; the default was taken instead. */
  warnings: ImportWarning[]
  /** Geometries that were set right, the first of them; `repaired` counts all. */
  repairs: ImportRepair[]
  repaired: number
  /** Format, reference system, encoding and fields of the file, and what its positions were held against. */
  source: SourceSummary
  /** What must be answered before anything is stored. */
  findings: Finding[]
  refused_features: RefusedFeature[]
}

const examplesShown = 3
const repairsKept = 1000

/** Sums a plan up. */
export function importReport(plan: ImportPlan, about: { file: string; name: string; pieceM: number; now: Date; source: SourceSummary; findings: Finding[]; placed?: readonly PlacedStation[] | undefined }): ImportReport {
  const byReason = new Map<RefusalReason, RefusedFeature[]>()
  for (const refused of plan.refused) {
    const list = byReason.get(refused.reason)
    if (list) list.push(refused)
    else byReason.set(refused.reason, [refused])
  }
  const assumed: Record<string, number> = {}
  for (const segment of plan.segments) for (const field of segment.assumed) assumed[field] = (assumed[field] ?? 0) + 1
  return {
    id: null,
    file: about.file,
    name: about.name,
    imported_at: about.now.toISOString(),
    piece_m: about.pieceM,
    features: plan.features,
    accepted: {
      features: plan.features - plan.refused.length,
      segments: plan.segments.length,
      assets: plan.assets.length,
      length_m: Math.round(plan.segments.reduce((sum, segment) => sum + segment.lengthM, 0)),
      readings: plan.readings.length,
      readings_dated_by_import: plan.readings.filter((reading) => !reading.dated).length,
    },
    refused: {
      features: plan.refused.length,
      by_reason: [...byReason].map(([reason, list]) => ({ reason, words: refusalWords[reason], count: list.length, examples: list.slice(0, examplesShown) }))
        .sort((a, b) => b.count - a.count),
    },
    ...(about.placed ? { stations: about.placed.map(({ line, station, position, segmentId, distanceM }) => ({ id: station.id, line, position, segment_id: segmentId, distance_m: distanceM, plant: station })) } : {}),
    attribution: null,
    city: null,
    assumed,
    warnings: plan.warnings,
    repairs: plan.repairs.slice(0, repairsKept),
    repaired: plan.repairs.length,
    source: about.source,
    findings: about.findings,
    refused_features: plan.refused,
  }
}
