import { exportPlant } from '#domain/network/export-plant'
import { planPlant, type PlantPlan } from '#domain/network/plan-plant'
import type { PlantFile } from '#domain/network/plant-file'
import { plantWords } from '#domain/network/plant-problem'
import type { PlantState } from '#domain/network/plant-state'
import type { RegisterMapSize } from '#domain/network/resolve-plant'
import { ImportRefused } from './import-refused'
import type { RefusedFeature } from './plan-import'
import { StationPlacer, type PlacedStation } from './place-station'
import type { StationRow } from './station-row'

/** The plant file that brings the stations in beside all that stands, and the rows that cannot be. */
export interface StationPlan { file: PlantFile; placed: PlacedStation[]; refused: RefusedFeature[] }

/** Controllers that stand are not touched here, so their register maps are believed. */
export const believedMaps = (file: PlantFile): RegisterMapSize[] => file.controllers.map((controller) => ({ name: controller.register_map ?? '', mostLoops: Infinity, protocols: [controller.protocol] }))
const changes = ({ create, change, remove }: PlantPlan): number => create.length + change.length + remove.length

/**
 * The plant that stands as a file: the newest version in the words of whoever wrote it where it still says exactly what stands, else written anew.
 * @throws ImportRefused where neither does
 */
export function standingPlantFile(state: PlantState, newest: PlantFile | null): PlantFile {
  for (const file of [...(newest ? [newest] : []), exportPlant(state)]) {
    const plan = planPlant(state, file, believedMaps(file))
    if (plan.wanted && changes(plan) === 0) return file
  }
  throw new ImportRefused('the plant that stands cannot be written as a plant file, so stations cannot be added to it; apply a plant file first (docs/plant.md)')
}

/**
 * Lays rows of a table on the network and adds them to the plant that stands. What stands is not changed: an id that is taken is refused.
 * @param newest the plant file of the newest version; null before the first
 * @throws ImportRefused where no city stands, or its plant cannot be added to
 */
export function planStations(state: PlantState, newest: PlantFile | null, rows: readonly StationRow[]): StationPlan {
  if (state.segments.length === 0) throw new ImportRefused('no roads stand here yet, and stations stand on roads: import the roads first')
  const base = standingPlantFile(state, newest)
  const placer = new StationPlacer(state.segments)
  const [stations, sensors] = [new Set(state.stations.map(({ id }) => id)), new Set(state.sensors.map(({ id }) => id))]
  const refused: RefusedFeature[] = []
  let placed: PlacedStation[] = []
  for (const row of rows) {
    const refuse = (reason: RefusedFeature['reason'], detail: string): void => void refused.push({ index: row.line, id: row.id, reason, detail, position: row.position })
    if (stations.has(row.id)) {
      refuse('id_taken', 'the station stands and stays as it is; change it with a plant file')
      continue
    }
    const taken = row.points.map((point) => `${row.id}.${point}`).find((id) => sensors.has(id))
    const at = placer.place(row)
    if (taken !== undefined) refuse('id_taken', `the sensor "${taken}" stands already`)
    else if ('reason' in at) refused.push({ index: row.line, id: row.id, ...at })
    else placed.push(at)
  }
  // What the plant file says of a row that was missed above is the row's refusal; what it says of anything else is nobody's here.
  for (;;) {
    const file: PlantFile = { ...base, stations: [...base.stations, ...placed.map(({ station }) => station)] }
    const plan = planPlant(state, file, believedMaps(file))
    const faults = new Map(plan.problems.map((problem) => [Number(/^\/stations\/(\d+)\//.exec(problem.path)?.[1] ?? -1) - base.stations.length, problem]))
    if (plan.problems.length === 0) {
      const harmed = [...plan.change, ...plan.remove, ...plan.create.filter(({ kind }) => kind !== 'station' && kind !== 'sensor')][0]
      if (harmed) throw new ImportRefused(`it would change the ${harmed.kind} "${harmed.id}", which stands`)
      return { file, placed, refused }
    }
    const [first] = [...faults.values()]
    if ([...faults.keys()].some((i) => i < 0)) throw new ImportRefused(`the plant that stands cannot be added to: ${plantWords(first!).en.reason}`)
    for (const [i, problem] of faults) {
      const { line, station, position } = placed[i]!
      refused.push({ index: line, id: station.id, reason: problem.code === 'id_taken' ? 'id_taken' : 'not_on_network', detail: plantWords(problem).en.reason, position })
    }
    placed = placed.filter((_, i) => !faults.has(i))
  }
}
