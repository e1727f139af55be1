import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Database } from '#db/database'
import { insertAssets, insertSegments, putSensors } from '#db/network-rows'
import type { KnownLine } from '#domain/geo/judge-placement'
import type { City, Segment } from '#domain/network/network'
import { judgeRange, qualityCode } from '#domain/sensing/quality'
import { addAttribution } from '#server/store/attribution'
import { insertFirstReadings, isSourceStored, lockSegments, saveImportReport, sensorKeysOf, type ImportedBy } from '#server/store/imports'
import { ensurePartitions } from '#server/store/reading-partitions'
import type { ReadingRow } from '#server/store/save-readings'
import { loadSetting, saveSetting } from '#server/store/settings'
import type { AcceptAs, Finding } from './import-findings'
import { findingLines } from './finding-lines'
import { ImportRefused } from './import-refused'
import { importReport, type ImportReport } from './import-report'
import { knownTimeZone } from './known-time-zone'
import { knownPlaces } from './known-places'
import type { ColumnMapping } from './map-columns'
import type { ImportPlan } from './plan-import'
import type { ImportTask, PreparedImport, SourceSummary } from './prepare-import'
import { planStations } from './plan-stations'
import type { PlacedStation } from './place-station'
import type { StationRow } from './station-row'
import { loadPlantGround, storeStations, type PlantGround } from './store-stations'
import { runImportTask } from './run-import-task'

export interface ImportOptions {
  /** Path of a file of roads. */
  file: string
  /** Its name for people and the report, where it is another than the path's. */
  shown?: string
  /** Longest segment, m; 10 to 1000. */
  pieceM: number
  /** Name of the import: prefix of ids and `source` of segments; by default the file's name. */
  name?: string
  /** What the coordinates are in, as `EPSG:4547`: overrides the file. */
  crs?: string
  /** Encoding of texts: overrides evidence. */
  encoding?: string
  /** Table to take, where the file has several. */
  layer?: string
  /** Answers to findings. */
  acceptAs?: AcceptAs[]
  /** Which field of the file stands for which column; what is left out is proposed. */
  mapping?: ColumnMapping
  /** Whom the data is owed to; added to the instance's attribution. */
  attribution?: string
  /** Name of the city an import makes in an empty instance. */
  cityName?: string
  /** Its time zone, Area/City; Asia/Shanghai by default. */
  timeZone?: string
  /** Site instant of the import. */
  now: Date
  /** Who makes it, for the audit. */
  by?: ImportedBy
  /** Lines of the network that stands, which positions are held against (`loadNetworkLines`); asked for once the options are sound. */
  standing?: () => Promise<KnownLine[]>
  /** The network with its plant, which stations are laid on (`loadPlantGround`); asked for when the file is a table of them. */
  ground?: () => Promise<PlantGround>
  /** Aborting it stops the reading. */
  signal?: AbortSignal
  onProgress?: (step: string) => void
  /** How the file is read: in a thread of its own, unless told otherwise. */
  prepare?: (task: ImportTask, onProgress?: (step: string) => void, signal?: AbortSignal) => Promise<PreparedImport>
}

/** More would not fit into one transaction of the embedded engine, nor into one live frame. */
const maxSegments = 500_000
const readingsPerInsert = 5000

const nameFrom = (file: string): string => basename(file).replace(/\.(osm\.pbf|[a-z]{2,8})$/i, '').replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 60)

/** A file that was read, checked and cut, and can be stored once its findings are answered. */
export interface ReadyImport { plan: ImportPlan; source: SourceSummary; findings: Finding[]; report: ImportReport; options: ImportOptions; city: CityWords; /** Rows of a table of stations and where they would stand; null for roads. */ stations: { rows: StationRow[]; placed: PlacedStation[] } | null }

/** What the user says of the city; null = not said. */
export interface CityWords { name: string | null; timeZone: string | null }

/**
 * Reads, checks and cuts a file of roads, or lays a table of stations on the network; stores nothing. Faulty features are left out and named in the report.
 * @throws ImportRefused when the file as a whole cannot be taken; the message says what to do
 */
export async function readImport(options: ImportOptions): Promise<ReadyImport> {
  const { file, pieceM, now, onProgress, prepare = runImportTask, shown = file, signal } = options
  const name = options.name ?? nameFrom(shown)
  if (!(pieceM >= 10 && pieceM <= 1000)) throw new ImportRefused(`piece length: expected 10 to 1000 m, got ${pieceM}`)
  if (!/^[\p{L}\p{N}_-]{1,60}$/u.test(name) || name === 'fixture') throw new ImportRefused(`import name "${name}": expected letters, digits, - or _, at most 60, and not "fixture"`)
  const city = cityWords(options)
  const given = { crs: options.crs, encoding: options.encoding, layer: options.layer, acceptAs: options.acceptAs, mapping: options.mapping }
  if (!(await stat(file).catch(() => null))) throw new ImportRefused(`${shown}: there is no such file`)
  const standing = (await options.standing?.()) ?? []
  const { plan, source, findings, stations: rows } = await prepare({
    path: file, shown, name, pieceM, nowMs: now.getTime(), standing, published: [...knownPlaces],
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<ImportTask>),
  }, onProgress, signal)
  if (plan.segments.length > maxSegments) throw new ImportRefused(`${shown}: ${plan.segments.length} segments are more than the ${maxSegments} one import takes; choose longer pieces or cut the file by area`)
  const about = { file: basename(shown), name, pieceM, now, source, findings }
  if (!rows) return { plan, source, findings, report: importReport(plan, about), options, city, stations: null }
  if (!options.ground) throw new Error('a table of stations was read without the network')
  const { state, newest } = await options.ground()
  const { placed, refused } = planStations(state, newest, rows)
  plan.refused = [...plan.refused, ...refused].sort((a, b) => a.index - b.index)
  return { plan, source, findings, report: importReport(plan, { ...about, placed }), options, city, stations: { rows, placed } }
}

