import type { WeatherSeries } from './weather-series'

/** A reason in the operator's language. It holds our own words and numbers and repeats no foreign text beyond a unit's name. */
export interface Words { zh: string; en: string }
export const words = (zh: string, en: string): Words => ({ zh, en })

/** Something about the weather that was not as it should be and was put right; the operator sees every one of them. */
export interface WeatherRepair {
  /** Name of the field in the source. */
  field: string
  reason: Words
  /** First and last instant concerned, unix ms; null = the whole series. */
  fromMs: number | null
  toMs: number | null
  /** How many values were changed, made up or left out. */
  count: number
}

/** Why the weather cannot be used at all. */
export interface WeatherFault { field: string; reason: Words }

export type ParsedWeather = { series: WeatherSeries; repairs: WeatherRepair[] } | { refused: WeatherFault }

/** Carries a fault out of the depth of a parser; no parser lets it out. */
export class WeatherRefusal {
  readonly fault: WeatherFault
  constructor(field: string, zh: string, en: string) {
    this.fault = { field, reason: words(zh, en) }
  }
}

/** Runs a parser that may throw a `WeatherRefusal` and hands its fault back as a value. */
export function refusable(parse: () => Exclude<ParsedWeather, { refused: WeatherFault }>): ParsedWeather {
  try {
    return parse()
  } catch (error) {
    if (error instanceof WeatherRefusal) return { refused: error.fault }
    throw error
  }
}
