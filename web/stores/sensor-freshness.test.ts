import { expect, it } from 'vitest'
import type { SensorView } from '#domain/wire/network'
import { summariseFreshness } from './sensor-freshness'

const sensor = (id: string, over: Partial<SensorView> = {}): SensorView => ({
  id, station_id: 's', segment_id: null, loop_id: null, quantity: 'surface_temperature', unit: 'degC', depth_m: 0, cadence_s: 60, source: 'device', ...over,
})
const nowMs = 10_000_000
const heard = (agoS: number) => ({ value: 1, at: new Date(nowMs - agoS * 1000), quality: 0 })

it('counts by each sensor\'s own cadence, and ages only over what still counts', () => {
  const sensors = [sensor('fresh'), sensor('stale'), sensor('lost'), sensor('never'), sensor('slow', { cadence_s: 3600 }), sensor('file', { source: 'import' }), sensor('asked', { quantity: 'setpoint', source: 'controller' })]
  const values = new Map([['fresh', heard(12)], ['stale', heard(300)], ['lost', heard(4000)], ['slow', heard(4000)], ['file', heard(1)]])
  expect(summariseFreshness(sensors, values, nowMs)).toEqual({ newestS: 12, oldestS: 4000, fresh: 2, stale: 1, lost: 1, never: 1, total: 5 })
})
it('has no ages when nothing is heard', () => expect(summariseFreshness([sensor('a')], new Map(), nowMs)).toMatchObject({ newestS: null, oldestS: null, never: 1 }))
