import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Scenario } from './scenario'
import { newestIssueMs, weatherForecast } from './weather-forecast'

export interface WeatherPort { port: number; close(): Promise<void> }

/**
 * The demo's weather service on 127.0.0.1: `GET /v1/forecast` answers the newest issue in the shape of Open-Meteo, whatever is asked for. The issue
 * is its ETag, so that whoever has it already is told so.
 */
export async function openWeatherPort(port: number, scenario: Scenario, seed: string, siteNowMs: () => number): Promise<WeatherPort> {
  let issued = { atMs: Number.NaN, text: '' }
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/v1/forecast') {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"reason":"GET /v1/forecast only"}')
      return
    }
    const atMs = newestIssueMs(siteNowMs())
    if (atMs !== issued.atMs) issued = { atMs, text: JSON.stringify(weatherForecast(scenario, seed, atMs)) }
    const etag = `"${atMs}"`
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
    else response.writeHead(200, { 'content-type': 'application/json', etag }).end(issued.text)
  })
  await new Promise<void>((resolve, reject) => { server.once('error', reject); server.listen(port, '127.0.0.1', resolve) })
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections() }),
  }
}
