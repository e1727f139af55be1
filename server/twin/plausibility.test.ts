import { describe, expect, test } from 'vitest'
import { cityNetwork, cityScenario, cityStartMs } from './city-network'
import { simulateHistory } from './history'
import { SensorBank } from './sensor-bank'
import { Simulation } from './simulation'

const hourMs = 3_600_000
interface Spread { min: number; median: number; max: number }
function spread(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  return { min: sorted[0] ?? NaN, median: sorted[sorted.length >> 1] ?? NaN, max: sorted.at(-1) ?? NaN }
}

/** Surface temperatures of the city's roads and bridges `hours` after its start, by what lies on a loop and what does not (runways are pale concrete and compare badly). */
async function surfaces(city: 'harbin' | 'wuhan', hours: number[]): Promise<Record<number, { open: Spread; looped: Spread }>> {
  const startMs = cityStartMs()[city]
  const simulation = new Simulation(cityNetwork(city), cityScenario(city), 'hearthway', startMs - 48 * hourMs, () => 0)
  const sensors = new SensorBank(simulation)
  const seen: Record<number, { open: Spread; looped: Spread }> = {}
  for (const hour of hours) {
    await simulateHistory(simulation, sensors, startMs + hour * hourMs, Infinity, () => undefined, () => false)
    const of = (looped: boolean): Spread => spread(simulation.network.segments.flatMap((s, i) => (s.kind !== 'runway' && (s.loopId !== null) === looped ? [simulation.pavements.surface_c(i)] : [])))
    seen[hour] = { open: of(false), looped: of(true) }
    const text = ({ min, median, max }: Spread): string => `${min.toFixed(1)} / ${median.toFixed(1)} / ${max.toFixed(1)}`
    console.log(`${city} +${hour} h: air ${simulation.sky.air_c.toFixed(1)}, surface min / median / max degC: without loop ${text(of(false))}, on a loop ${text(of(true))}`)
  }
  return seen
}

// The bounds are what the picture needs and what is reported: decks of unheated cities near air temperature at night, asphalt maxima of 63 degC, concrete 72.
describe('the cities of the twin are believable', () => {
  test('Harbin: open roads frozen but not deep, heated ones just above zero, snow does not bury them', async () => {
    const seen = await surfaces('harbin', [0, 6, 18])
    expect(seen[0]?.open).toSatisfy((s: Spread) => s.min > -9 && s.median < -1.5 && s.median > -6 && s.max < 0)
    expect(seen[0]?.looped).toSatisfy((s: Spread) => s.min > 0 && s.median > 1.5 && s.median < 3.5 && s.max < 6)
    expect(seen[6]?.looped.median).toBeGreaterThan(0.5)
    expect(seen[18]?.open.median).toBeGreaterThan(seen[6]?.open.median ?? 99)
  })

  test('Wuhan: sun-struck roads at 55 to 65 °C, cooled decks some kelvin below, both far above the air', async () => {
    const seen = await surfaces('wuhan', [0, 6, 24])
    for (const hour of [0, 24]) {
      expect(seen[hour]?.open).toSatisfy((s: Spread) => s.min > 52 && s.median > 57 && s.median < 64 && s.max < 68)
      expect(seen[hour]?.looped.median).toSatisfy((t: number) => t > 48 && t < (seen[hour]?.open.median ?? 0) - 4)
    }
    expect(seen[6]?.open.median).toBeLessThan((seen[0]?.open.median ?? 0) - 5)
  })
})
