import type { KnownLine } from '#domain/geo/judge-placement'
import { fitZone } from './crs/fit-zone'
import { mapPositions, positionsOf } from './crs/map-positions'
import { resolveCrs } from './crs/resolve-crs'
import { shifts } from './crs/shifts'
import type { Crs } from './crs/crs'
import { readSource } from './formats/read-source'
import type { SourceFormat, SourceLayer, TextEncoding } from './formats/source-file'
import { isObject } from './geojson-features'
import { importFindings, zoneConflict, type AcceptAs, type Finding } from './import-findings'
import { ImportRefused } from './import-refused'
import { mapColumns, proposeMapping, type ColumnMapping } from './map-columns'
import { prepareStations } from './prepare-stations'
import type { StationRow } from './station-row'
import { planImport, type ImportPlan } from './plan-import'

/** What is to be read and how; it crosses into a worker thread, so it holds plain data only. */
export interface ImportTask {
  path: string
  /** The file's name for people. */
  shown: string
  /** Prefix of every id and `source` of every segment. */
  name: string
  pieceM: number
  nowMs: number
  crs?: string
  encoding?: string
  layer?: string
  acceptAs?: AcceptAs[]
  mapping?: ColumnMapping
  /** Lines of the network that stands, thinned. */
  standing: KnownLine[]
  /** Published places: control lines and points by name. */
  published: KnownLine[]
}

/** What was found in a file, in words that can be stored and shown. */
export interface SourceSummary {
  format: SourceFormat
  layer: string
  layers: { name: string; features: number; lines: number }[]
  /** Null as long as nobody knows. */
  crs: { code: string | null; name: string; said_by: string; changed: string | null } | null
  encoding: TextEncoding | null
  /** How positions were changed on the user's word. */
  accepted_as: AcceptAs[]
  /** What the positions were held against. */
  position_check: string
  notes: string[]
  fields: { name: string; examples: string[] }[]
  mapping: ColumnMapping
}

export interface PreparedImport { source: SourceSummary; findings: Finding[]; plan: ImportPlan; /** Rows of a table of stations; absent for a file of roads. */ stations?: StationRow[] }

const isLine = (feature: unknown): boolean => {
  const type = isObject(feature) && isObject(feature['geometry']) ? feature['geometry']['type'] : null
  return type === 'LineString' || type === 'MultiLineString' || type === 'GeometryCollection'
}

/**
 * Reads a file, finds out what its coordinates and texts are, holds them against what is known and cuts the roads. Touches no database.
 * Positions are as the file and the user say; open findings say why they may be wrong.
 * @throws ImportRefused when the file as a whole cannot be taken
 */
export async function prepareImport(task: ImportTask, onProgress: (step: string) => void = () => undefined): Promise<PreparedImport> {
  const { shown, acceptAs = [] } = task
  onProgress(`reading ${shown}`)
  const file = await readSource(task.path, shown, { onProgress, ...(task.encoding === undefined ? {} : { encoding: task.encoding }) })
  if (file.table) return prepareStations(task, file.table)
  const layer = chosenLayer(file.layers, task.layer, shown)
  if (layer.features.length === 0) throw new ImportRefused(`${shown}: there are no features in it`)

  const said = resolveCrs(layer.crs, task.crs, shown)
  const swapped = acceptAs.includes('swapped')
  const shift = acceptAs.includes('gcj02') ? 'gcj02' : acceptAs.includes('bd09') ? 'bd09' : null
  const raw = rawLines(layer)
  const fitted = said && fitZone(said, raw.flatMap(({ axis }) => axis.slice(0, 1).map((xy) => xy[swapped ? 1 : 0])).slice(0, 1000))
  const crs = fitted?.crs ?? null
  const fields = fieldsOf(layer.features)
  const mapping = { ...proposeMapping(fields.map((field) => field.name)), ...task.mapping }
  const named = raw.map(({ feature, axis }) => ({ name: nameOf(feature, mapping), axis }))
  const found = !layer.features.some(isLine)
    ? { findings: [], check: 'no line to hold against anything' }
    : fitted?.conflict
      ? { findings: [zoneConflict(fitted.conflict, fitted.crs)], check: 'the zone number denies what the file says' }
      : importFindings({ raw: named, crs, swapped, shift, standing: task.standing, published: task.published })
  const findings = acceptAs.includes('as-is') ? found.findings.filter((finding) => !finding.answers.some((answer) => answer.endsWith('as-is'))) : found.findings

  place(layer.features, crs, swapped, shift)
  onProgress(`checking and cutting ${layer.features.length} features`)
  for (const feature of layer.features) if (isObject(feature) && isObject(feature['properties'])) feature['properties'] = mapColumns(feature['properties'], mapping)
  const plan = planImport(layer.features, { name: task.name, pieceM: task.pieceM, now: new Date(task.nowMs) })
  return {
    source: {
      format: file.format, layer: layer.name, layers: file.layers.map((one) => ({ name: one.name, features: one.features.length, lines: one.features.filter(isLine).length })),
      crs: crs && { code: crs.code, name: crs.name, said_by: task.crs === undefined ? layer.crs!.by : 'you', changed: fitted?.changed ?? null },
      encoding: layer.encoding, accepted_as: acceptAs, position_check: found.check, notes: layer.notes, fields, mapping,
    },
    findings, plan,
  }
}

