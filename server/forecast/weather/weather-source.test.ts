import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { answerStartMs, openMeteoAnswer } from '#domain/weather/testing/open-meteo-answer'
import type { ParsedWeather } from '#domain/weather/weather-report'
import { EpwWeatherSource } from './epw-weather-source'
import { JsonWeatherSource } from './json-weather-source'
import { openWeatherSource } from './open-weather-source'
import { mostWeatherBytes } from './read-limited'
import { WeatherDesk } from './weather-desk'
import type { WeatherSource } from './weather-source'

const folder = mkdtempSync(join(tmpdir(), 'hearthway-weather-'))
const file = join(folder, 'weather.json')
const nowMs = answerStartMs + 6 * 3_600_000
let server: Server
let listener: RequestListener = () => {}
let url = ''
beforeAll(async () => {
  server = createServer((request, response) => listener(request, response))
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/forecast?apikey=secret`
})
afterEach(() => { listener = () => {} })
afterAll(() => {
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true })
})
const outcome = (loaded: ParsedWeather | null): unknown => (loaded && 'refused' in loaded ? loaded.refused.reason.en : loaded?.series.count)

it('reads a file, and says why it cannot', async () => {
  writeFileSync(file, JSON.stringify(openMeteoAnswer()))
  expect(outcome(await new JsonWeatherSource(file).load(nowMs))).toBe(72)
  expect(outcome(await new JsonWeatherSource(join(folder, 'none.json')).load(nowMs))).toBe('there is no such file')
  expect(outcome(await new JsonWeatherSource(folder).load(nowMs))).toMatch(/cannot be fetched \(EISDIR\)/)
  writeFileSync(file, '{"hourly": [NaN')
  expect(outcome(await new JsonWeatherSource(file).load(nowMs))).toBe('the content is not valid JSON')
  writeFileSync(file, Buffer.from([0x22, 0xff, 0x22]))
  expect(outcome(await new JsonWeatherSource(file).load(nowMs))).toBe('the content is not UTF-8')
  writeFileSync(file, Buffer.alloc(mostWeatherBytes + 1, 32))
  expect(outcome(await new JsonWeatherSource(file).load(nowMs))).toMatch(/too large/)
})

it('asks an address, keeps its key to itself, and does not read twice what has not changed', async () => {
  const asked: (string | undefined)[] = []
  listener = (request, response) => {
    asked.push(request.headers['if-none-match'])
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
    else response.writeHead(200, { etag: '"1"' }).end(JSON.stringify(openMeteoAnswer()))
  }
  const source = new JsonWeatherSource(url)
  expect(source.place).not.toContain('secret')
  expect(outcome(await source.load(nowMs))).toBe(72)
  expect(await source.load(nowMs)).toBeNull()
  expect(asked).toEqual([undefined, '"1"'])
})

it('gives up on a service that fails, stalls, floods or is not there', async () => {
  listener = (_, response) => { response.writeHead(500).end('no') }
  expect(outcome(await new JsonWeatherSource(url).load(nowMs))).toBe('the weather service answered HTTP 500')
  listener = () => {}
  expect(outcome(await new JsonWeatherSource(url, { timeoutMs: 50 }).load(nowMs))).toBe('the weather service did not answer in time')
  listener = (_, response) => {
    const more = (): void => { while (!response.destroyed && response.write(Buffer.alloc(65_536, 32))); }
    response.on('drain', more)
    more()
  }
  expect(outcome(await new JsonWeatherSource(url).load(nowMs))).toMatch(/too large/)
  expect(outcome(await new JsonWeatherSource('http://127.0.0.1:1/').load(nowMs))).toMatch(/cannot be fetched/)
})

it('tells a year to replay from a forecast by its name', async () => {
  expect(openWeatherSource('/srv/shanghai.EPW', true)).toBeInstanceOf(EpwWeatherSource)
  expect(openWeatherSource('https://weather.example/x.epw', true)).toBeInstanceOf(JsonWeatherSource)
  expect(outcome(await openWeatherSource(join(folder, 'none.epw'), true).load(nowMs))).toBe('there is no such file')
})

it('keeps what was good when the next answer is not, and tells of new weather only once', async () => {
  let at = nowMs
  let answers: (ParsedWeather | null | Error)[] = []
  const source: WeatherSource = { place: 'here', load: async () => { const next = answers.shift() ?? null; if (next instanceof Error) throw next; return next } }
  const desk = new WeatherDesk({ base: { siteEpochMs: 0, wallEpochMs: 0, timeScale: 1 }, now: () => new Date(at) }, pino({ level: 'silent' }))
  const told: number[] = []
  desk.onWeather(({ series }) => told.push(series.issuedAtMs))
  expect(desk.current()).toEqual({ place: null, askedAtMs: null, good: null, refused: null })
  await desk.refresh()
  writeFileSync(file, JSON.stringify(openMeteoAnswer()))
  const good = await new JsonWeatherSource(file).load(nowMs) as Extract<ParsedWeather, { series: unknown }>
  const newer = { ...good, series: { ...good.series, issuedAtMs: good.series.issuedAtMs + 3_600_000, cloudFraction: good.series.cloudFraction.map((part) => part / 2) } }
  const sameLater = { ...good, series: { ...good.series, issuedAtMs: good.series.issuedAtMs + 3_600_000 } }
  answers = [good]
  desk.start(source)
  await desk.refresh()
  const step = async (answer: ParsedWeather | null | Error) => { at += 60_000; answers = [answer]; await desk.refresh(); return desk.current() }
  expect(await step(good)).toMatchObject({ place: 'here', good: { receivedAtMs: nowMs }, refused: null, askedAtMs: nowMs + 60_000 })
  expect(await step(sameLater)).toMatchObject({ good: { receivedAtMs: nowMs, series: { issuedAtMs: good.series.issuedAtMs } }, refused: null })
  expect(await step(null)).toMatchObject({ good: { receivedAtMs: nowMs }, refused: null })
  expect(await step({ refused: { field: 'time', reason: { zh: '坏', en: 'bad' } } })).toMatchObject({ good: { receivedAtMs: nowMs }, refused: { field: 'time' } })
  expect(await step(new Error('boom'))).toMatchObject({ good: { receivedAtMs: nowMs }, refused: { reason: { en: expect.stringContaining('log') } } })
  expect(await step(newer)).toMatchObject({ good: { receivedAtMs: nowMs + 6 * 60_000 }, refused: null })
  desk.stop()
  expect(told).toEqual([good.series.issuedAtMs, newer.series.issuedAtMs])
})
