import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import harbin from '#fixtures/plants/harbin.json'
import wuhan from '#fixtures/plants/wuhan.json'
import { plantFileShape } from '#domain/wire/plant-file'
import { cityNetwork } from '#server/twin/city-network'
import { canonicalText } from '../audit/canonical-text'
import { exportPlant } from './export-plant'
import { planPlant } from './plan-plant'
import type { PlantFile } from './plant-file'
import { stateOf, testMaps } from './testing/plant-town'

// The two cities as they were while roads and plant still stood in one file: every field, in its order.
const before = {
  harbin: '4709d4928a463c33b348146f7de0a892631963ab652577db5f8b73100e27b9d4',
  wuhan: 'ac2b99040b339ed4846203b38c5b0e577bacaec8c6fcfb6c9b947b73ae77d0a2',
}

describe.each([['harbin', harbin], ['wuhan', wuhan]] as const)('the demo city %s', (city, document) => {
  const network = cityNetwork(city)
  it('is the same city from roads and a plant file as it was from one file', () => {
    expect(createHash('sha256').update(canonicalText(network)).digest('hex')).toBe(before[city])
  })

  it('is exported as its plant file says, which then changes nothing', () => {
    const parsed: PlantFile = plantFileShape.parse(document)
    const { $schema, note, ...plant } = parsed
    expect(exportPlant(stateOf(network))).toEqual(plant)
    const { create, change, remove, problems } = planPlant(stateOf(network), parsed, testMaps)
    expect([create, change, remove, problems]).toEqual([[], [], [], []])
    expect([$schema, note]).not.toContain(undefined)
  })
})
