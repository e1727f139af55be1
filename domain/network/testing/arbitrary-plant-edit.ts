import fc from 'fast-check'
import type { PlantFile } from '../plant-file'

type Edit = (file: PlantFile) => void
const stake = fc.integer({ min: 12_000, max: 13_050 }).map((at) => `K${Math.floor(at / 1000)}+${String(at % 1000).padStart(3, '0')}`)
const one = <T>(list: T[], at: number): T | undefined => list[at % Math.max(1, list.length)]
const at = fc.nat(5)

/** What somebody does to a plant file: some of it sound, some of it not. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(at, stake, stake).map(([i, from, to]): Edit => (f) => { const loop = one(f.loops, i); if (loop) loop.places = [{ route: 'G1', from, to }] }),
  fc.tuple(at, fc.constantFrom('twin.a.2', 'twin.a.3', 'east.a.4', 'nowhere')).map(([i, segment_id]): Edit => (f) => { const loop = one(f.loops, i); if (loop) loop.places = [{ segment_id }] }),
  fc.tuple(at, fc.integer({ min: -5, max: 60 })).map(([i, heat_max_c]): Edit => (f) => { const loop = one(f.loops, i); if (loop) loop.heat_max_c = heat_max_c }),
  fc.tuple(at, fc.nat(9)).map(([i, index]): Edit => (f) => { const loop = one(f.loops, i); if (loop) loop.index = index }),
  at.map((i): Edit => (f) => void f.loops.splice(i, 1)),
  at.map((i): Edit => (f) => void f.stations.splice(i, 1)),
  at.map((i): Edit => (f) => void f.controllers.splice(i, 1)),
  fc.constant((f: PlantFile): void => void f.sensors.splice(0, 1)),
  fc.constant((f: PlantFile): void => { f.pavements = [] }),
  fc.tuple(stake, stake, fc.double({ min: 4, max: 40, noNaN: true })).map(([from, to, width_m]): Edit => (f) => void f.pavements.push({ places: [{ route: 'G1', from, to }], width_m })),
  fc.constantFrom('10.0.0.7', '10.0.0.8').map((host): Edit => (f) => { const controller = f.controllers[0]; if (controller) controller.host = host }),
  fc.tuple(at, stake).map(([i, where]): Edit => (f) => { const station = one(f.stations, i); if (station) { station.place = { route: 'G1', stake: where }; station.groups = ['pavement'] } }),
  fc.nat(7).map((index): Edit => (f) => void f.loops.push({ ...f.loops[0]!, id: `new-${index}`, controller_id: 'c2', index, places: [{ segment_id: 'twin.a.4' }] })),
)
export const arbitraryEdits = fc.array(edit, { minLength: 1, maxLength: 4 })
