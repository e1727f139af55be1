import { basename } from 'node:path'
import { parseEpw } from '#domain/weather/parse-epw'
import type { ParsedWeather } from '#domain/weather/weather-report'
import { loadFault } from './load-fault'
import { readLimitedFile } from './read-limited'
import type { WeatherSource } from './weather-source'

/** What a forecast run needs around the present, h: a day to spin up, two days and a little ahead. */
const pastH = 24
const aheadH = 52

/** A year of weather from an EPW file, laid onto the site's calendar: for replays and rehearsals, never a forecast. */
export class EpwWeatherSource implements WeatherSource {
  private text: string | null = null

  readonly place: string

  constructor(private readonly path: string) { this.place = basename(path) }

  async load(nowMs: number): Promise<ParsedWeather> {
    try {
      // latin1: names of places in EPW files come in any encoding, its data are ASCII.
      this.text ??= (await readLimitedFile(this.path)).bytes.toString('latin1')
      return parseEpw(this.text, { nowMs, pastH, aheadH, source: `EPW ${this.place}` })
    } catch (error) {
      return loadFault(error)
    }
  }
}
