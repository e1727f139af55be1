import { cutLine } from '#domain/geo/cut-line'
import { fillSurface } from '#domain/network/fill-surface'
import type { Asset, Bilingual, Segment, Sensor } from '#domain/network/network'
import { storableText } from '#domain/wire/storable-text'
import { isObject, type Json } from './geojson-features'
import { lineParts } from './line-parts'
import type { Refusal } from './refusal'
import { roadKind, type RoadKind } from './road-kind'
import { readingColumn, surfaceColumns } from './surface-columns'

export interface RefusedFeature extends Refusal { index: number; id: string | null }
export interface ImportWarning { index: number; id: string | null; field: string; reason: string }
/** Part of a geometry that was set right or left out while the feature was taken. */
export interface ImportRepair { index: number; id: string | null; what: string; position: [number, number] }
export interface ImportedReading { sensorId: string; valueC: number; atMs: number; dated: boolean }

/** Everything a file asks to be stored, and everything that was left out. */
export interface ImportPlan {
  assets: Asset[]
  segments: Segment[]
  sensors: Sensor[]
  readings: ImportedReading[]
  refused: RefusedFeature[]
  warnings: ImportWarning[]
  repairs: ImportRepair[]
  features: number
}

const unnamed: Record<RoadKind['kind'], Bilingual> = {
  road: { zh: '未命名道路', en: 'Unnamed road' }, bridge: { zh: '未命名桥梁', en: 'Unnamed bridge' }, runway: { zh: '跑道', en: 'Runway' },
  taxiway: { zh: '滑行道', en: 'Taxiway' }, apron: { zh: '机坪', en: 'Apron' },
}
const millimetres = (metres: number): number => Math.round(metres * 1000) / 1000
const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null)

/** The feature's own id where it can stand in an address, else its index. */
function keyOf(feature: Json, columns: Json, index: number): { shown: string | null; key: string } {
  const given = [feature['id'], columns['id'], columns['osm_id'], columns['@id']].find((id) => typeof id === 'string' || typeof id === 'number')
  const shown = given === undefined ? null : String(given).slice(0, 80)
  const key = shown?.replace(/[^\p{L}\p{N}_:-]+/gu, '-')
  return { shown, key: key ? key : `f${index}` }
}

interface Names { name: Bilingual | null; ref: string | null }

function namesOf(columns: Json): Names {
  const first = (...fields: string[]): string | null => fields.reduce<string | null>((found, field) => found ?? textOf(columns[field]), null)
  const ref = first('ref', 'route')
  const zh = first('name:zh', 'name_zh', 'name', 'name:en', 'name_en') ?? ref
  return { name: zh === null ? null : { zh, en: first('name:en', 'name_en', 'name') ?? zh }, ref }
}

/** Features of one name and kind are one asset; nameless ones are one asset per class. */
class AssetList {
  readonly #byKey = new Map<string, Asset>()
  constructor(readonly prefix: string) {}

  of(road: RoadKind, { name, ref }: Names): Asset {
    const key = JSON.stringify([road.kind, name?.zh ?? null, name ? ref : (road.roadClass ?? null)])
    const known = this.#byKey.get(key)
    if (known) return known
    const asset: Asset = { id: `${this.prefix}.a${this.#byKey.size + 1}`, kind: road.kind, name: name ?? unnamed[road.kind], route: name ? ref : null }
    this.#byKey.set(key, asset)
    return asset
  }

  all = (): Asset[] => [...this.#byKey.values()]
}

/**
 * Turns features into segments, without any IO.
 * @param name prefix of every id and the `source` of every segment
 * @param pieceM longest segment, m
 * @param now instant given to a temperature that comes without `measured_at`
 */
export function planImport(features: readonly unknown[], { name, pieceM, now }: { name: string; pieceM: number; now: Date }): ImportPlan {
  const plan: ImportPlan = { assets: [], segments: [], sensors: [], readings: [], refused: [], warnings: [], repairs: [], features: features.length }
  const assets = new AssetList(name)
  const keys = new Set<string>()
  features.forEach((feature, index) => {
    if (!isObject(feature) || feature['type'] !== 'Feature') {
      const detail = isObject(feature) && typeof feature['type'] === 'string' ? `type "${feature['type'].slice(0, 40)}"` : 'no type'
      plan.refused.push({ index, id: null, reason: 'not_a_feature', detail: /^feature$/i.test(detail.slice(6, -1)) ? `${detail}: capitals count` : detail, position: null })
      return
    }
    const columns = isObject(feature['properties']) ? feature['properties'] : {}
    const { shown, key: wanted } = keyOf(feature, columns, index)
    const refuse = (refusal: Refusal): void => void plan.refused.push({ index, id: shown, ...refusal })
    const lines = lineParts(feature['geometry'])
    if ('refusal' in lines) return refuse(lines.refusal)
    const position = lines.parts[0]![0]!
    const road = roadKind(columns)
    if ('reason' in road) return refuse({ ...road, position })
    if (road.kind === 'apron' && lines.parts.some((line) => line[0]!.join() === line.at(-1)!.join())) return refuse({ reason: 'closed_area', detail: 'an apron is imported as a centre line', position })
    const names = namesOf(columns)
    if (![names.name?.zh, names.name?.en, names.ref, shown].every((text) => text === null || text === undefined || storableText.test(text))) return refuse({ reason: 'bad_text', detail: 'name, ref or id', position })

    plan.repairs.push(...lines.repairs.map((what) => ({ index, id: shown, what, position })))
    const key = keys.has(wanted) ? `${wanted}~${index}` : wanted
    keys.add(key)
    const { unread, ...surface } = surfaceColumns(columns, road.kind)
    const filled = fillSurface({ ...surface, kind: road.kind, roadClass: road.roadClass, assumed: [...surface.assumed, ...road.assumed, ...(names.name ? [] : ['name'])] })
    const asset = assets.of(road, names)
    const reading = readingColumn(columns, now)
    plan.warnings.push(...[...unread, ...(reading && 'reason' in reading ? [reading] : [])].map((fault) => ({ index, id: shown, ...fault })))

    let startM = 0
    lines.parts.forEach((line, part) => {
      const pieces = cutLine(line, pieceM)
      pieces.forEach((piece, i) => {
        const id = `${name}.${key}.${lines.parts.length > 1 ? `${part + 1}-` : ''}${i + 1}`
        const [fromM, toM] = [millimetres(startM + piece.fromM), millimetres(startM + piece.toM)]
        // Which end of an imported runway has the lower designator is not known, so no third is claimed.
        plan.segments.push({
          id, assetId: asset.id, kind: road.kind, name: asset.name, route: asset.route, fromM, toM, lengthM: millimetres(toM - fromM), ...filled,
          runwayThird: null, loopId: null, axis: piece.axis, source: name,
        })
        if (!reading || !('valueC' in reading)) return
        const sensorId = `${id}.import`
        plan.sensors.push({ id: sensorId, stationId: null, segmentId: id, loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 3600, source: 'import' })
        plan.readings.push({ sensorId, valueC: reading.valueC, atMs: reading.atMs ?? now.getTime(), dated: reading.atMs !== null })
      })
      startM += pieces.at(-1)!.toM
    })
  })
  plan.assets = assets.all()
  return plan
}
