import type { Segment, Sensor } from '#domain/network/network'
import type { QuantityName } from '#domain/sensing/quantities'
import type { LoopPlant } from './loop-plant'
import { hashText, normalOf } from './seeded'
import type { Simulation } from './simulation'

/** One item of POST /api/readings. */
export interface TwinReading { sensor: string; at: string; value: number }
export const sensorFaults = ['none', 'dead', 'stuck'] as const
export type SensorFault = (typeof sensorFaults)[number]

interface Probe { sensor: Sensor; cadenceMs: number; bias: number; noise: number; read: () => number; fault: SensorFault; last: number | null }

/** Bias and noise (standard deviations, in the quantity's unit) of a field sensor of each kind. */
const scatter: Partial<Record<QuantityName, { bias: number; noise: number }>> = {
  surface_temperature: { bias: 0.2, noise: 0.08 }, pavement_temperature: { bias: 0.12, noise: 0.04 }, slab_temperature: { bias: 0.12, noise: 0.04 },
  supply_temperature: { bias: 0.15, noise: 0.08 }, return_temperature: { bias: 0.15, noise: 0.08 }, air_temperature: { bias: 0.15, noise: 0.06 },
  dew_point: { bias: 0.25, noise: 0.1 }, wind_speed: { bias: 0.1, noise: 0.45 }, precipitation_rate: { bias: 0, noise: 0.08 },
}

/** All `device` sensors of the network: each at its own cadence and phase, biased, noisy and rounded to 0.1 as field probes are. */
export class SensorBank {
  private readonly probes = new Map<string, Probe>()
  private readonly nextDueMs = new Map<string, number>()

  /** @throws RangeError for a sensor whose place or quantity the twin cannot serve */
  constructor(private readonly simulation: Simulation) {
    const { network, seed } = simulation
    const indexOf = new Map(network.segments.map((segment, i) => [segment.id, i]))
    const stationSegments = new Map(network.stations.map((station) => [station.id, station.segmentId]))
    for (const sensor of network.sensors) {
      if (sensor.source !== 'device') continue
      // A mast's weather is that of the street it stands in.
      const segmentId = sensor.segmentId ?? stationSegments.get(sensor.stationId ?? '') ?? null
      const index = segmentId === null ? null : indexOf.get(segmentId)
      if (index === undefined) throw new RangeError(`sensor ${sensor.id}: its segment "${segmentId}" is not in the network`)
      const segment = index === null ? null : network.segments[index] ?? null
      const { bias, noise } = scatter[sensor.quantity] ?? { bias: 0, noise: 0 }
      this.probes.set(sensor.id, {
        sensor, cadenceMs: sensor.cadenceS * 1000, bias: bias * normalOf(`${seed}/${sensor.id}/bias`), noise,
        read: this.reader(sensor, index, segment), fault: 'none', last: null,
      })
    }
  }

  private reader(sensor: Sensor, index: number | null, segment: Segment | null): () => number {
    const { simulation } = this
    const { pavements } = simulation
    const offset_k = index === null ? 0 : pavements.hidden[index]?.airOffset_k ?? 0
    const windShare = index === null ? 1 : pavements.hidden[index]?.windShare ?? 1
    switch (sensor.quantity) {
      case 'air_temperature': return () => simulation.sky.air_c + offset_k
      case 'dew_point': return () => simulation.sky.dewPoint_c
      case 'wind_speed': return () => simulation.sky.wind_mPerS * windShare
      case 'precipitation_rate': return () => simulation.sky.precipitation_mmPerH
    }
    if (index !== null && sensor.quantity === 'surface_temperature') return () => pavements.surface_c(index)
    if (index !== null && (sensor.quantity === 'pavement_temperature' || sensor.quantity === 'slab_temperature')) {
      const at_m = sensor.depthM ?? (sensor.quantity === 'slab_temperature' ? 0.12 : 0.05)
      return () => pavements.at_c(index, at_m)
    }
    const plant = simulation.plants.get(sensor.loopId ?? segment?.loopId ?? '')
    const ofPlant = plant && this.plantReader(sensor.quantity, plant)
    if (!ofPlant) throw new RangeError(`sensor ${sensor.id}: the twin has no ${sensor.quantity} at segment ${sensor.segmentId ?? 'none'}, loop ${sensor.loopId ?? segment?.loopId ?? 'none'}`)
    return ofPlant
  }

  private plantReader(quantity: QuantityName, plant: LoopPlant): (() => number) | null {
    switch (quantity) {
      case 'supply_temperature': return () => plant.state.supply_c
      case 'return_temperature': return () => plant.state.return_c
      case 'flow': return () => plant.state.flow_lPerMin
      case 'valve_position': return () => plant.state.valve_pct
      case 'pump_frequency': return () => plant.state.pump_hz
      case 'thermal_power': return () => plant.state.power_kw
      default: return null
    }
  }

  /** Readings that fell due up to the simulation's present instant; the noise of a reading belongs to its sensor and instant. */
  collect(): TwinReading[] {
    const { siteMs, seed } = this.simulation
    const readings: TwinReading[] = []
    for (const probe of this.probes.values()) {
      const { id } = probe.sensor
      const dueMs = this.nextDueMs.get(id) ?? this.firstDue(probe, siteMs)
      if (dueMs > siteMs) { this.nextDueMs.set(id, dueMs); continue }
      const latestDueMs = dueMs + Math.floor((siteMs - dueMs) / probe.cadenceMs) * probe.cadenceMs
      this.nextDueMs.set(id, latestDueMs + probe.cadenceMs)
      if (probe.fault === 'dead') continue
      const value = probe.fault === 'stuck' && probe.last !== null ? probe.last : this.sample(probe, latestDueMs, seed)
      probe.last = value
      readings.push({ sensor: id, at: new Date(latestDueMs).toISOString(), value })
    }
    return readings
  }

  private firstDue(probe: Probe, siteMs: number): number {
    const phaseMs = (hashText(`${probe.sensor.id}/phase`) % probe.sensor.cadenceS) * 1000
    return Math.ceil((siteMs - phaseMs) / probe.cadenceMs) * probe.cadenceMs + phaseMs
  }

  private sample({ sensor, bias, noise, read }: Probe, atMs: number, seed: string): number {
    const truth = read()
    // A dry rain gauge and a calm anemometer say zero, not noise around it.
    const quiet = sensor.quantity === 'precipitation_rate' && truth < 0.05
    const raw = quiet ? 0 : truth + bias + noise * normalOf(`${seed}/${sensor.id}/${atMs}`)
    const floor = sensor.quantity === 'precipitation_rate' || sensor.quantity === 'wind_speed' ? 0 : -Infinity
    // + 0 turns a negative zero into zero.
    return Math.round(Math.max(floor, raw) * 10) / 10 + 0
  }

  /** Breaks or mends a sensor. @returns false when there is no such device sensor */
  setFault(sensorId: string, fault: SensorFault): boolean {
    const probe = this.probes.get(sensorId)
    if (!probe) return false
    probe.fault = fault
    return true
  }

  save(): Record<string, number> { return Object.fromEntries(this.nextDueMs) }

  /** Takes back saved due instants, unless they lie so far ahead (over 2 h) that the clock must have been set back. */
  restore(saved: Record<string, number>): void {
    for (const [id, dueMs] of Object.entries(saved)) {
      const probe = this.probes.get(id)
      if (probe && dueMs < this.simulation.siteMs + 7_200_000 + probe.cadenceMs) this.nextDueMs.set(id, dueMs)
    }
  }
}
