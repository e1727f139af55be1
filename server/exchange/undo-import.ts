import type { Database } from '#db/database'
import { lockSegments } from '#server/store/imports'
import { undoStations } from './undo-stations'
import { loadStandsOn, lockImport, removeImport, type StandsOn } from '#server/store/undo-import'

export type UndoAnswer =
  | { outcome: 'undone'; segments: number; stations: number }
  /** Nothing was changed. */
  | { outcome: 'unknown' }
  | { outcome: 'undone_before' }
  | { outcome: 'whole_city' }
  | { outcome: 'refused'; stands: StandsOn[] }

/**
 * Takes a whole import back: all of it or nothing, in one transaction under the lock of the segments. What stands on it keeps it.
 * @param at site instant
 * @param actor who does it, for the audit
 */
export function undoImport(db: Database, id: number, { at, actor }: { at: Date; actor: string }): Promise<UndoAnswer> {
  return db.transaction(async (tx): Promise<UndoAnswer> => {
    await lockSegments(tx)
    const found = await lockImport(tx, id)
    if (!found) return { outcome: 'unknown' }
    if (found.undoneAt) return { outcome: 'undone_before' }
    if (found.source === null) return { outcome: 'whole_city' }
    const about = { id, source: found.source, attribution: found.attribution, at, actor }
    if (found.stations !== null) {
      const undone = await undoStations(tx, found.stations.map(({ plant }) => plant), about)
      return 'stands' in undone ? { outcome: 'refused', ...undone } : { outcome: 'undone', segments: 0, stations: undone.stations }
    }
    const stands = await loadStandsOn(tx, found.source)
    if (stands.length > 0) return { outcome: 'refused', stands }
    return { outcome: 'undone', segments: await removeImport(tx, about), stations: 0 }
  })
}

const kindWords: Record<StandsOn['kind'], [one: string, many: string]> = {
  loop: ['loop lies under it', 'loops lie under it'], station: ['station stands on it', 'stations stand on it'], sensor: ['sensor measures it', 'sensors measure it'],
  runway_use: ['runway has a declared use', 'runways have a declared use'], changed_station: ['station was changed by a plant file since', 'stations were changed by a plant file since'], surface: ['segment carries what a plant file says of its surface', 'segments carry what a plant file says of their surface'],
}

/** What stands on an import, in words. */
export const standsWords = (stands: readonly StandsOn[]): string[] =>
  stands.map(({ kind, count, ids }) => `${count} ${kindWords[kind][count === 1 ? 0 : 1]}: ${ids.join(', ')}${count > ids.length ? ' ...' : ''}`)
