import { bcdDigits, ByteReader } from './byte-reader'

/** Why a frame or its body is refused. `bcc`: the check byte; `escape`: 7D before something else than 01 or 02; `encrypted`: a body that only its maker can read. */
export type Jt808Reason = 'bcc' | 'escape' | 'length' | 'number' | 'time' | 'range_lat' | 'range_lon' | 'encrypted'

export interface Jt808Header {
  readonly messageId: number
  /** 2013 has no version in its header and 12 digits of phone, 2019 a version byte and 20. */
  readonly standard: 2013 | 2019
  readonly phone: string
  readonly sequence: number
  /** Which part of how many this is (from 1); null for a whole message. */
  readonly part: { readonly index: number; readonly total: number } | null
}
export interface Jt808Message { readonly header: Jt808Header; readonly body: Uint8Array }
export type FrameResult = { readonly accepted: true; readonly message: Jt808Message } | { readonly accepted: false; readonly reason: Jt808Reason }

const mark = 0x7e
const escape = 0x7d
/** Version byte that JT/T 808-2019 prescribes. */
const version2019 = 1
const [lengthMask, encryptionMask, partsBit, versionBit] = [0x03ff, 0x1c00, 0x2000, 0x4000]
export const longestBody = lengthMask

/** Bytes between the marks as they were before escaping; null where an escape is none. */
function unescapeBytes(bytes: Uint8Array): Uint8Array | null {
  const plain: number[] = []
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte !== escape) plain.push(byte)
    else {
      const next = bytes[++i]
      if (next !== 1 && next !== 2) return null
      plain.push(next === 1 ? escape : mark)
    }
  }
  return Uint8Array.from(plain)
}

const checkByte = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0)
const refuse = (reason: Jt808Reason): FrameResult => ({ accepted: false, reason })

/** Reads one frame, from its 7E to its 7E. Format: JT/T 808-2013 and 2019, section 4.4. Never throws. */
export function parseFrame(frame: Uint8Array): FrameResult {
  if (frame.length < 2 || frame[0] !== mark || frame.at(-1) !== mark) return refuse('length')
  const plain = unescapeBytes(frame.subarray(1, -1))
  if (plain === null) return refuse('escape')
  if (plain.length < 13) return refuse('length')
  if (checkByte(plain) !== 0) return refuse('bcc')
  const reader = new ByteReader(plain.subarray(0, -1))
  const [messageId, attributes] = [reader.u16(), reader.u16()]
  const standard = attributes & versionBit ? 2019 : 2013
  if (standard === 2019) reader.u8()
  const phone = bcdDigits(reader.take(standard === 2019 ? 10 : 6))
  const sequence = reader.u16()
  const part = attributes & partsBit ? { total: reader.u16(), index: reader.u16() } : null
  const body = reader.rest()
  if (reader.short || body.length !== (attributes & lengthMask)) return refuse('length')
  if (phone === null || (part && (part.index < 1 || part.index > part.total))) return refuse('number')
  if (attributes & encryptionMask) return refuse('encrypted')
  return { accepted: true, message: { header: { messageId, standard, phone, sequence, part }, body } }
}

const u16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff]

/**
 * Writes one frame, a whole message.
 * @throws RangeError for a body above 1023 bytes, a phone that is not 12 (2013) or 20 (2019) digits, or an id or sequence beyond 16 bits
 */
export function encodeFrame({ messageId, standard, phone, sequence }: Omit<Jt808Header, 'part'>, body: Uint8Array): Uint8Array {
  const digits = standard === 2019 ? 20 : 12
  if (body.length > longestBody || !/^\d*$/.test(phone) || phone.length !== digits || ![messageId, sequence].every((value) => Number.isInteger(value) && value >= 0 && value <= 0xffff)) throw new RangeError('JT/T 808: this does not fit a frame')
  const attributes = body.length | (standard === 2019 ? versionBit : 0)
  const digitPairs = phone.match(/../g)!.map((pair) => Number.parseInt(pair, 16))
  const plain = Uint8Array.from([...u16(messageId), ...u16(attributes), ...(standard === 2019 ? [version2019] : []), ...digitPairs, ...u16(sequence), ...body])
  const escaped = [...plain, checkByte(plain)].flatMap((byte) => (byte === mark ? [escape, 2] : byte === escape ? [escape, 1] : [byte]))
  return Uint8Array.from([mark, ...escaped, mark])
}
