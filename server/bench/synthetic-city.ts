import type { Network, Position, Segment, Sensor } from '#domain/network/network'

const centre: Position = [126.63, 45.76]
const stepM = 200
const metresPerDegree = 111_320

/** Id of the synthetic city's surface sensor number `index`. */
export const syntheticSensorId = (index: number): string => `s${index}`

/**
 * A street grid of `segmentCount` segments of about 200 m, the first `sensorCount` of which have a surface sensor. No loops: nothing
 * here is commanded. Every fourth line is a bridge so that answers have more than one group.
 */
export function syntheticCity(segmentCount: number, sensorCount: number): Network {
  const side = Math.ceil(Math.sqrt(segmentCount / 2))
  const stepLat = stepM / metresPerDegree
  const stepLon = stepLat / Math.cos((centre[1] * Math.PI) / 180)
  // Bent a little, so that no axis is parallel to a bounding box.
  const place = (x: number, y: number): Position => [
    centre[0] + (x - side / 2) * stepLon + Math.sin(y / 9) * stepLon * 0.6, centre[1] + (y - side / 2) * stepLat + Math.sin(x / 7) * stepLat * 0.6,
  ]
  const lineCount = Math.ceil(segmentCount / side)
  const name = (line: number): Segment['name'] => ({ zh: `合成路 ${line}`, en: `Synthetic road ${line}` })
  const assetId = (line: number): string => `a${line}`
  const kind = (line: number): 'road' | 'bridge' => (line % 4 === 3 ? 'bridge' : 'road')
  const segments = Array.from({ length: segmentCount }, (_, index): Segment => {
    const line = Math.floor(index / side)
    const along = index % side
    const across = Math.floor(line / 2)
    const at = (t: number): Position => (line % 2 === 0 ? place(along + t, across) : place(across, along + t))
    return {
      id: `g${index}`, assetId: assetId(line), kind: kind(line), name: name(line), route: null, fromM: along * stepM, toM: (along + 1) * stepM, lengthM: stepM, widthM: 7 + (line % 20),
      pavementType: 'asphalt', layers: [{ material: 'asphalt', thickness_m: 0.18 }], exposure: { skyViewFraction: 0.9, airBelow: false }, assumed: [], runwayThird: null, loopId: null,
      axis: [at(0), at(0.5), at(1)], source: 'synthetic',
    }
  })
  return {
    city: { id: 'synthetic', name: { zh: '合成城', en: 'Synthetic city' }, timeZone: 'Asia/Shanghai', centre, zoom: 11, season: 'winter' },
    attribution: 'synthetic', segments, energyStations: [], controllers: [], loops: [], water: [],
    assets: Array.from({ length: lineCount }, (_, line) => ({ id: assetId(line), kind: kind(line), name: name(line), route: null })),
    stations: Array.from({ length: sensorCount }, (_, index) => ({ id: `t${index}`, name: name(index), position: segments[index]!.axis[1]!, segmentId: segments[index]!.id })),
    sensors: Array.from({ length: sensorCount }, (_, index): Sensor => ({
      id: syntheticSensorId(index), stationId: `t${index}`, segmentId: segments[index]!.id, loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 60, source: 'device',
    })),
  }
}
