import { lengthOf } from '#domain/geo/linear-reference'
import type { NetworkFixture } from '#domain/network/network-fixture'
import { lineParts } from './line-parts'
import { refusalWords } from './refusal'

/** A shorter stretch under a loop would make no segment of its own. */
const minCoverM = 5
/** Measures of a file are rounded: an end may lie this far beyond its line, m. */
const slackM = 1

/** Where in the file, and what is wrong there. */
export interface NetworkFileFault { place: string; words: string }

/**
 * What the parts of a city file say of each other and cannot both be: ids given twice, unknown lines, loops under the same metres, stations beyond
 * their line, two controllers at one address, and lines without a usable course.
 */
export function networkFileFaults(fixture: NetworkFixture): NetworkFileFault[] {
  const faults: NetworkFileFault[] = []
  const fault = (place: string, words: string): void => void faults.push({ place, words })

  const once = (what: string) => {
    const places = new Map<string, string>()
    return (key: string, place: string): void => {
      const before = places.get(key)
      if (before === undefined) places.set(key, place)
      else fault(place, `${what} "${key}" stands already at ${before}`)
    }
  }

  const lengths = new Map<string, number>()
  const [assetId, lineId] = [once('an asset with the id'), once('a line with the id')]
  fixture.assets.forEach((asset, i) => {
    assetId(asset.id, `assets[${i}].id`)
    asset.lines.forEach((line, j) => {
      const place = `assets[${i}].lines[${j}]`
      lineId(line.id, `${place}.id`)
      const judged = lineParts({ type: 'LineString', coordinates: line.axis })
      if ('refusal' in judged) fault(`${place}.axis`, `line "${line.id}": ${refusalWords[judged.refusal.reason]}: ${judged.refusal.detail}`)
      lengths.set(line.id, lengthOf(line.axis))
    })
  })
  const lengthOfLine = (id: string, place: string): number | null => {
    const lengthM = lengths.get(id)
    if (lengthM === undefined) fault(place, `unknown line "${id}": none of assets[].lines[] has this id`)
    return lengthM ?? null
  }

  const [plantId, loopId, address] = [once('an energy station with the id'), once('a loop with the id'), once('a controller at')]
  const covered = new Map<string, { fromM: number; toM: number; loop: string }[]>()
  fixture.energyStations.forEach((station, i) => {
    plantId(station.id, `energyStations[${i}].id`)
    const { controller } = station
    if (controller) address(`${controller.host}:${controller.port}, unit ${controller.unitId}`, `energyStations[${i}].controller`)
    station.loops.forEach((loop, j) => {
      loopId(loop.id, `energyStations[${i}].loops[${j}].id`)
      loop.covers.forEach((cover, k) => {
        const place = `energyStations[${i}].loops[${j}].covers[${k}]`
        const lengthM = lengthOfLine(cover.line, `${place}.line`)
        if (lengthM === null) return
        const [fromM, toM] = [cover.fromM ?? 0, Math.min(cover.toM ?? lengthM, lengthM)]
        if (cover.toM !== undefined && cover.toM > lengthM + slackM) return fault(`${place}.toM`, `${cover.toM} m lies beyond the line "${cover.line}", which is ${lengthM.toFixed(1)} m long`)
        if (toM - fromM < minCoverM) return fault(place, `loop "${loop.id}" lies under ${(toM - fromM).toFixed(1)} m of "${cover.line}" (${lengthM.toFixed(1)} m long), expected at least ${minCoverM} m`)
        const others = covered.get(cover.line) ?? []
        const other = others.find((one) => fromM < one.toM - 0.001 && one.fromM < toM - 0.001)
        if (other) fault(place, `loop "${loop.id}" (${fromM} to ${toM.toFixed(1)} m) lies under the same metres of "${cover.line}" as loop "${other.loop}" (${other.fromM} to ${other.toM.toFixed(1)} m)`)
        covered.set(cover.line, [...others, { fromM, toM, loop: loop.id }])
      })
    })
  })

  const stationId = once('a station with the id')
  fixture.stations.forEach((station, i) => {
    stationId(station.id, `stations[${i}].id`)
    const lengthM = lengthOfLine(station.line, `stations[${i}].line`)
    if (lengthM !== null && station.atM > lengthM) fault(`stations[${i}].atM`, `station "${station.id}" lies beyond its line: ${station.atM} m of ${lengthM.toFixed(1)} m`)
  })
  return faults
}
