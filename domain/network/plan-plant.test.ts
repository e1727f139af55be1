import { describe, expect, it } from 'vitest'
import { lengthOf } from '../geo/linear-reference'
import { exportPlant } from './export-plant'
import { planPlant } from './plan-plant'
import { plantProblemWords, plantWarningWords, plantWords, type PlantProblemCode } from './plant-problem'
import type { PlantFile } from './plant-file'
import type { PlantState } from './plant-state'
import { bareTown, segmentsOf, stateOf, testMaps, townPlant } from './testing/plant-town'

const plan = (file: PlantFile, state: PlantState = stateOf(bareTown)) => planPlant(state, file, testMaps)
const applied = (file: PlantFile, state: PlantState = stateOf(bareTown)): PlantState => {
  const { wanted, problems } = plan(file, state)
  expect(problems).toEqual([])
  return wanted!
}
const edited = (edit: (file: PlantFile) => void): PlantFile => {
  const file = townPlant()
  edit(file)
  return file
}
const changesOf = (one: ReturnType<typeof plan>) => [...one.create, ...one.change, ...one.remove]

describe('a plant on a network', () => {
  it('heats what its stakes say to the metre: segments are cut there, and nothing of the road is lost', () => {
    const { segments } = applied(townPlant())
    const heated = segmentsOf({ segments }, 'l1').sort((a, b) => a.fromM - b.fromM)
    expect([heated[0]!.fromM, heated.at(-1)!.toM]).toEqual([12_150, 12_500])
    expect(heated.map((one) => one.id)).toEqual(['east.a.1~2', 'east.a.2', 'east.a.3~1'])
    const length = (some: typeof segments): number => some.reduce((sum, one) => sum + one.lengthM, 0)
    expect(length(segments)).toBeCloseTo(length(bareTown.segments), 6)
    for (const one of segments) expect(Math.abs(lengthOf(one.axis) - one.lengthM), one.id).toBeLessThan(0.01)
    expect(segmentsOf({ segments }, 'l2').every((one) => one.assetId === 'north')).toBe(true)
  })

  it('says where stations and sensors lie, and keeps secrets out', () => {
    const { stations, sensors, controllers } = applied(townPlant())
    expect(stations[0]).toMatchObject({ id: 's1', segmentId: 'east.a.2' })
    expect(sensors.find((one) => one.id === 's1.supply')).toMatchObject({ loopId: 'l1', segmentId: null })
    expect(sensors.find((one) => one.id === 's2.extra')).toMatchObject({ segmentId: 'north.a.1', cadenceS: 30 })
    expect(sensors.find((one) => one.id === 'l1.setpoint')).toMatchObject({ source: 'controller', loopId: 'l1' })
    expect(controllers[1]!.secretVariables).toEqual({ password: 'HEARTHWAY_BROKER_PASSWORD' })
  })

  it('takes a ring as well, and cuts where it crosses a road', () => {
    const { segments } = applied(edited((file) => { file.loops[0]!.places = [{ polygon: [[126.5995, 45.699], [126.604, 45.699], [126.604, 45.701], [126.5995, 45.701]] }] }))
    const heated = segmentsOf({ segments }, 'l1')
    expect(Math.max(...heated.flatMap((one) => one.axis.map(([lon]) => lon)))).toBeCloseTo(126.604, 6)
    expect(segmentsOf({ segments }, 'l1').reduce((sum, one) => sum + one.lengthM, 0)).toBeCloseTo(lengthOf([[126.6, 45.7], [126.604, 45.7]]), 1)
  })

  it('lets a surveyed pavement go before the defaults, and gives back the network\'s own word when it goes', () => {
    const state = applied(townPlant())
    const surveyed = state.segments.filter((one) => one.widthM === 18)
    expect(surveyed.reduce((sum, one) => sum + one.lengthM, 0)).toBeCloseTo(200, 1)
    expect(surveyed[0]).toMatchObject({ layers: [{ material: 'asphalt', thickness_m: 0.2 }], assumed: ['exposure', 'pavementType', 'widthM'] })
    const after = applied(edited((file) => { file.pavements = [] }), state)
    expect(after.segments.filter((one) => one.assetId === 'east').every((one) => one.widthM === bareTown.segments[0]!.widthM && one.assumed.includes('layers'))).toBe(true)
    expect(after.networkSurfaces.size).toBe(0)
  })

  it('tells each field with what it was and will be', () => {
    const state = applied(townPlant())
    const { create, change, remove } = plan(edited((file) => { file.loops[0]!.heat_max_c = 40; file.controllers[0]!.host = '10.0.0.9'; file.stations.pop() }), state)
    expect(create).toEqual([])
    expect(change).toEqual([
      { kind: 'controller', id: 'c1', fields: [{ field: 'host', before: '10.0.0.5', after: '10.0.0.9' }] },
      { kind: 'loop', id: 'l1', fields: [{ field: 'heat_max_c', before: 45, after: 40 }] },
    ])
    expect(remove.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['station s2', 'sensor s2.surface', 'sensor s2.pavement', 'sensor s2.slab', 'sensor s2.extra'])
  })

  it('is exported as a file that changes nothing, also after segments were cut', () => {
    const state = applied(townPlant())
    const file = exportPlant(state)
    expect(file.loops[0]!.places).toEqual([{ route: 'G1', from: 'K12+150', to: 'K12+500' }])
    expect(file.loops[1]!.places).toEqual([{ route: 'G2', from: 'K0+000', to: 'K0+600', asset_id: 'north' }])
    expect(changesOf(plan(file, state))).toEqual([])
    expect(changesOf(plan(townPlant(), state))).toEqual([])
  })

  it('finds all parts of a cut segment by its name, so that an earlier file can be applied again', () => {
    const whole = edited((file) => { file.loops[0]!.places = [{ segment_id: 'east.a.1' }]; file.stations.shift() })
    const state = applied(edited((file) => { file.loops[0]!.places = [{ route: 'G1', from: 'K12+050', to: 'K12+150' }]; file.stations.shift() }), applied(whole))
    expect(segmentsOf(state, 'l1')).toHaveLength(1)
    expect(segmentsOf(applied(whole, state), 'l1').map((one) => one.id)).toEqual(['east.a.1~1', 'east.a.1~2', 'east.a.1~3'])
  })

  it('moves what lay on a cut segment to the part it lies at, imported sensors too', () => {
    const imported = { id: 'x', stationId: null, segmentId: 'east.a.1', loopId: null, quantity: 'surface_temperature' as const, depthM: 0, cadenceS: 3600, source: 'import' as const }
    const { sensors } = applied(townPlant(), { ...stateOf(bareTown), sensors: [imported] })
    expect(sensors.find((one) => one.id === 'x')!.segmentId).toBe('east.a.1~1')
  })

  it('keeps the port that the twin was given where the file names none', () => {
    const file = edited((one) => { one.controllers[0]!.host = '127.0.0.1'; one.controllers[0]!.port = 0 })
    const state = applied(file)
    const running = { ...state, controllers: state.controllers.map((one) => (one.id === 'c1' ? { ...one, port: 40_001 } : one)) }
    expect([changesOf(plan(file, running)), plan(file, running).warnings.filter((one) => one.code === 'no_address')]).toEqual([[], []])
    expect(plan(file).warnings).toContainEqual({ path: '/controllers/0/port', code: 'no_address', params: { id: 'c1' } })
  })
})

