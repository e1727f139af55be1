import { parseArgs } from 'node:util'
import type { SiteTimeBase } from '#domain/units/site-time'

export const cities = ['harbin', 'wuhan'] as const
export type CityId = (typeof cities)[number]

export interface TwinOptions {
  city: CityId
  /** Where the readings go. */
  server: string
  deviceToken: string
  timeBase: SiteTimeBase
  stateFile: string | null
  backfillH: number
  /** Port of the fault switches on 127.0.0.1; 0 = chosen by the system, null = none. */
  faultPort: number | null
  /** Port of the demo's weather service on 127.0.0.1; 0 = chosen by the system, null = none. */
  weatherPort: number | null
  seed: string
  /** An expanded Network as JSON instead of the city's fixture (tests). */
  networkFile: string | null
}

function numberOf(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < min || value > max) throw new RangeError(`${name}: "${text}" is not a number from ${min} to ${max}`)
  return value
}

/**
 * Options of the twin's process from its arguments and environment.
 * @param scenarioStartMs site start of each city's scenario, the default of --site-epoch-ms
 * @throws RangeError or TypeError naming the option at fault
 */
export function parseTwinOptions(argv: string[], env: NodeJS.ProcessEnv, wallNowMs: number, scenarioStartMs: Record<CityId, number>): TwinOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      city: { type: 'string', default: 'harbin' }, server: { type: 'string', default: 'http://127.0.0.1:8080' },
      'site-epoch-ms': { type: 'string' }, 'wall-epoch-ms': { type: 'string' }, 'time-scale': { type: 'string', default: '60' },
      'state-file': { type: 'string' }, 'backfill-h': { type: 'string', default: '24' }, 'fault-port': { type: 'string' }, 'weather-port': { type: 'string' },
      seed: { type: 'string', default: 'hearthway' }, 'network-file': { type: 'string' },
    },
  })
  const city = cities.find((name) => name === values.city)
  if (!city) throw new RangeError(`--city: "${values.city}" is none of ${cities.join(', ')}`)
  if (!URL.canParse(values.server) || !/^https?:/.test(values.server)) throw new RangeError(`--server: "${values.server}" is not an http address`)
  const deviceToken = env['HEARTHWAY_DEVICE_TOKEN']
  if (!deviceToken) throw new RangeError('HEARTHWAY_DEVICE_TOKEN: missing; the twin posts its readings with a device token')
  return {
    city, server: values.server, deviceToken,
    timeBase: {
      siteEpochMs: values['site-epoch-ms'] === undefined ? scenarioStartMs[city] : numberOf('--site-epoch-ms', values['site-epoch-ms'], 0, 8.64e15),
      wallEpochMs: values['wall-epoch-ms'] === undefined ? wallNowMs : numberOf('--wall-epoch-ms', values['wall-epoch-ms'], 0, 8.64e15),
      timeScale: numberOf('--time-scale', values['time-scale'], 0.1, 3600),
    },
    stateFile: values['state-file'] ?? null,
    backfillH: numberOf('--backfill-h', values['backfill-h'], 0, 24 * 31),
    faultPort: values['fault-port'] === undefined ? null : numberOf('--fault-port', values['fault-port'], 0, 65_535),
    weatherPort: values['weather-port'] === undefined ? null : numberOf('--weather-port', values['weather-port'], 0, 65_535),
    seed: values.seed, networkFile: values['network-file'] ?? null,
  }
}
