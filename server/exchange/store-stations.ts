import type { Database, Queryable } from '#db/database'
import type { PlantFile } from '#domain/network/plant-file'
import type { PlantState } from '#domain/network/plant-state'
import { addAttribution } from '#server/store/attribution'
import { isSourceStored, lockSegments, saveImportReport } from '#server/store/imports'
import { loadPlantState } from '#server/store/plant'
import { loadPlantVersion } from '#server/store/plant-versions'
import { applyPlantWithin } from './apply-plant'
import { findingLines } from './finding-lines'
import type { ReadyImport } from './import-file'
import { ImportRefused } from './import-refused'
import type { ImportReport } from './import-report'
import { believedMaps, planStations } from './plan-stations'

/** What stations are laid on: the network with its plant, and the newest plant file; null before the first. */
export interface PlantGround { state: PlantState; newest: PlantFile | null }
export const loadPlantGround = async (db: Queryable): Promise<PlantGround> => ({ state: await loadPlantState(db), newest: (await loadPlantVersion(db))?.file ?? null })

/**
 * Stores the stations of a table as a new version of the plant, in one transaction: all that were shown or nothing.
 * @throws ImportRefused when a finding is not answered, an import of this name stands, or the network or plant is another than when the file was read
 */
export function storeStations(db: Database, { report, findings, stations, options: { now, by = { actor: 'cli', role: null, address: null }, attribution }, city }: ReadyImport & { stations: NonNullable<ReadyImport['stations']> }): Promise<ImportReport> {
  if (findings.length > 0) throw new ImportRefused(`${report.file}: ${findingLines(findings).join('\n')}`)
  if (stations.placed.length === 0) return Promise.resolve(report)
  if ((city.name ?? city.timeZone) !== null) throw new ImportRefused('--city-name and --time-zone go with the first import of roads, not with stations')
  return db.transaction(async (tx) => {
    await lockSegments(tx)
    if (await isSourceStored(tx, report.name)) throw new ImportRefused(`an import called "${report.name}" stands already; give this one another --name`)
    const { state, newest } = await loadPlantGround(tx)
    const plan = planStations(state, newest, stations.rows)
    if (JSON.stringify(plan.placed) !== JSON.stringify(stations.placed)) throw new ImportRefused('the network or the plant has changed since this file was read, and its stations would lie elsewhere: read it again')
    const answer = await applyPlantWithin(tx, plan.file, { at: now, who: by, registerMaps: believedMaps(plan.file), reason: `import "${report.name}" of ${report.file}` })
    if (answer.outcome !== 'applied') throw new ImportRefused('the plant cannot take these stations now: read the file again')
    if (attribution) await addAttribution(tx, attribution)
    const whole: ImportReport = { ...report, attribution: attribution ?? null, plant_version: answer.version }
    return { ...whole, id: await saveImportReport(tx, report.file, now, whole, by, report.name) }
  })
}
