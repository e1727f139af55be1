import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Segment, Sensor } from '#domain/network/network'
import { backgroundLastsMs, stillBackground } from '#domain/thermal/background'
import { copyRows, planNowcast } from '#domain/thermal/nowcast-plan'
import { surfaceStateCode } from '#domain/sensing/surface-state'
import type { CommandView } from '#domain/wire/commands'
import { estimateMethods, noDeviation, noTemperature, type LiveFrame } from '#domain/wire/live'
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
const deviations = (frame: LiveFrame) => [...Buffer.from(frame.surface?.sd ?? '', 'base64')]
const methods = (frame: LiveFrame) => [...Buffer.from(frame.surface?.method ?? '', 'base64')].map((code) => estimateMethods[code])

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
    expect([deviations(frames[0]!.frame), methods(frames[1]!.frame)]).toEqual([[noDeviation, noDeviation], ['none', 'inverse_distance']])
    const [measured, estimated] = deviations(frames[1]!.frame)
    expect([measured, estimated].every((sd) => sd! > 0 && sd! < noDeviation) && measured! < estimated!).toBe(true)
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

  describe('with a model', () => {
    const reading = (value: number, measuredAtMs = now, quality: 0 | 2 = 0) => ({ sensorId: 's', measuredAtMs, value, quality })
    const hear = (surfaceC: number[]) => live.setBackground('v1', stillBackground(Float32Array.from(surfaceC), now))
    const see = () => {
      const { temperature, state, sdK, method } = live.surface()
      return { valueC: [...temperature], state: [...state], sdK: [...sdK], method: [...method].map((code) => estimateMethods[code]) }
    }
    beforeEach(() => live.setNowcast('v1', copyRows(planNowcast(segments, sensors))))

    it('a measured segment keeps its measurement, its neighbour is the model with what the sensor says of it', () => {
      live.applyReadings([reading(-2)])
      hear([-3, -8])
      const { valueC, state, sdK, method } = see()
      expect([valueC[0], ...state, ...method]).toEqual([-2, 1, 2, 'none', 'nowcast'])
      expect(valueC[1]).toBeGreaterThan(-7.5)
      expect(valueC[1]).toBeLessThan(-6.9)
      expect(sdK[0]).toBeLessThan(sdK[1]!)
    })

    it.each([['lost', reading(9, t0 - 1_000_000)], ['bad', reading(9, t0, 2)]])('a %s reading moves no neighbour: the model alone is less certain', (_, wrong) => {
      live.applyReadings([reading(-2, now - 1_500_000)])
      hear([-3, -8])
      live.applyReadings([wrong])
      const alone = see()
      expect([alone.valueC[1], alone.state[1], alone.method[1]]).toEqual([-8, 2, 'nowcast'])
      live.applyReadings([reading(-2, now + 1)])
      expect(see().valueC[1]).toBeGreaterThan(-7.5)
      expect(see().sdK[1]).toBeLessThan(alone.sdK[1]! / 2)
    })

    it('a stale reading still tells of the model, less certainly', () => {
      live.applyReadings([reading(-2, now - 500_000)])
      hear([-3, -8])
      const stale = see()
      expect([stale.state[0], stale.state[1]]).toEqual([surfaceStateCode.stale, surfaceStateCode.estimated])
      live.applyReadings([reading(-2)])
      expect(stale.valueC[1]).toBe(see().valueC[1])
      expect(stale.sdK[1]).toBeGreaterThan(see().sdK[1]!)
    })

    it('follows the change of the model for two of its steps, then stands', () => {
      live.setBackground('v1', { atMs: now, surfaceC: Float32Array.of(-3, -8), kPerS: Float32Array.of(0.001, 0.001) })
      expect(see().valueC[1]).toBe(-8)
      now += 300_000
      expect(see().valueC[1]).toBeCloseTo(-7.7, 4)
      now += 900_000
      expect(see().valueC[1]).toBeCloseTo(-7.4, 4)
    })

    it('a model that has grown old is not heard: inverse distance where a neighbour is fresh, unknown where none is', () => {
      hear([-3, -8])
      now += backgroundLastsMs
      expect(see().method).toEqual(['none', 'nowcast'])
      now += 1000
      expect([see().state, see().method, see().sdK[1]]).toEqual([[0, 0], ['none', 'none'], Number.NaN])
      live.applyReadings([reading(-2, now)])
      expect([see().valueC, see().state, see().method]).toEqual([[-2, -2], [1, 2], ['none', 'inverse_distance']])
    })

    it('what the model does not know of a segment is not made up', () => {
      hear([-3, Number.NaN])
      expect([see().state[1], see().method[1]]).toEqual([0, 'none'])
      live.applyReadings([reading(-2, now)])
      expect([see().valueC[1], see().method[1]]).toEqual([-2, 'inverse_distance'])
    })

    it('is deaf to the plan and the model of another network', () => {
      live.setNetwork({ version: 'v2', segments, sensors }, [])
      hear([-3, -8])
      live.setNowcast('v1', copyRows(planNowcast(segments, sensors)))
      expect(see().state).toEqual([0, 0])
    })

    it('tells clients of an estimate when it has moved, or crossed 0 °C, and not at every rustle', () => {
      live.applyReadings([reading(1)])
      hear([1, 0.02])
      vi.advanceTimersByTime(250)
      const frames = connected(live)
      const indexes = () => frames.filter(({ event, frame }) => event === 'delta' && frame.surface).map(({ frame }) => [...new Uint32Array(Uint8Array.from(Buffer.from(frame.surface!.index!, 'base64')).buffer)])
      hear([1, 0.05])
      vi.advanceTimersByTime(250)
      expect(indexes()).toEqual([])
      hear([1, -0.01])
      vi.advanceTimersByTime(250)
      hear([1, -0.2])
      vi.advanceTimersByTime(250)
      expect(indexes()).toEqual([[1], [1]])
    })
  })

  it('judges a large city in stretches, and shows complete judgements only', () => {
    const many = Array.from({ length: 5000 }, (_, i): Segment => ({ ...segments[0]!, id: i === 0 ? 'a' : `m${i}` }))
    live.setNetwork({ version: 'v9', segments: many, sensors }, [])
    live.setNowcast('v9', copyRows(planNowcast(many, sensors)))
    live.setBackground('v9', stillBackground(new Float32Array(many.length).fill(-4), now))
    const frames = connected(live)
    // Every look at the clock finds another 4 ms gone.
    let wallMs = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (wallMs += 4))
    vi.advanceTimersByTime(250)
    expect(frames.filter(({ event }) => event === 'delta')).toHaveLength(0)
    vi.advanceTimersByTime(20)
    const [delta] = frames.filter(({ event }) => event === 'delta')
    expect(decode(delta!.frame).state).toHaveLength(4999)
    vi.restoreAllMocks()
  })
})
