import { mkdir, readFile, rename, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { LoopCommandState } from './loop-command'
import type { LoopPlantState } from './loop-plant'
import type { SensorBank, TwinReading } from './sensor-bank'
import type { Simulation } from './simulation'
import { hashText } from './seeded'

const version = 1
/** What a twin remembers between two runs. */
export interface TwinState {
  version: number
  city: string
  seed: string
  /** Hash of the segment ids: physics is taken back only onto the same segments. */
  segmentsKey: number
  siteMs: number
  temperature_c: string
  water_mm: string
  frozen_mm: string
  plants: Record<string, LoopPlantState>
  commands: Record<string, LoopCommandState>
  heartbeatPeriodS: Record<string, number>
  nextDueMs: Record<string, number>
  /** Whether the past of a first start has been delivered; until then it is simulated again. */
  delivered: boolean
  /** Readings the server had not taken yet. */
  waiting: TwinReading[]
}

const pack = (values: Float64Array): string => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')
function unpack(text: string, into: Float64Array): boolean {
  const raw = Buffer.from(text, 'base64')
  if (raw.byteLength !== into.byteLength) return false
  const values = new Float64Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength))
  if (!values.every(Number.isFinite)) return false
  into.set(values)
  return true
}

const segmentsKeyOf = (simulation: Simulation): number => hashText(simulation.network.segments.map(({ id }) => id).join('\n'))

/** The present state as plain JSON. */
export function captureState(simulation: Simulation, sensors: SensorBank, delivered = true, waiting: TwinReading[] = []): TwinState {
  const { pavements, devices, plants } = simulation
  return {
    version, city: simulation.network.city.id, seed: simulation.seed, segmentsKey: segmentsKeyOf(simulation), siteMs: simulation.siteMs,
    temperature_c: pack(pavements.temperature_c), water_mm: pack(pavements.stores.water_mm), frozen_mm: pack(pavements.stores.frozen_mm),
    plants: Object.fromEntries([...plants].map(([id, { state }]) => [id, state])),
    commands: Object.assign({}, ...devices.map((device) => device.save())) as Record<string, LoopCommandState>,
    heartbeatPeriodS: Object.fromEntries(devices.map(({ id, deadMan }) => [id, deadMan.periodS])),
    nextDueMs: sensors.save(), delivered, waiting,
  }
}

/**
 * Puts a state back. Command sequences are taken back in any case: a device must never forget what it has carried out.
 * @param nowMs present site instant: a state from later than that (the clock was set back) is taken as of now
 * @returns whether the physics was taken back as well (same city, seed and segments)
 */
export function restoreState(state: TwinState, simulation: Simulation, sensors: SensorBank, nowMs: number): boolean {
  for (const device of simulation.devices) {
    device.restore(state.commands)
    device.deadMan.periodS = state.heartbeatPeriodS[device.id] ?? device.deadMan.periodS
  }
  const { pavements } = simulation
  const same = state.city === simulation.network.city.id && state.seed === simulation.seed && state.segmentsKey === segmentsKeyOf(simulation)
  if (!same || !unpack(state.temperature_c, pavements.temperature_c)) return false
  unpack(state.water_mm, pavements.stores.water_mm)
  unpack(state.frozen_mm, pavements.stores.frozen_mm)
  for (const [id, plant] of simulation.plants) plant.state = { ...plant.state, ...state.plants[id] }
  simulation.siteMs = Math.min(state.siteMs, nowMs)
  sensors.restore(state.nextDueMs)
  return true
}

/** Reads a state file; null when there is none. @throws Error naming the file when it holds something else */
export async function loadState(path: string): Promise<TwinState | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    const state = JSON.parse(text) as TwinState
    if (state.version === version && typeof state.siteMs === 'number' && state.commands) return state
  } catch { /* falls through to the error below */ }
  throw new Error(`${path}: not a state of this twin; remove it (or start with --reset) to begin anew`)
}

/** Writes the state beside the old one, flushes it to disk and swaps it in. */
export async function saveState(path: string, state: TwinState): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(`${path}.new`, 'w')
  try {
    await file.writeFile(JSON.stringify(state))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
