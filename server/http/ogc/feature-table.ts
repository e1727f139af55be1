import type { ColumnValue, FilterColumn, FilterSource } from '#domain/cql2/filter-source'
import type { CityInMemory } from '../city-in-memory'
import type { Services } from '../services'
import type { AskedTime } from './asked-time'
import type { ByteWriter } from './byte-writer'
import type { Collection, PropertySpec } from './collection'
import { LiveBytes, liveRoom } from './live-bytes'
import { packGradually, shapeCursor, type PackedFeatures } from './packed-features'

/** What every feature of a list ends with; the last one loses the comma and the new line again. */
export const featureEnd = '}},\n'
export const separatorBytes = 2

/** Name of the geometry in filters; `geometry` is taken as well. */
export const geometryName = 'geom'

/** The features of a collection at one time. */
export interface FeatureTable extends FilterSource {
  packed: PackedFeatures
  /** What the features were made of, in their order. */
  rows: readonly unknown[]
  /** The live properties of a feature as JSON, each from its comma on; ASCII. */
  liveJson(feature: number): string
  /** Writes a feature in CRS84 GeoJSON, with `featureEnd`. */
  write(out: ByteWriter, feature: number): void
  instantOf(feature: number): number | null
  /** Null: all features belong to the time that was asked for. */
  isOf: ((feature: number) => boolean) | null
  /** The same, of which nothing changes any more. */
  frozen(): FeatureTable
}

interface Kept { keys: readonly string[]; rows: readonly unknown[]; packed: PackedFeatures; ends: LiveBytes<unknown> | null }
const packs = new WeakMap<CityInMemory, Map<string, Kept | Promise<Kept>>>()

const valueJson = (spec: PropertySpec, value: ColumnValue): string => (value === null ? 'null' : spec.type === 'instant' ? isoText(value as number) : JSON.stringify(value))

/** Few different seconds are told again and again. */
const isoTexts = new Map<number, string>()
function isoText(ms: number): string {
  let text = isoTexts.get(ms)
  if (text === undefined) {
    if (isoTexts.size > 100_000) isoTexts.clear()
    text = `"${new Date(ms).toISOString()}"`
    isoTexts.set(ms, text)
  }
  return text
}

const pack = (plan: Collection, city: CityInMemory, rows: readonly unknown[]): Promise<PackedFeatures> => packGradually(plan.geometry, rows, (row) => ({
  id: plan.idOf(row), parts: plan.parts(row, city), properties: plan.fixed.map((property) => `${JSON.stringify(property.name)}:${valueJson(property, property.of(row))}`).join(','),
}), plan.memo ? liveRoom : 0)

async function keep(plan: Collection, city: CityInMemory, services: Services): Promise<Kept> {
  const rows = await plan.rows(city, services)
  const packed = await pack(plan, city, rows)
  return { keys: keysOf(plan), rows, packed, ends: plan.memo && new LiveBytes(packed, plan.memo(rows.length)) }
}

/** What a collection holds at a time. Its network part is packed once per network, its live part is looked up when it is written. */
export async function featureTable(plan: Collection, services: Services, time: AskedTime): Promise<FeatureTable> {
  const city = services.city()
  if (plan.isStored) {
    const kept = await keep(plan, city, services)
    return tableOf(plan, kept, time, await plan.view(services, city, time, kept.rows))
  }
  const known = packs.get(city) ?? packs.set(city, new Map()).get(city)!
  let kept = known.get(plan.id)
  if (kept instanceof Promise || !kept) {
    const keeping = kept ?? keep(plan, city, services)
    known.set(plan.id, keeping)
    kept = await keeping.catch((error: unknown) => {
      known.delete(plan.id)
      throw error
    })
    known.set(plan.id, kept)
    // An import came in meanwhile: what is live speaks of another network now.
    if (services.city() !== city) return featureTable(plan, services, time)
  }
  const view = plan.view(services, city, time, kept.rows)
  return tableOf(plan, kept, time, view instanceof Promise ? await view : view)
}

const keysOf = (plan: Collection): string[] => plan.live.map(({ name }) => `,${JSON.stringify(name)}:`)

function columnsOf(plan: Collection, { rows, packed }: Kept, view: unknown): Map<string, FilterColumn> {
  const columns = new Map<string, FilterColumn>([['id', { type: 'text', value: (feature) => packed.ids[feature]! }]])
  for (const { name, type, of } of plan.fixed) columns.set(name, { type, value: (feature) => of(rows[feature]) })
  for (const { name, type, of } of plan.live) columns.set(name, { type, value: (feature) => of(view, feature, rows[feature]) })
  return columns
}

function tableOf(plan: Collection, kept: Kept, time: AskedTime, view: unknown): FeatureTable {
  const { rows, packed, ends } = kept
  const { keys } = kept
  let columns: Map<string, FilterColumn> | null = null
  const liveJson = (feature: number): string => {
    let text = ''
    for (let k = 0; k < keys.length; k++) {
      const property = plan.live[k]!
      const value = property.of(view, feature, rows[feature])
      text += keys[k]! + (value === null ? 'null' : typeof value === 'string' ? `"${value}"` : property.type === 'instant' ? isoText(value as number) : String(value))
    }
    return text
  }
  const endOf = (feature: number): string => liveJson(feature) + featureEnd
  return {
    // Most answers are not filtered by properties.
    get columns() { return columns ??= columnsOf(plan, kept, view) },
    geometryNames: [geometryName, 'geometry'], shape: shapeCursor(packed), packed, rows, liveJson,
    write(out, feature) {
      if (ends) return ends.write(out, view, feature, endOf)
      out.copy(packed.bytes, packed.heads[feature]!, packed.ends[feature]!)
      out.ascii(endOf(feature))
    },
    instantOf: (feature) => plan.instantOf(view, feature, rows[feature]),
    isOf: time.isInterval || plan.time === 'existence' ? (feature) => plan.isOf(time, view, feature, rows[feature]) : null,
    frozen: () => tableOf(plan, kept, time, plan.freeze(view)),
  }
}
