import { expect, test } from 'vitest'
import { parseTwinOptions } from './twin-options'

const env = { HEARTHWAY_DEVICE_TOKEN: 'token' }
const starts = { harbin: 1000, wuhan: 2000 }
const parse = (args: string[], from: NodeJS.ProcessEnv = env): ReturnType<typeof parseTwinOptions> => parseTwinOptions(args, from, 500, starts)

test('defaults: Harbin from its scenario start, 60 times as fast as the wall', () => {
  expect(parse([])).toEqual({
    city: 'harbin', server: 'http://127.0.0.1:8080', deviceToken: 'token', timeBase: { siteEpochMs: 1000, wallEpochMs: 500, timeScale: 60 },
    stateFile: null, backfillH: 24, faultPort: null, weatherPort: null, seed: 'hearthway', networkFile: null,
  })
  expect(parse(['--city', 'wuhan', '--site-epoch-ms', '7', '--wall-epoch-ms', '8', '--time-scale', '1']).timeBase).toEqual({ siteEpochMs: 7, wallEpochMs: 8, timeScale: 1 })
})

test.each([
  [['--city', 'paris'], '--city: "paris" is none of harbin, wuhan'], [['--server', 'nowhere'], '--server'], [['--server', 'ftp://x'], '--server'], [['--time-scale', '0'], '--time-scale'],
  [['--time-scale', 'fast'], '--time-scale'], [['--site-epoch-ms', ''], '--site-epoch-ms'], [['--backfill-h', '-1'], '--backfill-h'], [['--fault-port', '70000'], '--fault-port'], [['--weather-port', '-1'], '--weather-port'], [['--sped', '1'], '--sped'],
])('%j is refused by name', (args, message) => expect(() => parse(args)).toThrow(message))

test('no token, no twin', () => expect(() => parse([], {})).toThrow('HEARTHWAY_DEVICE_TOKEN'))
