import { describe, expect, it } from 'vitest'
import type { Sensor } from '#domain/network/network'
import { RunHistory } from './run-history'

const point = (quantity: Sensor['quantity']): Sensor => ({ id: `L.${quantity}`, stationId: null, segmentId: null, loopId: 'L', quantity, depthM: null, cadenceS: 60, source: 'controller' })
const heard = (quantity: string, measuredAtMs: number, value: number, quality = 0) => ({ sensorId: `L.${quantity}`, measuredAtMs, value, quality })
const whole = (atMs: number, pump: number, kw: number, supply: number) => [heard('pump_frequency', atMs, pump), heard('thermal_power', atMs, kw), heard('supply_temperature', atMs, supply)]

describe('how a loop ran', () => {
  const open = (): RunHistory => {
    const history = new RunHistory()
    history.setNetwork([point('pump_frequency'), point('thermal_power'), point('supply_temperature')])
    return history
  }

  it('is put together from what a controller says at one instant, in whatever order it comes', () => {
    const history = open()
    history.take([...whole(120_000, 30, 200, 35), ...whole(60_000, 0, 0, 12).toReversed(), heard('pump_frequency', 180_000, 30)])
    expect(history.runsOf('L')).toEqual([{ atMs: 60_000, flowing: false, power_kw: 0, supply_c: 12 }, { atMs: 120_000, flowing: true, power_kw: 200, supply_c: 35 }])
  })

  it('leaves out what cannot be believed, and forgets what is too long ago', () => {
    const history = open()
    history.take([heard('pump_frequency', 1000, 30), heard('thermal_power', 1000, 1, 2), heard('supply_temperature', 1000, 30)])
    expect(history.runsOf('L')).toEqual([])
    history.take([...whole(2000, 0, 0, 1), ...whole(2000 + 3 * 3_600_000 + 1, 0, 0, 1)])
    expect(history.runsOf('L')).toHaveLength(1)
  })

  it('knows since when a sensor says the same, also from before a restart', () => {
    const history = open()
    history.take([heard('slab', 1000, 2), heard('slab', 2000, 2)])
    expect(history.unchangedSinceMs('L.slab')).toBe(1000)
    history.take([heard('slab', 3000, 2.1)])
    expect(history.unchangedSinceMs('L.slab')).toBe(3000)
    history.recall([{ sensorId: 'other', value: 5, atMs: 9000, sinceMs: 100 }])
    history.take([{ sensorId: 'other', measuredAtMs: 10_000, value: 5, quality: 0 }])
    expect(history.unchangedSinceMs('other')).toBe(100)
  })
})
