import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { planPlant } from '../network/plan-plant'
import { bareTown, segmentsOf, stateOf, testMaps, townPlant } from '../network/testing/plant-town'
import { plantFileSchema, plantFileShape } from './plant-file'

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

it('is published as it is checked: npm run plant -- schema > docs/plant-file.schema.json', () => {
  expect(read('docs/plant-file.schema.json')).toEqual(plantFileSchema())
})

it('takes the example of the documentation, on the roads it speaks of, and without its stakes it is heated nowhere', () => {
  const example = plantFileShape.parse(read('docs/examples/plant.json'))
  const { problems, warnings, wanted } = planPlant(stateOf(bareTown), example, testMaps)
  expect(problems).toEqual([])
  expect(warnings.map((one) => one.code)).toEqual(['segment_cut', 'segment_cut', 'segment_cut'])
  expect(segmentsOf(wanted!, 'east-1').reduce((sum, one) => sum + one.lengthM, 0)).toBeCloseTo(555, 3)
})

it('refuses what is misspelt, out of range or a secret', () => {
  const faulty: [string, (file: Record<string, never>) => void][] = [
    ['unit', (f) => { (f['controllers']![0]! as Record<string, unknown>)['unit'] = 1 }],
    ['password', (f) => { (f['controllers']![0]! as Record<string, unknown>)['secret_variables'] = { password: 'hunter2' } }],
    ['stake', (f) => { (f['loops']![0]! as Record<string, unknown>)['places'] = [{ route: 'G1', from: '12345', to: 'K13+000' }] }],
    ['limit', (f) => { (f['loops']![0]! as Record<string, unknown>)['limits'] = { hotest_supply_c: 40 } }],
    ['negative', (f) => { (f['energy_stations']![0]! as Record<string, unknown>)['limits'] = { compressor_min_on_s: -1 } }],
    ['latitude', (f) => { (f['energy_stations']![0]! as Record<string, unknown>)['position'] = [45.7, 126.6] }],
    ['nul', (f) => { (f['loops']![0]! as Record<string, unknown>)['name'] = { zh: 'a\u0000b', en: 'b' } }],
  ]
  expect(plantFileShape.safeParse(townPlant()).success).toBe(true)
  for (const [what, edit] of faulty) {
    const file = JSON.parse(JSON.stringify(townPlant())) as Record<string, never>
    edit(file)
    expect(plantFileShape.safeParse(file).success, what).toBe(false)
  }
})
