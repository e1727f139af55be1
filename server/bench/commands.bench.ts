import { atMost, benchResult, type Aim, type Bench } from './bench'
import { engines } from './bench-database'
import { fanOut, fanOutLoops, measureFanOut, type FanOutRound } from './command-fan-out'
import { measureRoundTrips, roundTrip, type RoundTripRound } from './command-round-trip'
import { median, percentile, rounded } from './percentile'

/** Commits that a command may not go without before it is read back: that it was asked for, and that it is about to be sent. */
const commitsEach = 2
/** Of a zone, after the operator's word: about to be sent, read back. The chain of the audit takes them one after the other. */
const commitsAfterWord = 2

/** As for a reading on the map. */
const shownWithinMs = 1000

/** From the operator's click to the read-back: one command, and 200 at once. */
export const commandsBench: Bench = {
  name: 'commands',
  async run(context) {
    const figures: Record<string, number | null> = {}
    const ratios: Record<string, number | null> = {}
    const aims: Record<string, Aim> = {}
    const notes: string[] = []
    const orNote = <T>(what: string, work: Promise<T>): Promise<T | null> => work.catch((error: Error) => {
      notes.push(`not measured: ${what}: ${error.message}`)
      return null
    })
    for (const engine of engines) {
      const single = await orNote(`a command on ${engine}`, measureRoundTrips(engine, context))
      const many = await orNote(`${fanOutLoops} commands on ${engine}`, measureFanOut(engine, context))
      Object.assign(figures, prefixed(engine, { ...(single && singleFigures(single)), ...(many && manyFigures(many)) }))
      const held = { ...singleRatios(single), ...manyRatios(many) }
      Object.assign(ratios, prefixed(engine, held))
      const each = single && many && rounded(median(many.map(({ readBack }) => readBack)) / fanOutLoops / median(single.map((round) => median(round.readBack))))
      ratios[`${engine}_zone_each_of_one`] = each
      aims[`${engine}_command_shown_p99_ms`] = atMost(shownWithinMs, figures[`${engine}_command_shown_p99_ms`] ?? null)
      aims[`${engine}_read_back_of_bare_modbus`] = atMost(15, held.read_back_of_bare_modbus)
      aims[`${engine}_zone_each_of_one`] = atMost(1, each)
      aims[`${engine}_segment_get_p99_busy_of_idle`] = atMost(5, held.segment_get_p99_busy_of_idle)
    }
    return benchResult({
      name: 'commands',
      how: `One command: ${roundTrip.rounds} rounds, after one that does not count, of ${roundTrip.commands} commands (mode off) one after the other at instants that do not keep step with the server's, asked for by a signed-in operator over HTTP, against a pymodbus controller; `
        + 'server, controller and operator are processes of their own. Shown: the live stream says applied. Read back: the command\'s own applied_at. Bare: after each command, FC16 and FC3 of the same block of another loop of that controller. '
        + `Least: a bare round trip and ${commitsEach} bare commits. A zone: ${fanOut.rounds} rounds, after one that does not count, over ${fanOut.controllers} of the twin's controllers with ${fanOut.loopsEach} loops each, each on a port of its own; times from the operator's word (operate); bare: as many clients at once; `
        + `least: that and ${commitsAfterWord} bare commits a loop, one after the other. Every answer about the group meanwhile adds up, and tells of no more applied than the devices had carried out; else the bench fails. Medians of the rounds, and the least and the most of them; p99 over all rounds. PostgreSQL waits for the disk.`,
      figures, ratios, aims, notes,
    })
  },
}

const prefixed = (engine: string, values: Record<string, number | null>): Record<string, number | null> => Object.fromEntries(Object.entries(values).map(([name, value]) => [`${engine}_${name}`, value]))

/** The middle round, and the best and the worst beside it. */
function overRounds(name: string, values: readonly number[]): Record<string, number> {
  return { [name]: rounded(median(values)), [`${name}_least`]: rounded(Math.min(...values)), [`${name}_most`]: rounded(Math.max(...values)) }
}

function singleFigures(rounds: readonly RoundTripRound[]): Record<string, number> {
  const p50 = (of: keyof RoundTripRound): number[] => rounds.map((round) => median(round[of]))
  const p99 = (of: keyof RoundTripRound): number => rounded(percentile(rounds.flatMap((round) => round[of]), 0.99))
  return {
    ...overRounds('command_shown_p50_ms', p50('shown')), command_shown_p99_ms: p99('shown'),
    ...overRounds('command_read_back_p50_ms', p50('readBack')), command_read_back_p99_ms: p99('readBack'),
    post_answered_p50_ms: rounded(median(p50('answered'))), requested_to_sent_p50_ms: rounded(median(p50('untilSent'))), sent_to_read_back_p50_ms: rounded(median(p50('untilReadBack'))), read_back_to_shown_p50_ms: rounded(median(p50('untilShown'))),
    ...overRounds('bare_modbus_p50_ms', p50('bare')), bare_modbus_p99_ms: p99('bare'),
    ...overRounds('bare_commit_p50_ms', p50('commits')), bare_commit_p99_ms: p99('commits'),
  }
}

function singleRatios(rounds: readonly RoundTripRound[] | null): { read_back_of_bare_modbus: number | null; read_back_of_least: number | null } {
  if (!rounds) return { read_back_of_bare_modbus: null, read_back_of_least: null }
  const of = (least: (round: RoundTripRound) => number): number => rounded(median(rounds.map((round) => median(round.readBack) / least(round))))
  return { read_back_of_bare_modbus: of((round) => median(round.bare)), read_back_of_least: of((round) => median(round.bare) + commitsEach * median(round.commits)) }
}

function manyFigures(rounds: readonly FanOutRound[]): Record<string, number> {
  const all = (of: 'idleGets' | 'busyGets'): number[] => rounds.flatMap((round) => round[of])
  return {
    ...overRounds('zone_selected_ms', rounds.map(({ selected }) => selected)), ...overRounds('zone_shown_ms', rounds.map(({ shown }) => shown)), ...overRounds('zone_read_back_ms', rounds.map(({ readBack }) => readBack)),
    ...overRounds('zone_commands_per_s', rounds.map(({ readBack }) => fanOutLoops / (readBack / 1000))),
    ...overRounds('zone_bare_modbus_ms', rounds.map(({ bare }) => bare)), zone_bare_commit_p50_ms: rounded(median(rounds.map(({ commit }) => commit))),
    segment_get_idle_p99_ms: rounded(percentile(all('idleGets'), 0.99)), segment_get_busy_p99_ms: rounded(percentile(all('busyGets'), 0.99)), zone_partial_views: Math.min(...rounds.map(({ partial }) => partial)),
  }
}

function manyRatios(rounds: readonly FanOutRound[] | null) {
  if (!rounds) return { zone_of_bare_modbus: null, zone_of_least: null, segment_get_p99_busy_of_idle: null }
  return {
    zone_of_bare_modbus: rounded(median(rounds.map(({ readBack, bare }) => readBack / bare))), zone_of_least: rounded(median(rounds.map(({ readBack, bare, commit }) => readBack / (bare + fanOutLoops * commitsAfterWord * commit)))),
    segment_get_p99_busy_of_idle: rounded(percentile(rounds.flatMap(({ busyGets }) => busyGets), 0.99) / percentile(rounds.flatMap(({ idleGets }) => idleGets), 0.99)),
  }
}
