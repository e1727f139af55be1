import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Segment, Sensor } from '#domain/network/network'
import type { CommandView } from '#domain/wire/commands'
import { noTemperature, type LiveFrame } from '#domain/wire/live'
import { Live } from './create-live'
import type { LiveSink } from './live-clients'

const t0 = Date.UTC(2026, 10, 23, 10)
const segments = ['a', 'b'].map((id, i): Segment => ({
  id, assetId: 'A', kind: 'road', name: { zh: id, en: id }, route: null, fromM: 0, toM: 100, lengthM: 100, widthM: 10, pavementType: 'asphalt', layers: [],
  exposure: { skyViewFraction: 1, airBelow: false }, assumed: [], runwayThird: null, loopId: null, axis: [[126 + i * 0.001, 45], [126 + i * 0.001, 45.001]], source: 'fixture',
}))
const sensors: Sensor[] = [{ id: 's', stationId: null, segmentId: 'a', loopId: null, quantity: 'surface_temperature', depthM: 0, cadenceS: 60, source: 'device' }]

function connected(live: Live) {
  const frames: { event: string; frame: LiveFrame }[] = []
  const sink = {
    write: (bytes: Buffer) => {
      const text = bytes.toString()
      const event = /^event: (\w+)/.exec(text)?.[1]
      if (event) frames.push({ event, frame: JSON.parse(/data: (.*)\n\n/.exec(text)?.[1] ?? '') as LiveFrame })
      return true
    },
    end: () => sink, destroy: () => sink, once: () => sink, writableLength: 0,
  } as unknown as LiveSink
  live.connect(sink, null)
  return frames
}
const decode = (frame: LiveFrame) => ({
  temperature: [...new Int16Array(Uint8Array.from(Buffer.from(frame.surface?.temperature ?? '', 'base64')).buffer)],
  state: [...Buffer.from(frame.surface?.state ?? '', 'base64')],
})

describe('the live room', () => {
  let now = t0
  let live: Live
  beforeEach(() => {
    vi.useFakeTimers()
    now = t0
    live = new Live({ base: { siteEpochMs: t0, wallEpochMs: t0, timeScale: 1 }, now: () => new Date(now) })
    live.setNetwork({ version: 'v1', segments, sensors }, [])
    live.start()
    return () => {
      live.stop()
      vi.useRealTimers()
    }
  })

  it('starts unknown and shows a stored reading in the next frame, its neighbour as an estimate', () => {
    const frames = connected(live)
    expect(decode(frames[0]!.frame)).toEqual({ temperature: [noTemperature, noTemperature], state: [0, 0] })
    live.applyReadings([{ sensorId: 's', measuredAtMs: now, value: -1.234, quality: 0 }])
    vi.advanceTimersByTime(250)
    expect(frames[1]?.event).toBe('delta')
    expect(decode(frames[1]!.frame)).toEqual({ temperature: [-123, -123], state: [1, 2] })
  })

  it('is not turned back by an older version of a command', () => {
    const command = { id: 1, attempt: 1, state: 'sent', ended_at: null } as CommandView
    live.applyCommand(command)
    live.applyCommand({ ...command, attempt: 0, state: 'queued' })
    expect(connected(live)[0]?.frame.commands).toEqual([command])
  })

  it('is not turned back by a late reading', () => {
    live.applyReadings([{ sensorId: 's', measuredAtMs: now, value: 1, quality: 0 }, { sensorId: 's', measuredAtMs: now - 60_000, value: 9, quality: 0 }])
    expect(live.surface().temperature[0]).toBe(1)
  })

  it('lets a value age by itself: stale, then lost, and the estimate beside it goes unknown', () => {
    live.applyReadings([{ sensorId: 's', measuredAtMs: now, value: 1, quality: 0 }])
    vi.advanceTimersByTime(250)
    const frames = connected(live)
    expect(decode(frames[0]!.frame).state).toEqual([1, 2])
    now += 151_000
    vi.advanceTimersByTime(1500)
    expect(decode(frames.findLast(({ frame }) => frame.surface)!.frame).state).toEqual([3, 0])
    expect([...live.surface().state]).toEqual([3, 0])
    now += 800_000
    expect([...live.surface().state]).toEqual([4, 0])
  })

  it('keeps what came in while a changed network was loaded, and drops what is no longer there', () => {
    const reading = { sensorId: 's', measuredAtMs: now, value: 3, quality: 0 as const }
    live.applyReadings([reading, { ...reading, sensorId: 'gone', value: 9 }])
    live.setNetwork({ version: 'v2', segments, sensors }, [{ ...reading, measuredAtMs: now - 60_000, value: 1 }])
    expect(live.surface().temperature[0]).toBe(3)
    live.setNetwork({ version: 'v3', segments, sensors }, [{ ...reading, measuredAtMs: now + 1000, value: 4 }])
    expect(live.surface().temperature[0]).toBe(4)
    expect(live.reading('gone')).toBeUndefined()
  })

  it('a snapshot and the deltas after it give the same picture as a later snapshot', () => {
    const early = connected(live)
    live.applyReadings([{ sensorId: 's', measuredAtMs: now, value: 4, quality: 0 }])
    vi.advanceTimersByTime(250)
    const late = connected(live)
    expect(decode(late[0]!.frame)).toEqual(decode(early[1]!.frame))
    expect(late[0]!.frame.seq).toBe(early[1]!.frame.seq)
  })
})
