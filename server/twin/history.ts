import { setImmediate as breathe } from 'node:timers/promises'
import type { SensorBank, TwinReading } from './sensor-bank'
import type { Simulation } from './simulation'

/** Twice as coarse while the ground only settles. */
const settleStepS = 120
const stepS = 60

/**
 * Runs the simulation up to `untilMs` and hands over the readings from `fromMs` on; what lies before only settles the ground.
 * Lets the event loop breathe every simulated hour.
 */
export async function simulateHistory(
  simulation: Simulation, sensors: SensorBank, untilMs: number, fromMs: number,
  take: (readings: readonly TwinReading[]) => void, stopped: () => boolean,
): Promise<void> {
  for (let steps = 1; simulation.siteMs < untilMs && !stopped(); steps++) {
    const settling = simulation.siteMs < fromMs
    simulation.step(Math.min(settling ? settleStepS : stepS, ((settling ? fromMs : untilMs) - simulation.siteMs) / 1000))
    if (simulation.siteMs >= fromMs) take(sensors.collect())
    if (steps % 60 === 0) await breathe()
  }
}
