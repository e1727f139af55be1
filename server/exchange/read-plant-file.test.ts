import { expect, it } from 'vitest'
import { townPlant } from '#domain/network/testing/plant-town'
import { plantWords } from '#domain/network/plant-problem'
import { plantFileText } from './plant-file-text'
import { readPlantFile } from './read-plant-file'

it('takes a file as it is written for people', () => {
  const text = plantFileText(townPlant())
  expect(readPlantFile(JSON.parse(text))).toEqual({ file: townPlant() })
  expect(text.split('\n').length).toBeGreaterThan(20)
})

it('names every fault by its place, in both languages, and of a choice the one that fits best', () => {
  const file = JSON.parse(JSON.stringify(townPlant())) as { loops: Record<string, unknown>[]; stations: Record<string, unknown>[] }
  file.loops[0]!['places'] = [{ route: 'G1', from: 'K12+150', to: 'thirteen' }]
  file.loops[1]!['heat_max_c'] = 'hot'
  file.stations[0]!['colour'] = 'red'
  const read = readPlantFile(file)
  const problems = 'problems' in read ? read.problems : []
  expect(problems.map((one) => one.path)).toEqual(['/loops/0/places/0/to', '/loops/1/heat_max_c', '/stations/0'])
  const words = plantWords(problems[1]!)
  expect(words.en.reason).toMatch(/expected number/)
  expect(words.zh.reason).toMatch(/期望/)
  expect(readPlantFile([])).toMatchObject({ problems: [{ path: '', code: 'shape' }] })
  expect(readPlantFile(null)).toMatchObject({ problems: [{ code: 'shape' }] })
})
