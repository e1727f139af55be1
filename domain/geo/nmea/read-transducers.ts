import type { FieldReader } from './field-reader'
import type { Xdr } from './nmea-sentence'

/** Transducers, four fields each: type, value, unit, name. */
export function readXdr(fields: FieldReader): Xdr {
  const transducers = Array.from({ length: Math.floor(fields.count / 4) }, (_, i) => ({
    kind: fields.text(4 * i) ?? '', value: fields.number(4 * i + 1), unit: fields.text(4 * i + 2) ?? '', name: fields.text(4 * i + 3) ?? '',
  }))
  return { type: 'XDR', transducers }
}

/** Name under which a road surface thermometer is expected, in capitals or not. */
export const surfaceTransducer = 'SURFACE'

/** Road surface temperature, °C: `C,value,C,SURFACE`; null where the sentence brings none. */
export function surfaceTemperatureOf({ transducers }: Xdr): number | null {
  return transducers.find(({ kind, unit, name }) => kind === 'C' && unit === 'C' && name.toUpperCase() === surfaceTransducer)?.value ?? null
}
