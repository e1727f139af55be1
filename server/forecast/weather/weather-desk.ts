import type { Logger } from 'pino'
import type { SiteClock } from '#domain/units/site-time'
import { words, type WeatherFault, type WeatherRepair } from '#domain/weather/weather-report'
import type { WeatherSeries } from '#domain/weather/weather-series'
import type { WeatherSource } from './weather-source'

/** The weather is asked for every ten minutes of site time, but never more often than every five seconds of the wall. */
const everySiteS = 600
const leastWallMs = 5000

/** The newest weather that could be used. Instants in site time, unix ms. */
export interface GoodWeather { series: WeatherSeries; repairs: WeatherRepair[]; /** When it first came in. */ receivedAtMs: number }

export interface WeatherState {
  /** Null: no source is configured. */
  place: string | null
  /** Last time the source was asked and answered, or failed to. */
  askedAtMs: number | null
  good: GoodWeather | null
  /** Why the last attempt failed; null when it did not. The good weather before it stays, and grows old. */
  refused: WeatherFault | null
}

/** Keeps the newest usable weather and what is known about the newest attempt. What was good stays until something better comes: its age tells. */
export class WeatherDesk {
  private source: WeatherSource | null = null
  private state: WeatherState = { place: null, askedAtMs: null, good: null, refused: null }
  private asking: Promise<void> | null = null
  private timer: NodeJS.Timeout | null = null
  private readonly listeners: ((good: GoodWeather) => void)[] = []

  constructor(private readonly clock: SiteClock, private readonly log: Logger) {}

  current(): WeatherState { return this.state }
  /** Called whenever other weather than before has come in. */
  onWeather(listener: (good: GoodWeather) => void): void { this.listeners.push(listener) }

  /** Takes a source and asks it from now on. */
  start(source: WeatherSource): void {
    this.stop()
    this.source = source
    this.state = { ...this.state, place: source.place }
    void this.refresh()
    this.timer = setInterval(() => void this.refresh(), Math.max(leastWallMs, (everySiteS * 1000) / this.clock.base.timeScale))
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
  }

  /** Asks the source now; one question at a time. */
  refresh(): Promise<void> {
    this.asking ??= this.ask().finally(() => { this.asking = null })
    return this.asking
  }

  private async ask(): Promise<void> {
    const source = this.source
    if (!source) return
    const loaded = await source.load(this.clock.now().getTime()).catch((error: unknown) => {
      this.log.error({ err: error }, 'reading the weather failed')
      return { refused: { field: 'HEARTHWAY_WEATHER', reason: words('读取天气时出错，详见日志', 'reading the weather failed; the log says why') } }
    })
    if (source !== this.source) return
    const askedAtMs = this.clock.now().getTime()
    if (loaded !== null && 'refused' in loaded) {
      if (this.state.refused?.reason.en !== loaded.refused.reason.en) this.log.warn({ field: loaded.refused.field, reason: loaded.refused.reason.en, place: source.place }, 'the weather cannot be used')
      this.state = { ...this.state, askedAtMs, refused: loaded.refused }
      return
    }
    const before = this.state.good
    // Asked again, the same forecast is no newer one, also from a source that states no instant of issue: it keeps the date at which it was first seen.
    const isSame = loaded === null || (before !== null && saysTheSame(before.series, loaded.series))
    const good = loaded === null || (before && isSame) ? before : { ...loaded, receivedAtMs: askedAtMs }
    this.state = { ...this.state, askedAtMs, good, refused: null }
    if (good && !isSame) for (const listener of this.listeners) listener(good)
  }
}

/** Whether two series hold the same values for the same instants, whenever they say they were issued. */
function saysTheSame(a: WeatherSeries, b: WeatherSeries): boolean {
  if (a.source !== b.source || a.startMs !== b.startMs || a.stepS !== b.stepS || a.count !== b.count) return false
  return Object.entries(a).every(([name, values]) => {
    const others: unknown = b[name as keyof WeatherSeries]
    return !(values instanceof Float64Array) || (others instanceof Float64Array && values.every((value, i) => Object.is(value, others[i])))
  })
}
