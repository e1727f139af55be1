import type { CommandMode } from '#domain/control/command'
import type { LoopField, RunSample, SensorState } from '#domain/control/interlocks/loop-field'
import { stationLimits, type StationLimits } from '#domain/network/plant-limits'
import { calmField, sensorAt } from './calm-field'

/** What a sensor says: all is well, something that forbids, nothing for hours, or nonsense. */
export type Word = 'calm' | 'danger' | 'silent' | 'broken'
export interface StoryFacts {
  dewPoint: Word
  surface: Word
  slab: Word
  /** Of the runway above loop 1; `none` = there is none. */
  runway: 'none' | 'quiet' | 'inUse' | 'expired'
  /** How much the sensors' clock is behind the server's, s. */
  behindS: number
}
export const calmFacts: StoryFacts = { dewPoint: 'calm', surface: 'calm', slab: 'calm', runway: 'none', behindS: 0 }

const hourMs = 3_600_000
/** No jump of a story's clock makes it look fresh again. */
const silentMs = 5.5 * hourMs
const says = (id: string, word: Word, calm: number, danger: number, nowMs: number): SensorState => {
  const state = sensorAt(id, word === 'danger' ? danger : calm, word === 'silent' ? nowMs - silentMs : nowMs)
  return word === 'broken' && state.reading ? { ...state, reading: { ...state.reading, quality: 2 } } : state
}

/** Machines of the story: short minimums, so that a story sees them end; starts and reversals are not what it is about. */
export const storyStation: StationLimits = { ...stationLimits(), compressorMinOnS: 60, compressorMinOffS: 60, compressorStartsPerH: 1000, reversalDwellS: 0 }

/**
 * @param nowMs of the server's site clock
 * @param ran what the controllers told of each loop by the same clock, this one's first
 */
export function fieldOf(facts: StoryFacts, loopId: string, nowMs: number, ran: readonly (readonly RunSample[])[], station = storyStation): LoopField {
  const { dewPoint, surface, slab, runway, behindS } = facts
  const thereMs = nowMs - behindS * 1000
  return calmField(thereMs, {
    station, runs: ran[0] ?? [], stationRuns: ran,
    slab: [says('slab', slab, 16, -20, thereMs)], surface: [says('surface', surface, 16, 0.5, thereMs)], dewPoint: says('dew', dewPoint, 4, 21, thereMs),
    runways: runway === 'none' || loopId !== 'L1' ? [] : [{ runwayId: 'R', use: { inUse: runway === 'inUse', source: 'operations', reference: 'A1/26', declaredAtMs: nowMs - hourMs, expiresAtMs: nowMs + (runway === 'expired' ? -1000 : hourMs) } }],
  })
}

/** A second of the server's time beyond which no sensor of the story is believed. */
const farBehindS = 1000

/** What forbids a command, told from the story itself and not by the rules under test; null = nothing that a story brings. */
export function dangerOf(facts: StoryFacts, loopId: string, command: { mode: CommandMode; automatic: boolean; approved: boolean }): string | null {
  const { mode, automatic, approved } = command
  if (mode === 'off' || mode === 'release') return null
  if (loopId === 'L1' && facts.runway !== 'none') {
    if (facts.runway === 'expired') return 'nobody knows whether the runway is in use'
    if (facts.runway === 'inUse' && automatic) return 'the runway is in use'
    if (!approved) return 'no second person for a runway'
  }
  const far = Math.abs(facts.behindS) > farBehindS
  if ((mode === 'heat' || mode === 'cool') && (far || facts.slab !== 'calm')) return `the slab is ${far ? 'silent' : facts.slab}`
  return mode === 'cool' ? coolingDanger(facts) : null
}

/** What must end cooling that is going on. */
export const coolingDanger = ({ surface, dewPoint, slab, behindS }: StoryFacts): string | null =>
  Math.abs(behindS) > farBehindS ? 'the sensors are silent' : surface !== 'calm' ? `the surface is ${surface}` : dewPoint !== 'calm' ? `the dew point is ${dewPoint}` : slab !== 'calm' ? `the slab is ${slab}` : null

/** What must end heating that is going on: only what is known for sure. */
export const heatingDanger = ({ slab, behindS }: StoryFacts): string | null => (slab === 'danger' && Math.abs(behindS) <= farBehindS ? 'the slab is danger' : null)

/** What must end melting on the runway above loop 1, unless it was begun on a runway in use by two who knew. */
export const runwayDanger = ({ surface, runway, behindS }: StoryFacts, loopId: string): string | null =>
  loopId !== 'L1' || runway === 'none' || runway === 'quiet' || (surface === 'calm' && Math.abs(behindS) <= farBehindS) ? null : `the runway is ${runway} and its cover may melt`
