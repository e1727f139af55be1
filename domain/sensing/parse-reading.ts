import { parseInstant } from '../units/instant'

/** Furthest a reading may lie ahead of site time, s: a device's clock may be a little fast. */
export const mostAheadS = 300

/** Who writes a sensor's readings: a posting device, a driver's read-back, a file, or a receiver that carries it about. */
export type SensorSource = 'device' | 'controller' | 'import' | 'receiver'

/** What is asked of an item besides its shape. `S` is whatever the caller keeps of a sensor. */
export interface ReadingRules<S extends { source: SensorSource }> {
  sensors: ReadonlyMap<string, S>
  /** Who posts: a device may not speak for a controller's read-back. */
  source: SensorSource
  /** Which sensors whoever posts may speak for; absent = all of the source. */
  maySpeakFor?: ((sensor: S) => boolean) | undefined
  /** Site time, unix ms. */
  nowMs: number
  retentionDays: number
}

export type ParsedReading<S> = { sensor: S; measuredAtMs: number; value: number } | { field: string; reason: string }

const refuse = (field: string, reason: string): { field: string; reason: string } => ({ field, reason })

/**
 * Judges one item of a batch: `{ sensor, at, value }` and nothing else, so that a unit sent along is not silently ignored.
 * Hand-written, because it runs for every reading and must never throw. Reasons name the rule and repeat no foreign text.
 */
export function parseReading<S extends { source: SensorSource }>(item: unknown, rules: ReadingRules<S>): ParsedReading<S> {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return refuse('', 'expected an object { sensor, at, value }')
  for (const key in item) {
    if (key !== 'sensor' && key !== 'at' && key !== 'value') return refuse(/^\w{1,40}$/.test(key) ? key : '', 'unknown field; an item has sensor, at and value only')
  }
  const { sensor: id, at, value } = item as { sensor?: unknown; at?: unknown; value?: unknown }
  if (typeof id !== 'string') return refuse('sensor', id === undefined ? 'missing' : 'expected a string')
  const sensor = rules.sensors.get(id)
  if (!sensor) return refuse('sensor', id.length <= 80 ? 'unknown sensor' : 'unknown sensor: longer than 80 characters')
  if (sensor.source !== rules.source) return refuse('sensor', `this sensor belongs to source "${sensor.source}" and cannot be posted by source "${rules.source}"`)
  if (rules.maySpeakFor && !rules.maySpeakFor(sensor)) return refuse('sensor', 'outside the scope of this token')
  if (typeof at !== 'string') return refuse('at', at === undefined ? 'missing' : 'expected a string, an RFC 3339 instant with an offset')
  const measuredAtMs = parseInstant(at)
  if (Number.isNaN(measuredAtMs)) return refuse('at', 'expected an RFC 3339 instant with an offset, e.g. 2026-01-15T20:00:00+08:00')
  if (value === undefined) return refuse('value', 'missing')
  return judgeReading(sensor, measuredAtMs, value, rules)
}

/** The rules that also hold for a reading that came by another way than JSON (a controller's read-back). */
export function judgeReading<S extends { source: SensorSource }>(sensor: S, measuredAtMs: number, value: unknown, rules: ReadingRules<S>): ParsedReading<S> {
  if (!(measuredAtMs <= rules.nowMs + mostAheadS * 1000)) return refuse('at', `more than ${mostAheadS} s ahead of site time`)
  if (measuredAtMs < rules.nowMs - rules.retentionDays * 86_400_000) return refuse('at', `older than the retention of ${rules.retentionDays} days`)
  if (typeof value !== 'number') return refuse('value', 'expected a number')
  if (!Number.isFinite(value)) return refuse('value', 'expected a finite number')
  return { sensor, measuredAtMs: Math.floor(measuredAtMs), value: value === 0 ? 0 : value }
}
