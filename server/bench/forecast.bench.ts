import { atMost, benchResult, type Bench } from './bench'
import { createBenchDatabase } from './bench-database'
import { Part } from './part-client'
import { median, percentile, rounded } from './percentile'

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
      const shared = await part.ask('classError', null)
      tell(`percentiles of a class against a segment's own: ${shared.rmsK.toFixed(3)} K, at most ${shared.largestK.toFixed(2)} K`)
      const city = await part.ask('city', { target: database.target, segments })
      tell(`${segments} segments: first ${city.firstS.toFixed(1)} s, later ${city.laterS.toFixed(1)} s, longest block ${city.longestBlockMs.toFixed(1)} ms (idle ${city.idleBlockMs.toFixed(1)}), ${Math.round(city.peakRssMb)} MB`)
      const whatIfMs = percentile(city.whatIfMs, 0.95)
      const whatIfInRunMs = percentile(city.whatIfInRunMs, 0.95)
      tell(`what-if of ${city.whatIfSegments} segments (${city.whatIfUnknown} unknown, ${city.whatIfMb.toFixed(1)} MB): p95 ${whatIfMs.toFixed(0)} ms, while a run is under way ${whatIfInRunMs.toFixed(0)} ms (${city.whatIfInRunMs.length} asked, longest ${Math.max(...city.whatIfInRunMs).toFixed(0)})`)
      const figures = {
        segment_48h_ms: rounded(median(ms)), classes, step_error_road_k_rms: rounded(roadK), step_error_bridge_k_rms: rounded(bridgeK), class_band_error_k_rms: rounded(shared.rmsK), class_band_error_largest_k: rounded(shared.largestK),
        city_segments: segments, city_first_run_s: rounded(city.firstS), city_later_run_s: rounded(city.laterS), event_loop_idle_longest_block_ms: rounded(city.idleBlockMs), event_loop_longest_block_ms: rounded(city.longestBlockMs), event_loop_block_p99_ms: rounded(city.blockP99Ms),
        server_peak_rss_mb: rounded(city.peakRssMb), what_if_segments: city.whatIfSegments, what_if_median_ms: rounded(median(city.whatIfMs)), what_if_p95_ms: rounded(whatIfMs), what_if_in_run_median_ms: rounded(median(city.whatIfInRunMs)), what_if_in_run_p95_ms: rounded(whatIfInRunMs), what_if_longest_block_ms: rounded(city.whatIfBlockMs),
      }
      return benchResult({
        name: 'forecast',
        how: 'One segment: 576 steps of 300 s, mean of 2,000 roads and bridges on one thread, ten other weathers per class included; median of 5. City: the forecast room over PostgreSQL with 1,000 sensors, from the start of a run until '
          + 'it is stored: mean, percentiles and conditions of every segment, packed; the first run also lays the network out and runs through a past day. Blocks: delays of the server\'s event loop over both runs (1 ms resolution), beside 20 s of a loop that has nothing to do. Step error: '
          + 'surface over 48 h after a day of spin-up, against a step of 30 s. Class band error: the percentiles by the weather that a segment takes from its class, against its own. What is stored is rounded to 0.01 K (mean) and 0.05 K (percentiles). What-if: both courses of 500 segments over ten loops, asked of the room until their JSON is back, 20 times by themselves and as long as a run of the whole city lasts.',
        figures, ratios: {},
        aims: {
          segment_48h_ms: atMost(1, figures.segment_48h_ms), city_later_run_s: atMost(80, figures.city_later_run_s), event_loop_longest_block_ms: atMost(20, figures.event_loop_longest_block_ms), server_peak_rss_mb: atMost(1500, figures.server_peak_rss_mb),
          what_if_p95_ms: atMost(1000, figures.what_if_p95_ms), what_if_in_run_p95_ms: atMost(1000, figures.what_if_in_run_p95_ms),
        },
        notes: city.failed > 0 ? [`${city.failed} runs failed`] : [],
      })
    } finally {
      await part.stop()
      await database.remove()
    }
  },
}
