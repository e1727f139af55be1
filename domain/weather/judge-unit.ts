import type { ColumnRule } from './column-rules'
import { WeatherRefusal, words, type WeatherRepair } from './weather-report'

type Convert = (value: number) => number

const shortName = (unit: string): string => unit.replace(/[^\w°²%/.-]/g, '').slice(0, 12)

/**
 * A column in the unit of its rule. A declared unit is believed unless half of the values or more cannot be true in it; then, or when none is
 * declared, the values themselves must leave exactly one unit possible, and that is told. NaN (missing) stays NaN.
 * @throws WeatherRefusal when the unit is unknown or cannot be told, or a value is beyond belief
 */
export function judgeUnit(field: string, raw: Float64Array, declared: string | undefined, rule: ColumnRule, repairs: WeatherRepair[]): Float64Array {
  const known = raw.filter((value) => !Number.isNaN(value))
  const isPlausible = (convert: Convert, value: number): boolean => convert(value) >= rule.min && convert(value) <= rule.max
  const fits = (convert: Convert): boolean => known.every((value) => isPlausible(convert, value))
  const name = declared?.toLowerCase().replaceAll(' ', '') ?? ''
  const convert = Object.hasOwn(rule.units, name) ? rule.units[name] as Convert : undefined
  if (name !== '' && !convert) {
    throw new WeatherRefusal(field, `单位“${shortName(declared ?? '')}”未知：请用 ${Object.keys(rule.units).join('、')} 之一`, `the unit "${shortName(declared ?? '')}" is not known: use one of ${Object.keys(rule.units).join(', ')}`)
  }
  if (convert && fits(convert)) return raw.map(convert)
  const strays = convert ? known.filter((value) => !isPlausible(convert, value)) : known
  if (convert && strays.length * 2 < known.length) throw implausible(field, convert(strays[0] as number), strays.length, rule)

  const others = rule.guesses.filter((unit) => rule.units[unit] !== convert && fits(rule.units[unit] as Convert))
  const [first] = others
  if (first === undefined) throw implausible(field, convert ? convert(strays[0] as number) : known[0] as number, strays.length, rule)
  // Several units may stand for the same values: zero is zero in all of them.
  const read = raw.map(rule.units[first] as Convert)
  const agree = others.every((unit) => raw.every((value, i) => Number.isNaN(value) || (rule.units[unit] as Convert)(value) === read[i]))
  if (!agree) {
    throw new WeatherRefusal(field, `未声明单位，数值可能是 ${others.join(' 或 ')}：请在 hourly_units 中声明`, `no unit is declared and the values could be ${others.join(' or ')}: declare it in hourly_units`)
  }
  if (known.length > 0) {
    repairs.push({
      field, fromMs: null, toMs: null, count: known.length,
      reason: convert
        ? words(`声明的单位是 ${shortName(declared ?? '')}，但数值只可能是 ${first}，已按 ${first} 换算`, `declared in ${shortName(declared ?? '')}, but the values can only be ${first}; read as ${first}`)
        : words(`未声明单位，数值只可能是 ${first}，已按 ${first} 换算`, `no unit is declared; the values can only be ${first}, read as ${first}`),
    })
  }
  return read
}

function implausible(field: string, value: number, count: number, rule: ColumnRule): WeatherRefusal {
  const shown = Number(value.toPrecision(4))
  return new WeatherRefusal(field, `${count} 个数值不可信，例如 ${shown}：应在 ${rule.min} 到 ${rule.max} ${rule.unit} 之间`, `${count} values are beyond belief, such as ${shown}: expected ${rule.min} to ${rule.max} ${rule.unit}`)
}
