import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assumedSurface } from '../network/segment-defaults'
import { buildOfSegment } from './build-of-segment'
import { newColumnStates, type ColumnStates } from './column-states'
import { hearthway } from './hearthway'
import { assumedPipes } from './lay-columns'
import { openSite } from './column-site'
import { groundWaveOfLatitude } from './ground-wave'
import { buildPavementGrid } from './pavement-grid'
import { prepareForcing } from './prepare-forcing'
import { winterDay } from './testing/winter-day'
import { assumedFlowKgPerM2S, runWhatIf, whatIfDrives, type LoopWish, type WhatIf, type WhatIfColumn } from './what-if'

const stepS = 300
const everySteps = 4
const count = 576
const weather = winterDay(97)
const place = { lat: 45.75, lon: 126.63 }
const startMs = weather.startMs + 6 * 3_600_000
const forcing = prepareForcing(weather, place, startMs, stepS, count)
const model = hearthway()
const areaM2 = 2000
const still = { loopId: 'l', supplyC: 4, flowLPerMin: 0 }
const running = { loopId: 'l', supplyC: 30, flowLPerMin: 500 }
const heat = (over: Partial<LoopWish> = {}): LoopWish => ({ loopId: 'l', mode: 'heat', setpointC: 40, leaseS: 7200, ...over })

function columnOf(kind: 'road' | 'bridge' = 'bridge', surfaceC = -5, change: (state: ColumnStates) => void = () => {}): WhatIfColumn {
  const grid = buildPavementGrid(buildOfSegment(assumedSurface[kind], assumedPipes), stepS)
  const state = newColumnStates([grid])
  state.temperatureC.fill(surfaceC)
  change(state)
  return { model, grid, site: { ...openSite, ground: groundWaveOfLatitude(place.lat) }, state, areaM2: 400 }
}
const ask = (wish: LoopWish, flow = still, column = columnOf(), fromMs = startMs): WhatIf => runWhatIf(column, forcing, whatIfDrives(wish, flow, areaM2, fromMs, startMs, stepS, count), everySteps)

