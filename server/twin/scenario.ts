/** Hourly weather of a demo city; the shape of fixtures/scenarios/*.json (its README explains the fields). */
export interface Scenario {
  id: string
  city: string
  start_at: string
  lead_h: number
  repeat_h: number
  blend_h: number
  latitude_deg: number
  longitude_deg: number
  ground_temperature_c: number
  hourly: Record<WeatherColumn, number[]>
}

const weatherColumns = ['air_temperature_c', 'dew_point_c', 'wind_speed_m_per_s', 'cloud_fraction', 'precipitation_mm_per_h', 'pressure_hpa'] as const
type WeatherColumn = (typeof weatherColumns)[number]

/** Weather at one instant. `scenarioMs` is the instant inside the scenario that the sun must follow. */
export interface Weather {
  scenarioMs: number
  air_c: number
  dewPoint_c: number
  wind_mPerS: number
  cloudFraction: number
  precipitation_mmPerH: number
  pressure_hpa: number
}

const hourMs = 3_600_000

/** Site start of a scenario, unix ms. @throws RangeError when `start_at` is no instant */
export function scenarioStartMs(scenario: Scenario): number {
  const ms = Date.parse(scenario.start_at)
  if (!Number.isFinite(ms)) throw new RangeError(`scenario ${scenario.id}: start_at "${scenario.start_at}" is not an RFC 3339 instant`)
  return ms
}

/** @throws RangeError naming the field when a scenario is too short, has a gap, or does not repeat by whole days */
export function checkScenario(scenario: Scenario): Scenario {
  scenarioStartMs(scenario)
  const hours = scenario.lead_h + scenario.repeat_h + 1
  for (const column of weatherColumns) {
    const values = scenario.hourly[column]
    if (values?.length !== hours) throw new RangeError(`scenario ${scenario.id}: hourly.${column} has ${values?.length ?? 0} values, ${hours} expected`)
    const bad = values.findIndex((v) => !Number.isFinite(v))
    if (bad >= 0) throw new RangeError(`scenario ${scenario.id}: hourly.${column}[${bad}] is not a number`)
  }
  if (scenario.repeat_h % 24 !== 0) throw new RangeError(`scenario ${scenario.id}: repeat_h ${scenario.repeat_h} is not a whole number of days`)
  if (scenario.blend_h > Math.min(scenario.lead_h, scenario.repeat_h)) throw new RangeError(`scenario ${scenario.id}: blend_h is longer than lead_h or repeat_h`)
  return scenario
}

/** Linear interpolation at `hour` from the scenario's first value; clamped to the ends. */
function columnAt(scenario: Scenario, column: WeatherColumn, hour: number): number {
  const values = scenario.hourly[column]
  const at = Math.min(Math.max(hour, 0), values.length - 1)
  const i = Math.min(Math.floor(at), values.length - 2)
  const a = values[i] ?? 0
  return a + ((values[i + 1] ?? a) - a) * (at - i)
}

/**
 * Weather at a site instant (unix ms). Before the lead-in the first value stands; after `repeat_h` the weather repeats, and during the
 * last `blend_h` before a repeat it fades into the hours before the start, so that no value jumps.
 */
export function weatherAt(scenario: Scenario, siteMs: number): Weather {
  const startMs = scenarioStartMs(scenario)
  const sinceStartH = (siteMs - startMs) / hourMs
  const inCycleH = sinceStartH < 0 ? sinceStartH : sinceStartH % scenario.repeat_h
  const fade = Math.max(0, (inCycleH - (scenario.repeat_h - scenario.blend_h)) / scenario.blend_h)
  const value = (column: WeatherColumn): number => {
    const here = columnAt(scenario, column, inCycleH + scenario.lead_h)
    return fade <= 0 ? here : here + (columnAt(scenario, column, inCycleH - scenario.repeat_h + scenario.lead_h) - here) * fade
  }
  return {
    scenarioMs: startMs + inCycleH * hourMs,
    air_c: value('air_temperature_c'),
    dewPoint_c: value('dew_point_c'),
    wind_mPerS: value('wind_speed_m_per_s'),
    cloudFraction: value('cloud_fraction'),
    precipitation_mmPerH: value('precipitation_mm_per_h'),
    pressure_hpa: value('pressure_hpa'),
  }
}
