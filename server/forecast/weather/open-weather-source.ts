import { EpwWeatherSource } from './epw-weather-source'
import { JsonWeatherSource } from './json-weather-source'
import type { WeatherSource } from './weather-source'

/** The source that HEARTHWAY_WEATHER names: a path ending in .epw is a year to replay, everything else Open-Meteo-shaped JSON. */
export const openWeatherSource = (address: string, siteIsWall: boolean): WeatherSource =>
  /^(?!https?:).*\.epw$/i.test(address) ? new EpwWeatherSource(address) : new JsonWeatherSource(address, { siteIsWall })
