import type { Queryable } from '#db/database'
import { insertSegments, putControllers, putEnergyStations, putLoops, putSensors, putStations } from '#db/network-rows'
import { endStates } from '#domain/control/command'
import type { FilledSurface } from '#domain/network/fill-surface'
import type { Segment } from '#domain/network/network'
import type { PlantDifference, PlantKind } from '#domain/network/plant-difference'
import type { PlantState } from '#domain/network/plant-state'
import { partOf } from '#domain/network/segment-index'
import { loadControllers, loadEnergyStations, loadLoops, loadSegments, loadSensors, loadStations } from './network-parts'

/** The network and the plant that stands on it. */
export async function loadPlantState(db: Queryable): Promise<PlantState> {
  const surveyed = await db.query<{ id: string; surface: FilledSurface }>('SELECT id, network_surface AS surface FROM segments WHERE network_surface IS NOT NULL')
  return {
    segments: await loadSegments(db), stations: await loadStations(db), sensors: await loadSensors(db), energyStations: await loadEnergyStations(db),
    controllers: await loadControllers(db), loops: await loadLoops(db), networkSurfaces: new Map(surveyed.map(({ id, surface }) => [id, surface])),
  }
}

export interface OpenCommand { loopId: string; id: number; state: string }

/** Commands of these loops that have not ended. New ones for them wait until the transaction ends. */
export async function lockOpenCommands(tx: Queryable, loopIds: readonly string[]): Promise<OpenCommand[]> {
  await tx.query('SELECT id FROM loops WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE', [loopIds])
  return tx.query<OpenCommand>('SELECT loop_id AS "loopId", id, state FROM commands WHERE loop_id = ANY($1::text[]) AND state <> ALL($2::text[]) ORDER BY id', [loopIds, endStates])
}

/**
 * Makes the database what `wanted` says where `difference` names it; the caller holds the segments (`lockSegments`). What is removed is retired:
 * what was commanded and measured still speaks of it.
 */
export async function savePlant(tx: Queryable, wanted: PlantState, difference: PlantDifference, at: Date): Promise<void> {
  const idsOf = (part: readonly { kind: PlantKind; id: string }[], kind: PlantKind): Set<string> => new Set(part.filter((one) => one.kind === kind).map((one) => one.id))
  const put = <T extends { id: string }>(things: readonly T[], kind: PlantKind): T[] => {
    const ids = idsOf([...difference.create, ...difference.change], kind)
    return things.filter((thing) => ids.has(thing.id))
  }
  await putEnergyStations(tx, put(wanted.energyStations, 'energyStation'))
  await putControllers(tx, put(wanted.controllers, 'controller'))
  await putLoops(tx, put(wanted.loops, 'loop'))
  const parts = idsOf(difference.create, 'segment')
  await insertSegments(tx, wanted.segments.filter((segment) => parts.has(segment.id)))
  const touched = put(wanted.segments, 'segment')
  await updateSegments(tx, touched, wanted.networkSurfaces)
  await putStations(tx, put(wanted.stations, 'station'))
  await putSensors(tx, put(wanted.sensors, 'sensor'))

  const gone = (kind: PlantKind): string[] => [...idsOf(difference.remove, kind)]
  await tx.query('UPDATE sensors SET retired_at = $2, station_id = NULL, loop_id = NULL WHERE id = ANY($1::text[])', [gone('sensor'), at])
  for (const [table, kind] of [['stations', 'station'], ['loops', 'loop'], ['controllers', 'controller'], ['energy_stations', 'energyStation']] as const) {
    await tx.query(`UPDATE ${table} SET retired_at = $2 WHERE id = ANY($1::text[])`, [gone(kind), at])
  }
  await dropCutSegments(tx, gone('segment'))
}

async function updateSegments(tx: Queryable, segments: readonly Segment[], networkSurfaces: PlantState['networkSurfaces']): Promise<void> {
  const base = (id: string): string | null => (networkSurfaces.has(id) ? JSON.stringify(networkSurfaces.get(id)) : null)
  const columns: ((segment: Segment) => unknown)[] = [
    (s) => s.id, (s) => s.loopId, (s) => s.widthM, (s) => s.pavementType, (s) => JSON.stringify(s.layers), (s) => JSON.stringify(s.exposure), (s) => s.assumed.join(','), (s) => base(s.id),
  ]
  await tx.query(
    `UPDATE segments s SET loop_id = t.loop, width_m = t.width, pavement_type = t.pavement, layers = t.layers::jsonb, exposure = t.exposure::jsonb,
            assumed = string_to_array(t.assumed, ','), network_surface = t.base::jsonb
     FROM unnest($1::text[], $2::text[], $3::float8[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) AS t (id, loop, width, pavement, layers, exposure, assumed, base)
     WHERE s.id = t.id`, columns.map((column) => segments.map(column)))
}

/** What a retired station or sensor lay on is now the first part of it. */
async function dropCutSegments(tx: Queryable, ids: readonly string[]): Promise<void> {
  const first = ids.map((id) => partOf(id, 1))
  for (const table of ['stations', 'sensors']) {
    await tx.query(`UPDATE ${table} x SET segment_id = t.part FROM unnest($1::text[], $2::text[]) AS t (id, part) WHERE x.segment_id = t.id`, [ids, first])
  }
  await tx.query('DELETE FROM segments WHERE id = ANY($1::text[])', [ids])
}
