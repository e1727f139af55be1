/** How a column of weather is read: the units it may come in, and what is plausible once converted. */
export interface ColumnRule {
  /** Unit in which the values are kept. */
  unit: string
  /** Conversions into it, by the unit's name as sources write it, in lower case without blanks. */
  units: Readonly<Record<string, (value: number) => number>>
  /** Units that are tried when none is declared or the declared one cannot be true; those a real source could mean. */
  guesses: readonly string[]
  /** Plausible range, inclusive, in `unit`. Extremes on record with a margin; a percentage may be a little above 100 by rounding. */
  min: number
  max: number
}

const same = (value: number): number => value
const fahrenheit = (value: number): number => (value - 32) / 1.8
const kelvin = (value: number): number => value - 273.15
const times = (factor: number) => (value: number): number => value * factor

const temperature = {
  unit: '°C',
  units: { '°c': same, c: same, degc: same, celsius: same, '°f': fahrenheit, f: fahrenheit, degf: fahrenheit, fahrenheit, k: kelvin, kelvin },
  guesses: ['°c', '°f', 'k'],
} as const
const pressure = { unit: 'Pa', units: { pa: same, hpa: times(100), mbar: times(100), mb: times(100), kpa: times(1000), inhg: times(3386.389) }, guesses: ['pa', 'hpa', 'kpa'] } as const
const flux = { unit: 'W/m²', units: { 'w/m²': same, 'w/m2': same, 'wm-2': same }, guesses: ['w/m²'] } as const

/** By the names of Open-Meteo. Sums of a step stay sums of the step here. */
export const columnRules = {
  temperature_2m: { ...temperature, min: -65, max: 56 },
  dew_point_2m: { ...temperature, min: -80, max: 36 },
  relative_humidity_2m: { unit: '%', units: { '%': same, fraction: times(100), '1': times(100) }, guesses: ['%', 'fraction'], min: 2, max: 105 },
  wind_speed_10m: {
    unit: 'm/s', units: { 'm/s': same, ms: same, 'km/h': times(1 / 3.6), kmh: times(1 / 3.6), 'mp/h': times(0.44704), mph: times(0.44704), kn: times(1852 / 3600), kt: times(1852 / 3600), knots: times(1852 / 3600) },
    guesses: ['m/s', 'km/h', 'mp/h', 'kn'], min: 0, max: 90,
  },
  surface_pressure: { ...pressure, min: 50_000, max: 108_500 },
  pressure_msl: { ...pressure, min: 86_000, max: 109_000 },
  precipitation: { unit: 'mm', units: { mm: same, cm: times(10), inch: times(25.4), in: times(25.4) }, guesses: ['mm', 'inch'], min: 0, max: 400 },
  /** Depth of fresh snow as water: Open-Meteo counts 7 cm of it as 10 mm. */
  snowfall: { unit: 'mm', units: { cm: times(10 / 7), mm: times(1 / 7), inch: times(25.4 / 7), in: times(25.4 / 7) }, guesses: ['cm', 'inch'], min: 0, max: 400 },
  cloud_cover: { unit: '%', units: { '%': same, fraction: times(100), '1': times(100) }, guesses: ['%', 'fraction'], min: 0, max: 105 },
  /** A sensor at night reads a little below zero. */
  shortwave_radiation: { ...flux, min: -20, max: 1500 },
  longwave_radiation: { ...flux, min: 40, max: 700 },
} as const satisfies Record<string, ColumnRule>

export type ColumnName = keyof typeof columnRules
