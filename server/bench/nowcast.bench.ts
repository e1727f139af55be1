import { atMost, benchResult, type Bench } from './bench'
import { Part } from './part-client'
import { percentile, rounded } from './percentile'

const segments = 50_000

/** The live picture of a city of 50,000 segments: what a tick costs, and how long it holds up the event loop. */
export const nowcastBench: Bench = {
  name: 'nowcast',
  async run({ tell }) {
    const part = new Part('forecast')
    try {
      const { planMs, tickMs, blockMs, staleTickMs, largeBlockMs } = await part.ask('ticks', { segments, rounds: 300 })
      const figures = {
        city_segments: segments, plan_s: rounded(planMs / 1000), nowcast_tick_p50_ms: rounded(percentile(tickMs, 0.5)), nowcast_tick_p95_ms: rounded(percentile(tickMs, 0.95)),
        block_p95_ms: rounded(percentile(blockMs, 0.95)), block_longest_ms: rounded(Math.max(...blockMs)), third_silent_tick_ms: rounded(staleTickMs), large_block_longest_ms: rounded(largeBlockMs),
      }
      tell(`nowcast tick 50k: p50 ${figures.nowcast_tick_p50_ms} ms, p95 ${figures.nowcast_tick_p95_ms} ms; longest block ${figures.block_longest_ms} ms; planned in ${figures.plan_s} s`)
      return benchResult({
        name: 'nowcast',
        how: '50,000 segments, 1,000 sensors, four of which speak in each tick; the model of a winter day behind them. A tick: every segment judged in the stretches of the live room, and the delta encoded; their sum. Block: one stretch, or the encoding. '
          + 'Third silent: the tick in which every third station is lost and weights are solved anew. Large block: the longest one when that happens, or another background has moved everything. Plan: stations and covariances of every segment, once per network, in the forecast\'s thread.',
        figures, ratios: {}, aims: { nowcast_tick_p95_ms: atMost(20, figures.nowcast_tick_p95_ms), block_longest_ms: atMost(20, figures.block_longest_ms), large_block_longest_ms: atMost(20, figures.large_block_longest_ms) }, notes: [],
      })
    } finally {
      await part.stop()
    }
  },
}
