import { basename } from 'node:path'
import type { Database } from '#db/database'
import { insertAssets, insertSegments, insertSensors } from '#db/network-rows'
import type { City, Segment } from '#domain/network/network'
import { judgeRange, qualityCode } from '#domain/sensing/quality'
import { insertFirstReadings, isSourceStored, lockSegments, saveImportReport, sensorKeysOf } from '#server/store/imports'
import { ensurePartitions } from '#server/store/reading-partitions'
import type { ReadingRow } from '#server/store/save-readings'
import { loadSetting, saveSetting } from '#server/store/settings'
import { geojsonFeatures } from './geojson-features'
import { readGeoJsonText } from './geojson-text'
import { ImportRefused } from './import-refused'
import { importReport, type ImportReport } from './import-report'
import { planImport, type ImportPlan } from './plan-import'

export interface ImportOptions {
  /** Path of a GeoJSON file of lines. */
  file: string
  /** Longest segment, m; 10 to 1000. */
  pieceM: number
  /** Name of the import: prefix of ids and `source` of segments; by default the file's name. */
  name?: string
  /** Whom the data is owed to; added to the instance's attribution. */
  attribution?: string
  /** Site instant of the import. */
  now: Date
  onProgress?: (step: string) => void
}

/** More would not fit into one transaction of the embedded engine, nor into one live frame. */
const maxSegments = 500_000
const readingsPerInsert = 5000

const nameFrom = (file: string): string => basename(file).replace(/\.(geo)?json$/i, '').replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 60)

/** A file that was read, checked and cut, and can be stored. */
export interface ReadyImport { plan: ImportPlan; report: ImportReport; options: ImportOptions }

/**
 * Reads, checks and cuts a GeoJSON file of roads; touches no database. Faulty features are left out and named in the report.
 * @throws ImportRefused when the file as a whole cannot be taken; the message says what to do
 */
export async function readImport(options: ImportOptions): Promise<ReadyImport> {
  const { file, pieceM, now, onProgress } = options
  const name = options.name ?? nameFrom(file)
  if (!(pieceM >= 10 && pieceM <= 1000)) throw new ImportRefused(`piece length: expected 10 to 1000 m, got ${pieceM}`)
  if (!/^[\p{L}\p{N}_-]{1,60}$/u.test(name) || name === 'fixture') throw new ImportRefused(`import name "${name}": expected letters, digits, - or _, at most 60, and not "fixture"`)
  onProgress?.(`reading ${file}`)
  const features = geojsonFeatures(await readGeoJsonText(file), file)
  onProgress?.(`checking and cutting ${features.length} features`)
  const plan = planImport(features, { name, pieceM, now })
  if (plan.segments.length > maxSegments) throw new ImportRefused(`${file}: ${plan.segments.length} segments are more than the ${maxSegments} one import takes; choose longer pieces or cut the file by area`)
  return { plan, report: importReport(plan, { file: basename(file), name, pieceM, now }), options }
}

/**
 * Stores what was read in one transaction: all of it or nothing. The report is kept with the data.
 * @throws ImportRefused when an import of this name stands already
 */
export async function storeImport(db: Database, { plan, report, options: { now, attribution, onProgress } }: ReadyImport): Promise<void> {
  await ensurePartitions(db, plan.readings.map((reading) => reading.atMs))
  await db.transaction(async (tx) => {
    await lockSegments(tx)
    if (await isSourceStored(tx, report.name)) throw new ImportRefused(`an import called "${report.name}" stands already; give this one another --name`)
    await insertAssets(tx, plan.assets)
    await insertSegments(tx, plan.segments, (written) => onProgress?.(`stored ${written} of ${plan.segments.length} segments`))
    await insertSensors(tx, plan.sensors)
    const keys = await sensorKeysOf(tx, plan.sensors.map((sensor) => sensor.id))
    for (let from = 0; from < plan.readings.length; from += readingsPerInsert) await insertFirstReadings(tx, readingRows(plan.readings.slice(from, from + readingsPerInsert), keys, now))
    if (plan.segments.length > 0 && !(await loadSetting<City>(tx, 'city'))) await saveSetting(tx, 'city', cityAround(plan.segments, now))
    if (attribution) {
      const known = (await loadSetting<string>(tx, 'attribution')) ?? ''
      if (!known.includes(attribution)) await saveSetting(tx, 'attribution', known ? `${known}; ${attribution}` : attribution)
    }
    await saveImportReport(tx, report.file, now, report)
  })
  // Fresh statistics: queries of zones plan by them.
  await db.query('ANALYZE')
}

/** `readImport` and `storeImport` in one. */
export async function importGeoJson(db: Database, options: ImportOptions): Promise<ImportReport> {
  const ready = await readImport(options)
  await storeImport(db, ready)
  return ready.report
}

const readingRows = (readings: ImportPlan['readings'], keys: Map<string, number>, now: Date): ReadingRow[] =>
  readings.map(({ sensorId, valueC, atMs }) => ({
    sensorKey: keys.get(sensorId)!, measuredAtMs: atMs, receivedAtMs: now.getTime(), value: valueC, quality: qualityCode(judgeRange('surface_temperature', valueC)),
  }))

/** A city for an instance that has none: the middle of the network; its name is for the operator to set. */
export function cityAround(segments: readonly Segment[], now: Date): City {
  let [west, south, east, north] = [180, 90, -180, -90]
  for (const [lon, lat] of segments.flatMap((segment) => [segment.axis[0]!, segment.axis.at(-1)!])) {
    ;[west, east] = [Math.min(west, lon), Math.max(east, lon)]
    ;[south, north] = [Math.min(south, lat), Math.max(north, lat)]
  }
  const spanDeg = Math.max(east - west, (north - south) * 1.4, 0.01)
  const month = now.getUTCMonth() + 1
  return {
    id: 'city',
    name: { zh: '未命名城市', en: 'Unnamed city' },
    timeZone: 'Asia/Shanghai',
    centre: [Math.round((west + east) * 5e5) / 1e6, Math.round((south + north) * 5e5) / 1e6],
    // A map of 360 degrees is 512 px wide at zoom 0; about 1200 px are seen.
    zoom: Math.round(Math.min(16, Math.max(3, Math.log2((360 * 1200) / (512 * spanDeg)))) * 10) / 10,
    season: month >= 11 || month <= 3 ? 'winter' : 'summer',
  }
}
