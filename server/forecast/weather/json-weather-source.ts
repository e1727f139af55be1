import { basename } from 'node:path'
import { parseOpenMeteo } from '#domain/weather/parse-open-meteo'
import { words, type ParsedWeather } from '#domain/weather/weather-report'
import { loadFault } from './load-fault'
import { readLimited, readLimitedFile } from './read-limited'
import type { WeatherSource } from './weather-source'

const timeoutMs = 20_000

export interface JsonWeatherOptions {
  /** Wall ms until an answer is given up; default 20 s. */
  timeoutMs?: number
  /** What a file's or an answer's own date is worth: with a scaled site clock, a wall date is none of the site. Default true. */
  siteIsWall?: boolean
}

interface Fetched { bytes: Buffer; /** Unix ms, when it says so itself. */ writtenAtMs: number | null; /** To be said only when the content could be used. */ keep(): void }

/** Open-Meteo-shaped JSON from an http(s) address or a file. An answer that is unchanged by its ETag is not read again. */
export class JsonWeatherSource implements WeatherSource {
  readonly place: string
  private readonly url: URL | null
  private etag: string | null = null

  constructor(private readonly address: string, private readonly options: JsonWeatherOptions = {}) {
    this.url = /^https?:\/\//i.test(address) ? new URL(address) : null
    this.place = this.url ? `${this.url.origin}${this.url.pathname}` : basename(address)
  }

  async load(nowMs: number): Promise<ParsedWeather | null> {
    try {
      const fetched = await (this.url ? this.fetch(this.url) : this.read())
      if (fetched === null || 'refused' in fetched) return fetched
      const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(fetched.bytes))
      const dated = fetched.writtenAtMs !== null && (this.options.siteIsWall ?? true) ? Math.min(fetched.writtenAtMs, nowMs) : nowMs
      const parsed = parseOpenMeteo(json, { nowMs, issuedAtMs: dated, source: this.url?.hostname ?? 'file' })
      if ('series' in parsed) fetched.keep()
      return parsed
    } catch (error) {
      return loadFault(error)
    }
  }

  private async read(): Promise<Fetched> {
    return { ...await readLimitedFile(this.address), keep: () => {} }
  }

  private async fetch(url: URL): Promise<Fetched | null | { refused: { field: string; reason: { zh: string; en: string } } }> {
    const signal = AbortSignal.timeout(this.options.timeoutMs ?? timeoutMs)
    const answer = await fetch(url, { signal, headers: { accept: 'application/json', ...(this.etag ? { 'if-none-match': this.etag } : {}) } })
    if (answer.status === 304 && this.etag) return null
    if (!answer.ok) {
      await answer.body?.cancel()
      return { refused: { field: 'HEARTHWAY_WEATHER', reason: words(`气象服务应答 HTTP ${answer.status}`, `the weather service answered HTTP ${answer.status}`) } }
    }
    const bytes = await readLimited((answer.body ?? new ReadableStream()) as unknown as AsyncIterable<Uint8Array>)
    const modified = Date.parse(answer.headers.get('last-modified') ?? '')
    const etag = answer.headers.get('etag')
    return { bytes, writtenAtMs: Number.isNaN(modified) ? null : modified, keep: () => { this.etag = etag } }
  }
}