describe('a faulty plant file', () => {
  const faults: [PlantProblemCode, string, (file: PlantFile) => void][] = [
    ['id_taken', '/loops/1/id', (f) => { f.loops[1]!.id = 'l1' }],
    ['id_taken', '/stations/1/sensors/0/id', (f) => { f.stations[1]!.sensors![0]!.id = 's1.surface' }],
    ['energy_station_unknown', '/controllers/0/energy_station_id', (f) => { f.controllers[0]!.energy_station_id = 'e9' }],
    ['controller_unknown', '/loops/0/controller_id', (f) => { f.loops[0]!.controller_id = 'c9' }],
    ['loop_unknown', '/sensors/0/loop_id', (f) => { f.sensors[0]!.loop_id = 'l9' }],
    ['segment_unknown', '/loops/2/places/0', (f) => { f.loops[2]!.places = [{ segment_id: 'nowhere' }] }],
    ['segment_unknown', '/stations/1/place/segment_id', (f) => { f.stations[1]!.place = { position: [126.6, 45.711], segment_id: 'nowhere' } }],
    ['route_unknown', '/loops/0/places/0', (f) => { f.loops[0]!.places = [{ route: 'G9', from: 'K0+000', to: 'K0+100' }] }],
    ['asset_unknown', '/loops/1/places/0', (f) => { f.loops[1]!.places = [{ route: 'G2', asset_id: 'east', from: 'K0+000', to: 'K0+100' }] }],
    ['stake_reversed', '/loops/0/places/0', (f) => { f.loops[0]!.places = [{ route: 'G1', from: 'K12+500', to: 'K12+150' }] }],
    ['stake_outside', '/loops/0/places/0', (f) => { f.loops[0]!.places = [{ route: 'G1', from: 'K12+500', to: 'K14+000' }] }],
    ['stake_outside', '/loops/0/places/0', (f) => { f.loops[0]!.places = [{ route: 'G1', from: 'K11+000', to: 'K12+100' }] }],
    ['stake_outside', '/stations/0/place', (f) => { f.stations[0]!.place = { route: 'G1', stake: 'K99+000' } }],
    ['route_ambiguous', '/loops/1/places/0', (f) => { f.loops[1]!.places = [{ route: 'G2', from: 'K0+000', to: 'K0+600' }] }],
    ['polygon_empty', '/loops/0/places/0', (f) => { f.loops[0]!.places = [{ polygon: [[45.7, 126.6], [45.71, 126.6], [45.71, 126.61]] }] }],
    ['claimed_twice', '/loops/2/places/0', (f) => { f.loops[2]!.places = [{ route: 'G1', from: 'K12+400', to: 'K12+600' }] }],
    ['pavement_twice', '/pavements/1/places/0', (f) => { f.pavements.push({ places: [{ route: 'G1', from: 'K12+850', to: 'K12+950' }], width_m: 9 }) }],
    ['index_taken', '/loops/1/index', (f) => { f.loops[1]!.index = 0 }],
    ['index_outside', '/loops/1/index', (f) => { f.loops[1]!.index = 8 }],
    ['address_taken', '/controllers/2', (f) => { f.controllers.push({ ...f.controllers[0]!, id: 'c3' }) }],
    ['register_map_unknown', '/controllers/0/register_map', (f) => { f.controllers[0]!.register_map = 'other-1' }],
    ['register_map_unknown', '/controllers/1/register_map', (f) => { f.controllers[1]!.register_map = 'hearthway-loop-1' }],
    ['host_missing', '/controllers/1/host', (f) => { delete f.controllers[1]!.host }],
    ['setpoints_reversed', '/loops/0/heat_min_c', (f) => { f.loops[0]!.heat_min_c = 45 }],
    ['limits_reversed', '/loops/0/limits', (f) => { f.loops[0]!.limits = { coldestSupplyC: 60 } }],
    ['station_far', '/stations/1/place', (f) => { f.stations[1]!.place = { position: [126.65, 45.711], segment_id: 'north.a.1' } }],
    ['water_without_loop', '/stations/0/groups', (f) => { f.stations[0]!.place = { route: 'G1', stake: 'K12+600' } }],
  ]
  it.each(faults)('%s at %s: nothing is said of what it would do', (code, path, edit) => {
    const { problems, wanted, create, change, remove } = plan(edited(edit))
    expect(problems.map((one) => [one.code, one.path])).toContainEqual([code, path])
    expect([wanted, ...create, ...change, ...remove]).toEqual([null])
  })

  it('hears of all its problems at once', () => {
    const { problems } = plan(edited((file) => faults.slice(2, 9).forEach(([, , edit]) => edit(file))))
    expect(new Set(problems.map((one) => one.code)).size).toBeGreaterThanOrEqual(5)
  })

  it('is told a gap of a route', () => {
    const state = { ...stateOf(bareTown), segments: bareTown.segments.filter((one) => one.id !== 'east.a.2') }
    const file = edited((one) => { one.stations.shift() })
    expect(plan(file, state).problems).toEqual([{ path: '/loops/0/places/0', code: 'route_gap', params: { route: 'G1', from: expect.stringMatching(/^K12\+/), to: expect.stringMatching(/^K12\+/) } }])
  })

  it('is answered in words of both languages, every parameter filled', () => {
    for (const [, , edit] of faults) {
      for (const problem of plan(edited(edit)).problems) {
        const { zh, en } = plantWords(problem)
        expect(`${zh.reason}${zh.remedy}${en.reason}${en.remedy}`).not.toMatch(/\{\w+\}/)
        expect(zh.reason).toMatch(/\p{Script=Han}/u)
      }
    }
    expect([...Object.values(plantProblemWords), ...Object.values(plantWarningWords)].every(({ zh, en }) => zh.length === 2 && en.length === 2)).toBe(true)
  })
})
