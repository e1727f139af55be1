import { atMost, benchResult, type Bench } from './bench'
import { createBenchDatabase } from './bench-database'
import { Part } from './part-client'
import { median, rounded } from './percentile'

const segments = 50_000

/** Forecasts of 48 h: one segment on one thread, a city of 50,000 through the server's own room, and what the long step costs. */
export const forecastBench: Bench = {
  name: 'forecast',
  async run({ tell }) {
    const part = new Part('forecast')
    const database = await createBenchDatabase('postgresql')
    try {
      const { ms, classes } = await part.ask('segment', { segments: 2000, rounds: 5 })
      tell(`one segment: ${median(ms).toFixed(3)} ms`)
      const { roadK, bridgeK } = await part.ask('stepError', null)
      tell(`300 s against 30 s: road ${roadK.toFixed(3)} K, bridge ${bridgeK.toFixed(3)} K`)
      const city = await part.ask('city', { target: database.target, segments })
      tell(`${segments} segments: first ${city.firstS.toFixed(1)} s, later ${city.laterS.toFixed(1)} s, longest block ${city.longestBlockMs.toFixed(1)} ms (idle ${city.idleBlockMs.toFixed(1)}), ${Math.round(city.peakRssMb)} MB`)
      const figures = {
        segment_48h_ms: rounded(median(ms)), classes, step_error_road_k_rms: rounded(roadK), step_error_bridge_k_rms: rounded(bridgeK),
        city_segments: segments, city_first_run_s: rounded(city.firstS), city_later_run_s: rounded(city.laterS), event_loop_idle_longest_block_ms: rounded(city.idleBlockMs), event_loop_longest_block_ms: rounded(city.longestBlockMs), event_loop_block_p99_ms: rounded(city.blockP99Ms),
        server_peak_rss_mb: rounded(city.peakRssMb),
      }
      return benchResult({
        name: 'forecast',
        how: 'One segment: 576 steps of 300 s, mean of 2,000 roads and bridges on one thread, ten other weathers per class included; median of 5. City: the forecast room over PostgreSQL with 1,000 sensors, from the start of a run until '
          + 'it is stored: mean, percentiles and conditions of every segment, packed; the first run also lays the network out and runs through a past day. Blocks: delays of the server\'s event loop over both runs (1 ms resolution), beside 20 s of a loop that has nothing to do. Step error: '
          + 'surface over 48 h after a day of spin-up, against a step of 30 s.',
        figures, ratios: {},
        aims: {
          segment_48h_ms: atMost(1, figures.segment_48h_ms), city_later_run_s: atMost(80, figures.city_later_run_s), event_loop_longest_block_ms: atMost(20, figures.event_loop_longest_block_ms), server_peak_rss_mb: atMost(1500, figures.server_peak_rss_mb),
        },
        notes: city.failed > 0 ? [`${city.failed} runs failed`] : [],
      })
    } finally {
      await part.stop()
      await database.remove()
    }
  },
}
