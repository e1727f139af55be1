/**
 * The quantity registry: what a sensor can measure, in which unit, how often it is expected and which values are plausible.
 * Ranges and steps: FHWA Weather Data Environment quality checks; failed probes read exactly 0.0 or 85 (power-on value of common one-wire probes).
 */
export interface QuantitySpec {
  /** Canonical unit; readings arrive in it. */
  unit: 'degC' | 'm/s' | 'mm/h' | '%' | 'Hz' | 'kW' | 'l/min' | 'code'
  /** Plausible range, inclusive, in `unit`; outside it a reading is stored with quality `bad`. */
  min: number
  max: number
  /** Expected interval between readings, s of site time; a sensor may state its own. */
  cadenceS: number
  /** Largest believable step between neighbouring readings of one hour, in `unit`. */
  maxStep: number
  zh: string
  en: string
}

export const quantities = {
  surface_temperature: { unit: 'degC', min: -52, max: 80, cadenceS: 60, maxStep: 35, zh: '路表温度', en: 'Surface temperature' },
  pavement_temperature: { unit: 'degC', min: -50, max: 70, cadenceS: 300, maxStep: 15, zh: '路面内部温度', en: 'Pavement temperature' },
  slab_temperature: { unit: 'degC', min: -50, max: 70, cadenceS: 300, maxStep: 15, zh: '板体温度', en: 'Slab temperature' },
  supply_temperature: { unit: 'degC', min: -30, max: 80, cadenceS: 60, maxStep: 40, zh: '供水温度', en: 'Supply temperature' },
  return_temperature: { unit: 'degC', min: -30, max: 80, cadenceS: 60, maxStep: 40, zh: '回水温度', en: 'Return temperature' },
  air_temperature: { unit: 'degC', min: -50, max: 60, cadenceS: 300, maxStep: 14, zh: '气温', en: 'Air temperature' },
  dew_point: { unit: 'degC', min: -60, max: 40, cadenceS: 300, maxStep: 14, zh: '露点', en: 'Dew point' },
  wind_speed: { unit: 'm/s', min: 0, max: 60, cadenceS: 300, maxStep: 30, zh: '风速', en: 'Wind speed' },
  precipitation_rate: { unit: 'mm/h', min: 0, max: 300, cadenceS: 300, maxStep: 300, zh: '降水强度', en: 'Precipitation rate' },
  flow: { unit: 'l/min', min: 0, max: 20000, cadenceS: 60, maxStep: 20000, zh: '流量', en: 'Flow' },
  valve_position: { unit: '%', min: 0, max: 100, cadenceS: 60, maxStep: 100, zh: '阀位', en: 'Valve position' },
  pump_frequency: { unit: 'Hz', min: 0, max: 60, cadenceS: 60, maxStep: 60, zh: '泵频率', en: 'Pump frequency' },
  thermal_power: { unit: 'kW', min: -20000, max: 20000, cadenceS: 60, maxStep: 40000, zh: '热功率', en: 'Thermal power' },
  setpoint: { unit: 'degC', min: -30, max: 80, cadenceS: 60, maxStep: 200, zh: '设定值（回读）', en: 'Setpoint (read back)' },
  operating_mode: { unit: 'code', min: 0, max: 255, cadenceS: 60, maxStep: 255, zh: '运行模式（回读）', en: 'Operating mode (read back)' },
} as const satisfies Record<string, QuantitySpec>

export type QuantityName = keyof typeof quantities
export const quantityNames = Object.keys(quantities) as [QuantityName, ...QuantityName[]]
export const quantitySpec = (name: QuantityName): QuantitySpec => quantities[name]
