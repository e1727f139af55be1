import { cutLine } from '../geo/cut-line'
import { lengthOf, positionAt } from '../geo/linear-reference'
import { runwayThird } from '../geo/runway'
import { fillSurface } from './fill-surface'
import type { Controller, Loop, Network, Segment, Sensor, Station } from './network'
import type { FixtureAsset, FixtureLine, LoopCover, NetworkFixture } from './network-fixture'
import { loopReadBackSensors, stationSensors } from './station-sensors'

/** Admissible supply set-points of a loop that names none, °C. */
const demoLimits = { heatMinC: 15, heatMaxC: 45, coolMinC: 8, coolMaxC: 30 }
/** Measures are kept to the millimetre. */
const millimetres = (metres: number): number => Math.round(metres * 1000) / 1000

type Cover = Required<LoopCover> & { loopId: string }

/** The segments of one axis: cut at the borders of loops, a runway also into its thirds from the lower designator. */
function segmentsOf(asset: FixtureAsset, line: FixtureLine, covers: Cover[], pieceM: number, lengthM: number): Segment[] {
  const thirds = asset.kind === 'runway' ? [lengthM / 3, (2 * lengthM) / 3] : []
  const pieces = cutLine(line.axis, pieceM, [...thirds, ...(line.breaksM ?? []), ...covers.flatMap((cover) => [cover.fromM, cover.toM])])
  const filled = fillSurface(asset)
  const startM = line.startM ?? 0
  return pieces.map((piece, i) => {
    const middleM = (piece.fromM + piece.toM) / 2
    const [fromM, toM] = [millimetres(startM + piece.fromM), millimetres(startM + piece.toM)]
    return {
      id: `${line.id}.${i + 1}`,
      assetId: asset.id,
      kind: asset.kind,
      name: asset.name,
      route: line.route ?? asset.route,
      fromM,
      toM,
      lengthM: millimetres(toM - fromM),
      ...filled,
      runwayThird: asset.kind === 'runway' ? runwayThird(middleM, lengthM) : null,
      loopId: covers.find((cover) => middleM > cover.fromM && middleM < cover.toM)?.loopId ?? null,
      axis: piece.axis,
      source: 'fixture',
    }
  })
}

/**
 * Turns the compact form of a city into its network: axes cut into segments of at most `pieceM`, defaults filled and marked,
 * stations placed, sensors and read-back points listed. The same fixture always gives the same network.
 * @throws RangeError when a loop or a station names a line that does not exist, or covers overlap a line twice
 */
export function expandFixture(fixture: NetworkFixture): Network {
  const lengths = new Map<string, number>()
  for (const line of fixture.assets.flatMap((asset) => asset.lines)) {
    if (lengths.has(line.id)) throw new RangeError(`fixture: two lines are called "${line.id}"`)
    lengths.set(line.id, lengthOf(line.axis))
  }
  const lengthOfLine = (id: string, who: string): number => {
    const lengthM = lengths.get(id)
    if (lengthM === undefined) throw new RangeError(`fixture: ${who} names the unknown line "${id}"`)
    return lengthM
  }

  const covers = new Map<string, Cover[]>()
  for (const loop of fixture.energyStations.flatMap((station) => station.loops)) {
    for (const { line, fromM = 0, toM = Infinity } of loop.covers) {
      const cover = { line, fromM, toM: Math.min(toM, lengthOfLine(line, `loop ${loop.id}`)), loopId: loop.id }
      const others = covers.get(line) ?? []
      if (others.some((other) => cover.fromM < other.toM - 0.001 && other.fromM < cover.toM - 0.001)) throw new RangeError(`fixture: two loops lie under the same metres of "${line}"`)
      covers.set(line, [...others, cover])
    }
  }

  const axes = new Map<string, FixtureLine>()
  const byLine = new Map<string, Segment[]>()
  for (const asset of fixture.assets) {
    for (const line of asset.lines) {
      axes.set(line.id, line)
      byLine.set(line.id, segmentsOf(asset, line, covers.get(line.id) ?? [], fixture.pieceM, lengths.get(line.id)!))
    }
  }

  const stations: Station[] = []
  const sensors: Sensor[] = []
  for (const { id, name, line, atM, weather } of fixture.stations) {
    const lengthM = lengthOfLine(line, `station ${id}`)
    if (!(atM >= 0 && atM <= lengthM)) throw new RangeError(`fixture: station ${id} lies outside its line (${atM} m of ${lengthM} m)`)
    const { axis, startM = 0 } = axes.get(line)!
    const segment = byLine.get(line)!.findLast((candidate) => startM + atM >= candidate.fromM - 0.001)!
    const station: Station = { id, name, position: positionAt(axis, atM), segmentId: segment.id }
    stations.push(station)
    sensors.push(...stationSensors(station, segment.loopId, weather))
  }

  const controllers: Controller[] = []
  const loops: Loop[] = []
  for (const { id, loops: own, controller } of fixture.energyStations) {
    const controllerId = `${id}-controller`
    // Port 0: nobody listens yet; the twin writes the port it was given by the operating system.
    controllers.push({ id: controllerId, energyStationId: id, protocol: 'modbusTcp', ...(controller ?? { host: '127.0.0.1', port: 0, unitId: 1 }), registerMap: 'hearthway-loop-1' })
    own.forEach((loop, index) => {
      loops.push({ id: loop.id, name: loop.name, energyStationId: id, controllerId, index, service: loop.service, ...(loop.limits ?? demoLimits), safeState: loop.safeState })
      sensors.push(...loopReadBackSensors(loop))
    })
  }

  return {
    city: fixture.city,
    attribution: fixture.attribution,
    assets: fixture.assets.map(({ id, kind, name, route }) => ({ id, kind, name, route })),
    segments: [...byLine.values()].flat(),
    stations,
    sensors,
    energyStations: fixture.energyStations.map(({ id, name, position }) => ({ id, name, position })),
    controllers,
    loops,
    water: fixture.water,
  }
}
