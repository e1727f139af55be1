import { rememberedMs } from '#domain/control/interlocks/facts-of'
import type { RunSample } from '#domain/control/interlocks/loop-field'
import type { Sensor } from '#domain/network/network'
import type { QuantityName } from '#domain/sensing/quantities'
import type { Reading } from '#domain/sensing/reading'

const parts = { pump_frequency: 'pump_hz', thermal_power: 'power_kw', supply_temperature: 'supply_c' } as const satisfies Partial<Record<QuantityName, string>>
type Part = (typeof parts)[keyof typeof parts]
type Half = { atMs: number } & Partial<Record<Part, number>>

/** How every loop ran in the last hours, and since when each sensor says the same: from stored readings, so that a restart can take it up again. */
export class RunHistory {
  private readonly points = new Map<string, { loopId: string; part: Part }>()
  private readonly halves = new Map<string, Half[]>()
  private readonly said = new Map<string, { value: number; sinceMs: number; atMs: number }>()

  /** A changed network keeps what is remembered of loops that are still there. */
  setNetwork(sensors: readonly Sensor[]): void {
    this.points.clear()
    for (const { id, source, loopId, quantity } of sensors) {
      const part = (parts as Partial<Record<QuantityName, Part>>)[quantity]
      if (source === 'controller' && loopId !== null && part) this.points.set(id, { loopId, part })
    }
  }

  take(readings: readonly Reading[]): void {
    for (const reading of readings) {
      this.takeSaid(reading)
      const point = this.points.get(reading.sensorId)
      if (point && reading.quality === 0) this.takePart(point.loopId, point.part, reading)
    }
  }

  /** What the database says of before this server heard anything. */
  recall(unchanged: readonly { sensorId: string; value: number; atMs: number; sinceMs: number }[]): void {
    for (const { sensorId, value, atMs, sinceMs } of unchanged) this.said.set(sensorId, { value, atMs, sinceMs })
  }

  /** Complete samples, oldest first. */
  runsOf(loopId: string): RunSample[] {
    return (this.halves.get(loopId) ?? []).flatMap(({ atMs, pump_hz, power_kw, supply_c }) => (pump_hz === undefined || power_kw === undefined || supply_c === undefined ? [] : [{ atMs, flowing: pump_hz > 0, power_kw, supply_c }]))
  }

  /** Undefined for a sensor that was never heard of. */
  unchangedSinceMs(sensorId: string): number | undefined {
    return this.said.get(sensorId)?.sinceMs
  }

  private takeSaid({ sensorId, value, measuredAtMs }: Reading): void {
    const known = this.said.get(sensorId)
    if (known && measuredAtMs <= known.atMs) return
    this.said.set(sensorId, { value, atMs: measuredAtMs, sinceMs: known?.value === value ? known.sinceMs : measuredAtMs })
  }

  /** A controller's points are told of one by one and belong together by their instant. */
  private takePart(loopId: string, part: Part, { measuredAtMs: atMs, value }: Reading): void {
    const halves = this.halves.get(loopId) ?? []
    this.halves.set(loopId, halves)
    let at = halves.length
    while (at > 0 && (halves[at - 1] as Half).atMs > atMs) at -= 1
    const same = halves[at - 1]
    if (same?.atMs === atMs) same[part] = value
    else halves.splice(at, 0, { atMs, [part]: value })
    const oldestMs = (halves.at(-1) as Half).atMs - rememberedMs
    while ((halves[0] as Half).atMs < oldestMs) halves.shift()
  }
}