describe('a command that is not given', () => {
  it('off on a loop that stands still changes nothing, and gives nothing', () => {
    const { without, with: off } = ask(heat({ mode: 'off', setpointC: Number.NaN }))
    expect(off).toEqual(without)
    expect(off.energyKwh).toBe(0)
  })
  it('that asks for what the loop already does changes nothing', () => {
    const { without, with: same } = ask(heat({ setpointC: 30, leaseS: 43_200 }), running)
    expect(same).toEqual(without)
    expect(same.energyKwh).toBeGreaterThan(0)
  })
  it('off takes away the heat of a running loop while it holds, and no longer', () => {
    const { without, with: off } = ask(heat({ mode: 'off', setpointC: Number.NaN, leaseS: 14_400 }), running)
    // Four hours are twelve values; the thirteenth interval is heated again.
    expect([...off.pipePowerWPerM2.subarray(1, 13)]).toEqual(new Array(12).fill(0))
    expect(off.pipePowerWPerM2[13]).toBeGreaterThan(without.pipePowerWPerM2[13]!)
    expect(off.surfaceC[12]).toBeLessThan(without.surfaceC[12]! - 1)
    expect(off.energyKwh).toBeLessThan(without.energyKwh)
  })
  it('holds from now on, not from where the columns stand, and for the lease', () => {
    const drives = whatIfDrives(heat({ leaseS: 3600 }), still, areaM2, startMs + 1_000_000, startMs, stepS, count)
    expect([drives.fromStep, drives.toStep]).toEqual([3, 15])
    expect([...drives.with.flowKgPerM2S].map((flow, i) => flow > 0 ? i : -1).filter((i) => i >= 0)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    expect(whatIfDrives(heat({ leaseS: 60 }), still, areaM2, startMs, startMs, stepS, count)).toMatchObject({ fromStep: 0, toStep: 1 })
    expect(whatIfDrives(heat(), still, areaM2, startMs + 1e9, startMs, stepS, count)).toMatchObject({ fromStep: count, toStep: count })
  })
  it('says when it had to assume the flow; a trickle counts as standing still', () => {
    const assumed = { isFlowAssumed: true, flowLPerMin: expect.closeTo(assumedFlowKgPerM2S * areaM2 * 60, 9) }
    expect(whatIfDrives(heat(), still, areaM2, startMs, startMs, stepS, count)).toMatchObject(assumed)
    expect(whatIfDrives(heat(), { ...still, flowLPerMin: 3 }, areaM2, startMs, startMs, stepS, count)).toMatchObject(assumed)
    expect(whatIfDrives(heat(), running, areaM2, startMs, startMs, stepS, count)).toMatchObject({ isFlowAssumed: false, flowLPerMin: expect.closeTo(500, 9) })
    expect(whatIfDrives(heat({ mode: 'off', setpointC: Number.NaN }), still, areaM2, startMs, startMs, stepS, count)).toMatchObject({ isFlowAssumed: false, flowLPerMin: 0 })
  })
  it('leaves the column where it stands, and starts both courses there', () => {
    const column = columnOf('road', -3, (state) => { state.iceMm[0] = 0.4; state.condition[0] = 6 })
    const before = structuredClone(column.state)
    const { without, with: heated } = ask(heat(), still, column)
    expect(column.state).toEqual(before)
    for (const course of [without, heated]) expect([course.surfaceC[0], course.conditionCode[0], course.pipePowerWPerM2[0]]).toEqual([-3, 6, Number.NaN])
  })
  it('gives an energy that is the sum of its power', () => {
    const { with: heated } = ask(heat(), running)
    expect(heated.energyKwh).toBeCloseTo([...heated.pipePowerWPerM2.subarray(1)].reduce((sum, power) => sum + power, 0) * (1200 / 3600) * 0.4, 6)
  })
})

const winterStart = fc.record({
  kind: fc.constantFrom('road' as const, 'bridge' as const), surfaceC: fc.double({ min: -20, max: 5, noNaN: true }), water: fc.double({ min: 0, max: 1, noNaN: true }), ice: fc.double({ min: 0, max: 1, noNaN: true }), snow: fc.double({ min: 0, max: 5, noNaN: true }),
  setpointC: fc.double({ min: 25, max: 60, noNaN: true }), leaseS: fc.integer({ min: 1800, max: 21_600 }), longerS: fc.integer({ min: 0, max: 21_600 }), flow: fc.constantFrom(still, { ...still, flowLPerMin: 400 }),
})

describe('heat in winter', () => {
  it('never leaves a surface colder while it holds, however long, and a longer lease never colder than a shorter one', () => {
    fc.assert(fc.property(winterStart, ({ kind, surfaceC, water, ice, snow, setpointC, leaseS, longerS, flow }) => {
      const column = columnOf(kind, surfaceC, (state) => { state.waterMm[0] = water; state.iceMm[0] = ice; state.snowMm[0] = snow })
      const short = ask(heat({ setpointC, leaseS }), flow, column)
      const long = ask(heat({ setpointC, leaseS: leaseS + longerS }), flow, column)
      const [ends, endsLater] = [Math.floor(leaseS / 1200), Math.floor((leaseS + longerS) / 1200)]
      // Newton stops at 10 mK. Water that freezes holds the colder one at 0 degC for a while, when the warmer one's has already run off: there it may be ahead by a little.
      const slackK = (colderC: number): number => (colderC > -0.5 && colderC < 0.02 ? 0.5 : 0.02)
      for (let i = 0; i <= ends; i++) expect(short.with.surfaceC[i]).toBeGreaterThanOrEqual(short.without.surfaceC[i]! - slackK(short.without.surfaceC[i]!))
      for (let i = 0; i <= endsLater; i++) expect(long.with.surfaceC[i]).toBeGreaterThanOrEqual(short.with.surfaceC[i]! - slackK(short.with.surfaceC[i]!))
      expect(long.with.energyKwh).toBeGreaterThanOrEqual(short.with.energyKwh - 1e-6)
    }), { numRuns: 300 })
  })
})
