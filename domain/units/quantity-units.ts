/**
 * Branded quantities: a number that knows its unit at compile time.
 * A bare number becomes one only through these constructors, which refuse what is not finite.
 */
declare const unit: unique symbol
export type Quantity<U extends string> = number & { readonly [unit]: U }

export type Celsius = Quantity<'degC'>
export type Kelvin = Quantity<'K'>
export type Metre = Quantity<'m'>
export type Second = Quantity<'s'>
export type WattPerM2 = Quantity<'W/m2'>
export type LitrePerMinute = Quantity<'l/min'>
export type Percent = Quantity<'%'>

function finite<U extends string>(value: number, name: string): Quantity<U> {
  if (!Number.isFinite(value)) throw new RangeError(`${name}: not a finite number`)
  return value as Quantity<U>
}

/** @throws RangeError when the value is not finite */
export const celsius = (value: number): Celsius => finite<'degC'>(value, 'celsius')
/** @throws RangeError when the value is not finite */
export const metre = (value: number): Metre => finite<'m'>(value, 'metre')
/** @throws RangeError when the value is not finite */
export const second = (value: number): Second => finite<'s'>(value, 'second')

/** Linear conversions to the canonical unit: canonical = value * factor + offset. */
const toCanonical: Record<string, { unit: string; factor: number; offset: number }> = {
  degC: { unit: 'degC', factor: 1, offset: 0 },
  degF: { unit: 'degC', factor: 5 / 9, offset: -160 / 9 },
  K: { unit: 'degC', factor: 1, offset: -273.15 },
  'm/s': { unit: 'm/s', factor: 1, offset: 0 },
  'km/h': { unit: 'm/s', factor: 1 / 3.6, offset: 0 },
  'mm/h': { unit: 'mm/h', factor: 1, offset: 0 },
  '%': { unit: '%', factor: 1, offset: 0 },
  Hz: { unit: 'Hz', factor: 1, offset: 0 },
  kW: { unit: 'kW', factor: 1, offset: 0 },
  W: { unit: 'kW', factor: 0.001, offset: 0 },
  'l/min': { unit: 'l/min', factor: 1, offset: 0 },
  'm3/h': { unit: 'l/min', factor: 1000 / 60, offset: 0 },
  hPa: { unit: 'hPa', factor: 1, offset: 0 },
  Pa: { unit: 'hPa', factor: 0.01, offset: 0 },
}

/**
 * Converts a value between units of the same kind.
 * @throws RangeError when a unit is unknown, the kinds differ, or the value is not finite: never a silent pass-through
 */
export function convertUnit(value: number, from: string, to: string): number {
  const a = toCanonical[from]
  const b = toCanonical[to]
  if (!a) throw new RangeError(`unknown unit "${from}"`)
  if (!b) throw new RangeError(`unknown unit "${to}"`)
  if (a.unit !== b.unit) throw new RangeError(`cannot convert ${from} to ${to}`)
  return finite(((value * a.factor + a.offset - b.offset) / b.factor), `${from} to ${to}`)
}
