import type { QuantitySpec } from '#domain/sensing/quantities'

interface UnitOfMeasurement { name: string | null; symbol: string | null; definition: string | null }
const unit = (name: string, symbol: string, code: string): UnitOfMeasurement => ({ name, symbol, definition: `ucum:${code}` })

/** Units by UCUM, the Unified Code for Units of Measure (case sensitive codes); a code word has none, which SensorThings says with nulls. */
export const unitsOfMeasurement: Readonly<Record<QuantitySpec['unit'], UnitOfMeasurement>> = {
  degC: unit('degree Celsius', '°C', 'Cel'),
  'm/s': unit('metre per second', 'm/s', 'm/s'),
  'mm/h': unit('millimetre per hour', 'mm/h', 'mm/h'),
  '%': unit('percent', '%', '%'),
  Hz: unit('hertz', 'Hz', 'Hz'),
  kW: unit('kilowatt', 'kW', 'kW'),
  'l/min': unit('litre per minute', 'L/min', 'L/min'),
  code: { name: null, symbol: null, definition: null },
}