function cityWords({ cityName, timeZone }: ImportOptions): CityWords {
  const name = cityName?.trim() ?? null
  if (name !== null && !/^[^\p{C}]{1,60}$/u.test(name)) throw new ImportRefused('city name: expected 1 to 60 characters')
  const zone = timeZone === undefined ? null : knownTimeZone(timeZone)
  if (timeZone !== undefined && zone === null) throw new ImportRefused(`time zone "${timeZone}": expected an IANA name like Asia/Shanghai`)
  return { name, timeZone: zone }
}

/**
 * Stores what was read in one transaction: all of it or nothing. The report is kept with the data.
 * A file none of whose features can be taken stores nothing, its report neither.
 * @returns the report as stored: with the city, where this import made one
 * @throws ImportRefused when a finding is not answered, an import of this name stands already, or a city is named and one stands already
 */
export async function storeImport(db: Database, ready: ReadyImport): Promise<ImportReport> {
  return ready.stations ? storeStations(db, { ...ready, stations: ready.stations }) : storeRoads(db, ready)
}

async function storeRoads(db: Database, { plan, report, findings, options: { now, by = { actor: 'cli', role: null, address: null }, attribution, onProgress }, city }: ReadyImport): Promise<ImportReport> {
  if (findings.length > 0) throw new ImportRefused(`${report.file}: ${findingLines(findings).join('\n')}`)
  if (plan.segments.length === 0) return report
  await ensurePartitions(db, plan.readings.map((reading) => reading.atMs))
  const stored = await db.transaction(async (tx) => {
    await lockSegments(tx)
    if (await isSourceStored(tx, report.name)) throw new ImportRefused(`an import called "${report.name}" stands already; give this one another --name`)
    await insertAssets(tx, plan.assets)
    await insertSegments(tx, plan.segments, (written) => onProgress?.(`stored ${written} of ${plan.segments.length} segments`))
    await putSensors(tx, plan.sensors)
    const keys = await sensorKeysOf(tx, plan.sensors.map((sensor) => sensor.id))
    for (let from = 0; from < plan.readings.length; from += readingsPerInsert) await insertFirstReadings(tx, readingRows(plan.readings.slice(from, from + readingsPerInsert), keys, now))
    const standing = await loadSetting<City>(tx, 'city')
    if (standing && (city.name ?? city.timeZone) !== null) throw new ImportRefused(`the city is set already ("${standing.name.zh}", ${standing.timeZone}): --city-name and --time-zone go with the first import only`)
    const made = !standing && plan.segments.length > 0 ? cityAround(plan.segments, now, city) : null
    if (made) await saveSetting(tx, 'city', made)
    if (attribution) await addAttribution(tx, attribution)
    const assumed = [...(city.name === null ? ['name'] : []), ...(city.timeZone === null ? ['time_zone'] : [])]
    const whole: ImportReport = { ...report, attribution: attribution ?? null, city: made && { name: made.name.zh, time_zone: made.timeZone, assumed } }
    return { ...whole, id: await saveImportReport(tx, report.file, now, whole, by, report.name) }
  })
  // Fresh statistics: queries of zones plan by them.
  await db.query('ANALYZE')
  return stored
}

/** `readImport` and `storeImport` in one. */
export async function importFile(db: Database, options: ImportOptions): Promise<ImportReport> {
  return storeImport(db, await readImport({ ground: () => loadPlantGround(db), ...options }))
}

const readingRows = (readings: ImportPlan['readings'], keys: Map<string, number>, now: Date): ReadingRow[] =>
  readings.map(({ sensorId, valueC, atMs }) => ({
    sensorKey: keys.get(sensorId)!, measuredAtMs: atMs, receivedAtMs: now.getTime(), value: valueC, quality: qualityCode(judgeRange('surface_temperature', valueC)),
  }))

/** A city for an instance that has none: the middle of the network. */
export function cityAround(segments: readonly Segment[], now: Date, said: CityWords): City {
  let [west, south, east, north] = [180, 90, -180, -90]
  for (const [lon, lat] of segments.flatMap((segment) => [segment.axis[0]!, segment.axis.at(-1)!])) {
    ;[west, east] = [Math.min(west, lon), Math.max(east, lon)]
    ;[south, north] = [Math.min(south, lat), Math.max(north, lat)]
  }
  const spanDeg = Math.max(east - west, (north - south) * 1.4, 0.01)
  const month = now.getUTCMonth() + 1
  return {
    id: 'city',
    name: said.name === null ? { zh: '未命名城市', en: 'Unnamed city' } : { zh: said.name, en: said.name },
    timeZone: said.timeZone ?? 'Asia/Shanghai',
    centre: [Math.round((west + east) * 5e5) / 1e6, Math.round((south + north) * 5e5) / 1e6],
    // A map of 360 degrees is 512 px wide at zoom 0; about 1200 px are seen.
    zoom: Math.round(Math.min(16, Math.max(3, Math.log2((360 * 1200) / (512 * spanDeg)))) * 10) / 10,
    season: month >= 11 || month <= 3 ? 'winter' : 'summer',
  }
}
