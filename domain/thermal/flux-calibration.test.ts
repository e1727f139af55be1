import { describe, expect, it } from 'vitest'
import { assumedSurface } from '../network/segment-defaults'
import type { WeatherSeries } from '../weather/weather-series'
import { newColumnStates } from './column-states'
import { FluxCalibration, type SurfaceObservation } from './flux-calibration'
import { newFluxCorrections, type FluxCorrections } from './flux-correction'
import { hearthway } from './hearthway'
import { layColumns, type ThermalSegment } from './lay-columns'
import { prepareForcing } from './prepare-forcing'
import { runColumn } from './run-column'
import { startColumn } from './start-column'
import { winterDay } from './testing/winter-day'

const place = { lat: 45.75, lon: 126.63 }
const model = hearthway()
const stepS = 300
const windowSteps = 4
const segments: ThermalSegment[] = (['road', 'bridge', 'road', 'runway'] as const).map((kind, i) => ({ ...assumedSurface[kind], id: `g${i}`, kind, loopId: null, lengthM: 100, widthM: 10 }))
const dry: WeatherSeries = { ...winterDay(97), precipitationMmPerH: new Float64Array(97), cloudFraction: Float64Array.from({ length: 97 }, (_, h) => (h % 10 < 5 ? 0.1 : 0.9)) }

/** What stations would read every 20 minutes of `hours` if the radiation were off by `truth`, °C. */
function read(weather: WeatherSeries, truth: FluxCorrections, hours: number): SurfaceObservation[] {
  const { grids, sites, states } = layColumns(segments, place.lat, stepS, truth)
  const meanC = -6
  segments.forEach((_, i) => startColumn(grids[i]!, states, i, meanC, meanC, grids[i]!.build.bottom.kind === 'ground' ? sites[i]!.ground : null, weather.startMs))
  const windows = hours * 3
  const forcing = prepareForcing(weather, place, weather.startMs, stepS, windows * windowSteps, truth.sky)
  return Array.from({ length: windows }, (_, w) => {
    segments.forEach((_, i) => runColumn(model, grids[i]!, forcing, states, i, sites[i]!, null, w * windowSteps, (w + 1) * windowSteps, null))
    return { atMs: weather.startMs + (w + 1) * windowSteps * stepS * 1000, surfaceC: Float32Array.from(segments, (_, i) => states.temperatureC[states.offsets[i]!]!) }
  })
}

const truth: FluxCorrections = { sky: { clearWPerM2: -25, coverWPerM2: 15 }, solar: { asphalt: { factor: 0.85 }, concrete: { factor: 1.1 } } }

describe('learning what the radiation is wrong by', () => {
  it('finds the sky, its clouds and the sun that surfaces take in, within eight watts and a twentieth', () => {
    const calibration = new FluxCalibration(segments, place, stepS)
    calibration.learn(dry, read(dry, truth, 72))
    const { sky, solar } = calibration.corrections
    expect(Math.abs(sky.clearWPerM2 + 25)).toBeLessThan(8)
    expect(Math.abs(sky.clearWPerM2 + sky.coverWPerM2 + 10)).toBeLessThan(8)
    expect(solar.asphalt.factor).toBeCloseTo(0.85, 1)
    expect(solar.concrete.factor).toBeCloseTo(1.1, 1)
  })

  it('finds nothing where nothing is wrong, and the same from one call as from many', () => {
    const observations = read(dry, newFluxCorrections(), 36)
    const [once, often] = [new FluxCalibration(segments, place, stepS), new FluxCalibration(segments, place, stepS)]
    once.learn(dry, observations)
    often.learn(dry, observations.slice(0, 60))
    for (const observation of observations.slice(60)) often.learn(dry, [observation])
    expect(Math.abs(once.corrections.sky.clearWPerM2)).toBeLessThan(5)
    expect(once.corrections.solar.asphalt.factor).toBeCloseTo(1, 1)
    // Only the mean from which the columns start is another.
    expect(Math.abs(often.corrections.sky.clearWPerM2 - once.corrections.sky.clearWPerM2)).toBeLessThan(2)
  })

  it('does not believe a station that runs away, nor learns from one that is silent', () => {
    const observations = read(dry, truth, 48)
    const mad = observations.map(({ atMs, surfaceC }, w) => ({ atMs, surfaceC: Float32Array.from(surfaceC, (value, i) => (i === 0 ? (w % 2 === 0 ? 40 : -30) : i === 2 ? Number.NaN : value)) }))
    const calibration = new FluxCalibration(segments, place, stepS)
    calibration.learn(dry, mad)
    expect(Math.abs(calibration.corrections.sky.clearWPerM2 + 25)).toBeLessThan(10)
    const silent = new FluxCalibration(segments, place, stepS)
    silent.learn(dry, observations.map(({ atMs }) => ({ atMs, surfaceC: new Float32Array(4).fill(Number.NaN) })))
    expect(silent.corrections).toEqual(newFluxCorrections())
    expect(silent.knownMs).toBeNaN()
  })

  it('learns nothing by day while snow may lie: what throws the sun back is not known', () => {
    const snowy: WeatherSeries = { ...dry, precipitationMmPerH: Float64Array.from({ length: 97 }, (_, h) => (h === 20 ? 1 : 0)) }
    const calibration = new FluxCalibration(segments, place, stepS)
    const observations = read(snowy, newFluxCorrections(), 36)
    // From 00 UTC (08:00 in Harbin) of the second day on, everything reads 2 K less than it is each time: as under a white cover.
    const dayFrom = 24 * 3
    calibration.learn(snowy, observations.slice(0, dayFrom))
    const before = structuredClone(calibration.corrections)
    calibration.learn(snowy, observations.slice(dayFrom, dayFrom + 18).map(({ atMs, surfaceC }, w) => ({ atMs, surfaceC: surfaceC.map((value) => value - 2 * (w + 1)) })))
    expect(calibration.corrections).toEqual(before)
    expect(calibration.knownMs).toBe(observations[dayFrom + 17]!.atMs)
  })

  it('never leaves what could be physics, and forgets when told to', () => {
    const calibration = new FluxCalibration(segments, place, stepS)
    calibration.learn(dry, read(dry, { sky: { clearWPerM2: -150, coverWPerM2: 0 }, solar: { asphalt: { factor: 0.1 }, concrete: { factor: 0.1 } } }, 72))
    expect(calibration.corrections.sky.clearWPerM2).toBeGreaterThanOrEqual(-60)
    expect(calibration.corrections.solar.asphalt.factor).toBeGreaterThanOrEqual(0.6)
    calibration.forget()
    expect(calibration.corrections).toEqual(newFluxCorrections())
  })

  it('leaves a column under no correction exactly where it was without one', () => {
    const forcing = prepareForcing(dry, place, dry.startMs, stepS, 288)
    const surface = (solar?: { factor: number }): number => {
      const { grids, sites } = layColumns(segments, place.lat, stepS)
      const states = newColumnStates(grids)
      startColumn(grids[0]!, states, 0, -5, -5, sites[0]!.ground, dry.startMs)
      runColumn(model, grids[0]!, forcing, states, 0, { ...sites[0]!, solar }, null, 0, 288, null)
      return states.temperatureC[0]!
    }
    expect(surface({ factor: 1 })).toBe(surface())
    expect(surface({ factor: 1.2 })).toBeGreaterThan(surface())
  })
})
