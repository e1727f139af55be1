import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contaminants } from '#domain/grf/contaminant'
import { unknownRwyccReasons } from '#domain/grf/rwycc'
import { factNames, factTrusts } from '#domain/control/interlocks/fact'
import { ruleNames } from '#domain/control/interlocks/rule'
import { endReasons, guardReasons, refusalReasons } from '#domain/control/reasons'
import { commandModes, commandStates } from '#domain/control/command'
import { staleReasons } from '#domain/thermal/forecast-age'
import { limitField } from '#domain/network/limit-field'
import { assetKinds, layerMaterials, pavementTypes, safeStates, thermalServices } from '#domain/network/network'
import { plantKinds } from '#domain/network/plant-difference'
import { loopLimitNames, stationLimitNames } from '#domain/network/plant-limits'
import { sensorGroups } from '#domain/network/station-sensors'
import { whatIfAssumptions } from '#domain/wire/what-if'
import { noForecastReasons } from '#domain/wire/forecast'
import { surfaceConditions } from '#domain/thermal/surface-condition'
import { shownStates } from '../format/shown-state'
import { en } from './en'
import { zhCn } from './zh-cn'

type Tree = { [key: string]: string | Tree }
const flat = (tree: Tree, path = ''): Map<string, string> =>
  new Map(Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)])))
const zh = flat(zhCn)
const english = flat(en)
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).toSorted()
const web = join(import.meta.dirname, '..')
const sources = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(vue|ts)$/.test(file) && !file.includes('.test.') && !file.startsWith('map') && !file.startsWith('i18n'))

describe('words', () => {
  it('both languages have the same keys', () => expect([...english.keys()].toSorted()).toEqual([...zh.keys()].toSorted()))
  it('both languages fill in the same values', () => {
    for (const [key, text] of zh) expect([key, ...new Set(holes(english.get(key) ?? ''))]).toEqual([key, ...new Set(holes(text))])
  })
  it('no word is empty', () => expect([...zh, ...english].filter(([, text]) => text.trim() === '')).toEqual([]))
  it('every key named in a component exists', () => {
    const missing = sources.flatMap((file) => [...readFileSync(join(web, file), 'utf8').matchAll(/\b(?:t|second)\('([\w.]+)'/g)].map((match) => match[1]!).filter((key) => !zh.has(key)).map((key) => `${file}: ${key}`))
    expect(missing).toEqual([])
  })
  it('every key is used: by its name, or by the beginning that a component completes', () => {
    const text = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(vue|ts)$/.test(file) && !file.includes('.test.') && !/^i18n\/(?!use-)/.test(file)).map((file) => readFileSync(join(web, file), 'utf8')).join('\n')
    const whole = new Set([...text.matchAll(/['"`]([a-z]\w*(?:\.\w+)*)['"`]/gi)].map((match) => match[1]!))
    const begun = [...text.matchAll(/`([a-z]\w*\.[\w.]*)\$\{/gi)].map((match) => match[1]!)
    const groups = [...text.matchAll(/\bcoded\('([\w.]+)'/g)].map((match) => `${match[1]!}.`)
    const beginnings = [...new Set([...begun, ...groups])]
    expect([...zh.keys()].filter((key) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)))).toEqual([])
  })
  it.each([
    ['reason', [...refusalReasons, ...endReasons, ...guardReasons]], ['command_state', commandStates], ['mode', commandModes], ['kind', assetKinds], ['state', shownStates], ['forecast_reason', noForecastReasons], ['forecast_stale', staleReasons], ['condition', surfaceConditions], ['pavement', pavementTypes], ['material', layerMaterials],
    ['contaminant', contaminants], ['rwycc_reason', unknownRwyccReasons],
    ['interlock', ruleNames], ['fact', factNames], ['fact_trust', factTrusts],
    ['plant_limit', [...loopLimitNames, ...stationLimitNames].map(limitField)], ['plant_kind', plantKinds], ['plant_service', thermalServices], ['plant_group', sensorGroups], ['safe', safeStates],
    ['what_if', [...whatIfAssumptions.map((word) => `assumption_${word}`), ...staleReasons.map((word) => `stale_${word}`)]],
  ] as const)('every code of %s has a word', (group, codes) => expect(codes.filter((code) => !zh.has(`${group}.${code}`))).toEqual([]))
  it('every refusal of the server has a word, but for what only devices are told', () => {
    const http = join(web, '../server/http')
    const codes = readdirSync(http).filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
      .flatMap((file) => [...readFileSync(join(http, file), 'utf8').matchAll(/(?:code: |^  )'([a-z]+\.[a-z_]+)'(?:[,:] | \})/gim)].map((match) => match[1]!))
    expect(codes.length).toBeGreaterThan(60)
    expect([...new Set(codes)].filter((code) => !/^(?:readings|device)\.|^receiver\.(?:busy|token)$/.test(code) && !zh.has(`problem.${code.replaceAll('.', '_')}`))).toEqual([])
  })
})
