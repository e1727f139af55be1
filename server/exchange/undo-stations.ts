import type { Transaction } from '#db/database'
import { canonicalText } from '#domain/audit/canonical-text'
import { exportPlant } from '#domain/network/export-plant'
import type { PlantStation } from '#domain/network/plant-file'
import { dropUnheardStations, noteUndone } from '#server/store/undo-import'
import type { StandsOn } from '#server/store/undo-import'
import { applyPlantWithin } from './apply-plant'
import { believedMaps, standingPlantFile } from './plan-stations'
import { loadPlantGround } from './store-stations'

const idsShown = 10
/** What a person may have changed since. Where a cut has left the segment is no change of the station. */
const wordsOf = ({ name, groups, sensors, survey }: PlantStation): string => canonicalText([name, groups ?? [], (sensors ?? []).map(({ id, quantity, depth_m: depthM }) => [id, quantity, depthM]).sort(), survey ?? null])

/**
 * Takes the stations of an import out of the plant, as a new version of it; the caller holds the segments. Those that were never heard leave no trace, the others are retired and their readings stay.
 * @param brought the stations as they were imported
 * @returns how many went; or those that a plant file has changed since, and nothing is done
 */
export async function undoStations(tx: Transaction, brought: readonly PlantStation[], about: { id: number; source: string; attribution: string | null; at: Date; actor: string }): Promise<{ stations: number } | { stands: StandsOn[] }> {
  const { state, newest } = await loadPlantGround(tx)
  const standing = new Map(exportPlant(state).stations.map((station) => [station.id, station]))
  const own = brought.filter(({ id }) => standing.has(id))
  const changed = own.filter((station) => wordsOf(station) !== wordsOf(standing.get(station.id)!)).map(({ id }) => id)
  if (changed.length > 0) return { stands: [{ kind: 'changed_station', count: changed.length, ids: changed.slice(0, idsShown) }] }
  const ids = new Set(own.map(({ id }) => id))
  if (ids.size > 0) {
    const base = standingPlantFile(state, newest)
    const file = { ...base, stations: base.stations.filter(({ id }) => !ids.has(id)) }
    const sensors = state.sensors.filter(({ stationId }) => stationId !== null && ids.has(stationId)).map(({ id }) => id)
    const answer = await applyPlantWithin(tx, file, { at: about.at, who: { actor: about.actor, role: null, address: null }, registerMaps: believedMaps(file), reason: `import ${about.id} ("${about.source}") taken back` })
    if (answer.outcome !== 'applied') throw new Error(`undoing import ${about.id}: the plant without its stations is ${answer.outcome}`)
    await dropUnheardStations(tx, [...ids], sensors)
  }
  await noteUndone(tx, { ...about, before: { stations: ids.size } })
  return { stations: ids.size }
}
