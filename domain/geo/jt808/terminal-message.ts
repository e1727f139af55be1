import { asciiText, ByteReader } from './byte-reader'
import type { Jt808Message, Jt808Reason } from './frame'
import { readPositionReport, type PositionReport } from './position-report'

/** What a terminal says of itself when it registers. Codes of province and county are GB/T 2260's; the plate is GBK text, left as bytes. */
export interface Registration {
  readonly kind: 'registration'
  readonly province: number
  readonly county: number
  readonly maker: string | null
  readonly model: string | null
  readonly terminalId: string | null
  readonly plateColour: number
  readonly plateGbk: Uint8Array
}
/** The code it was given when it registered; 2019 adds the IMEI. Null: not printable, so never one of ours. */
export interface Authentication { readonly kind: 'authentication'; readonly code: string | null; readonly imei: string | null }

export type TerminalMessage =
  | Registration
  | Authentication
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'deregistration' }
  | { readonly kind: 'position'; readonly report: PositionReport }
  /** Reports kept while there was no network (`late`) or sent together; `refused` counts the items that are none. */
  | { readonly kind: 'positions'; readonly late: boolean; readonly reports: readonly PositionReport[]; readonly refused: number }
  | { readonly kind: 'other'; readonly messageId: number }

export type TerminalResult = { readonly accepted: true; readonly message: TerminalMessage } | { readonly accepted: false; readonly reason: Jt808Reason }

/** Bytes of maker, model and id: 2019, 2013, and the terminals of 2011 that say they are 2013 and are shorter. */
const registrationWidths = { 2019: [11, 30, 30], 2013: [5, 20, 7], 2011: [5, 8, 7] } as const

function readRegistration({ header, body }: Jt808Message): TerminalResult {
  const widths = registrationWidths[header.standard === 2013 && body.length < 37 ? 2011 : header.standard]
  const reader = new ByteReader(body)
  const [province, county] = [reader.u16(), reader.u16()]
  const [maker, model, terminalId] = widths.map((width) => asciiText(reader.take(width))) as [string | null, string | null, string | null]
  const [plateColour, plateGbk] = [reader.u8(), reader.rest()]
  return reader.short ? { accepted: false, reason: 'length' } : { accepted: true, message: { kind: 'registration', province, county, maker, model, terminalId, plateColour, plateGbk } }
}

function readAuthentication({ header, body }: Jt808Message): TerminalResult {
  const reader = new ByteReader(body)
  const code = asciiText(header.standard === 2019 ? reader.take(reader.u8()) : reader.rest())
  const imei = header.standard === 2019 && reader.left >= 15 ? asciiText(reader.take(15)) : null
  return reader.short ? { accepted: false, reason: 'length' } : { accepted: true, message: { kind: 'authentication', code, imei } }
}

function readPositions(body: Uint8Array): TerminalResult {
  const reader = new ByteReader(body)
  const [count, type] = [reader.u16(), reader.u8()]
  const results = []
  while (results.length < count && reader.left >= 2 && !reader.short) results.push(readPositionReport(reader.take(reader.u16())))
  if (reader.short || results.length < count) return { accepted: false, reason: 'length' }
  const reports = results.flatMap((result) => (result.accepted ? [result.report] : []))
  return { accepted: true, message: { kind: 'positions', late: type === 1, reports, refused: results.length - reports.length } }
}

/** Reads the body of a whole message (JT/T 808-2013 and 2019, section 8). Never throws. */
export function readTerminalMessage(message: Jt808Message): TerminalResult {
  switch (message.header.messageId) {
    case 0x0002: return { accepted: true, message: { kind: 'heartbeat' } }
    case 0x0003: return { accepted: true, message: { kind: 'deregistration' } }
    case 0x0100: return readRegistration(message)
    case 0x0102: return readAuthentication(message)
    case 0x0200: {
      const result = readPositionReport(message.body)
      return result.accepted ? { accepted: true, message: { kind: 'position', report: result.report } } : result
    }
    case 0x0704: return readPositions(message.body)
    default: return { accepted: true, message: { kind: 'other', messageId: message.header.messageId } }
  }
}
