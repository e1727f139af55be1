import type { FieldReader } from './field-reader'
import { signalName, systemOf } from './gnss-systems'
import type { Gsa, Gsv, SatelliteInView } from './nmea-sentence'

export function readGsa(fields: FieldReader, talker: string): Gsa {
  const selection = fields.letter(0, ['A', 'M'])
  const dimensions = fields.required(1, 1, 3) as 1 | 2 | 3
  const satellites = Array.from({ length: 12 }, (_, i) => fields.whole(2 + i, 1, 999)).filter((prn) => prn !== null)
  const systemId = fields.hexDigit(17)
  return {
    type: 'GSA', automatic: selection !== 'M', dimensions, satellites, pdop: fields.number(14, 0), hdop: fields.number(15, 0), vdop: fields.number(16, 0),
    systemId, system: systemOf(systemId, talker),
  }
}

export function readGsv(fields: FieldReader, talker: string): Gsv {
  const messages = fields.required(0, 1, 99)
  const message = fields.required(1, 1, messages)
  const inView = fields.required(2, 0, 999)
  const satellites: SatelliteInView[] = []
  for (let at = 3; at + 4 <= fields.count; at += 4) {
    const satellite = { prn: fields.whole(at, 1, 999), elevationDeg: fields.number(at + 1, -90, 90), azimuthDeg: fields.number(at + 2, 0, 360), signalDbHz: fields.number(at + 3, 0, 99) }
    // Pages are padded with empty satellites by some receivers.
    if (satellite.prn !== null) satellites.push({ ...satellite, prn: satellite.prn })
  }
  // One field more than whole satellites: the signal.
  const signalId = fields.count % 4 === 0 ? fields.hexDigit(fields.count - 1) : null
  const system = systemOf(null, talker)
  return { type: 'GSV', messages, message, inView, satellites, system, signalId, signal: signalName(system, signalId) }
}