function chosenLayer(layers: readonly SourceLayer[], asked: string | undefined, file: string): SourceLayer {
  const names = layers.map(({ name }) => `"${name}"`).join(', ')
  if (asked !== undefined) {
    const found = layers.find(({ name }) => name === asked)
    if (!found) throw new ImportRefused(`${file}: there is no layer "${asked}"; it has ${names}`)
    return found
  }
  const withLines = layers.filter(({ features }) => features.some(isLine))
  if (withLines.length > 1) throw new ImportRefused(`${file}: several layers hold lines: ${withLines.map(({ name }) => `"${name}"`).join(', ')}. Choose one with --layer NAME and import the others after it`)
  return withLines[0] ?? layers[0]!
}

/** Lines in the coordinates as written, with their features. */
function rawLines({ features }: SourceLayer): { feature: unknown; axis: [number, number][] }[] {
  return features.flatMap((feature) => {
    const geometry = isObject(feature) ? feature['geometry'] : null
    if (!isObject(geometry)) return []
    const parts = geometry['type'] === 'MultiLineString' && Array.isArray(geometry['coordinates']) ? geometry['coordinates'].map((coordinates: unknown) => ({ coordinates })) : [geometry]
    return parts.map((part) => ({ feature, axis: positionsOf(part) })).filter(({ axis }) => axis.length > 0)
  })
}

function nameOf(feature: unknown, { name }: ColumnMapping): string | null {
  const value = name && isObject(feature) && isObject(feature['properties']) ? feature['properties'][name] : null
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** Turns every position into longitude, latitude, in place. */
function place(features: readonly unknown[], crs: Crs | null, swapped: boolean, shift: 'gcj02' | 'bd09' | null): void {
  if (!crs || (crs.toLonLat === null && !swapped && shift === null)) return
  const plausible = ([lon, lat]: readonly [number, number]): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 90
  // Eight decimals are a millimetre; more would be the noise of the projection.
  const rounded = ([lon, lat]: readonly [number, number]): [number, number] => [Math.round(lon * 1e8) / 1e8, Math.round(lat * 1e8) / 1e8]
  for (const feature of features) {
    if (!isObject(feature)) continue
    mapPositions(feature['geometry'], ([x, y]) => {
      const ordered: [number, number] = swapped ? [y, x] : [x, y]
      const position = crs.toLonLat ? rounded(crs.toLonLat(ordered)) : ordered
      return shift !== null && plausible(position) ? rounded(shifts[shift].inverse(position)) : position
    })
  }
}

const fieldsLookedAt = 2000
const examplesKept = 3

/** Names of all columns with a few values, in the order in which they are met. */
function fieldsOf(features: readonly unknown[]): { name: string; examples: string[] }[] {
  const found = new Map<string, Set<string>>()
  for (const feature of features.slice(0, fieldsLookedAt)) {
    if (!isObject(feature) || !isObject(feature['properties'])) continue
    for (const [name, value] of Object.entries(feature['properties'])) {
      const examples = found.get(name) ?? new Set<string>()
      found.set(name, examples)
      if (examples.size < examplesKept && value !== null && value !== undefined && typeof value !== 'object') examples.add(String(value).slice(0, 60))
    }
  }
  return [...found].slice(0, 200).map(([name, examples]) => ({ name: name.slice(0, 120), examples: [...examples] }))
}
