import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { snowMeltLoad } from '../snow-melt-load'
import { readReference, referenceFolder } from './testing/reference-folder'

interface Example { ta: number; rh: number; V: number; s: number; Ar: number; qs: number; qm: number; qh: number; qe: number; q: number }
const folder = join(referenceFolder, 'snowmelt')
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []
const examples = files.flatMap((file) => JSON.parse(readReference('snowmelt', file)) as Example[])

describe.skipIf(examples.length === 0)(`snow-melting load, ${examples.length === 0 ? `missing in ${folder}` : 'against worked examples'}`, () => {
  if (examples.length === 0) it.skip('no examples')
  it.each(examples)('$ta °C, $V m/s, $s mm/h, Ar $Ar: every part within 1.5 %, the whole within 1 %', (e) => {
    const load = snowMeltLoad({ airC: e.ta, humidityPercent: e.rh, windMPerS: e.V, snowMmPerH: e.s }, e.Ar)
    expect(Math.abs(load.total / e.q - 1)).toBeLessThan(0.01)
    for (const [ours, theirs] of [[load.sensible, e.qs], [load.melting, e.qm], [load.surface, e.qh], [load.evaporation, e.qe]] as const) expect(Math.abs(ours / theirs - 1)).toBeLessThan(0.015)
  })
})
