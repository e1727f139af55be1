/** What leaves a server for a controller and changes something there: a command, or the heartbeat that keeps its commands alive. Questions change nothing. */
export interface SentFrame {
  controller: string
  sender: string
  atMs: number
  kind: 'command' | 'heartbeat'
  /** A cut line had kept it: when it left its sender is not known. */
  late: boolean
}

const writesBlock = 16
/** First register of the loops in the register map 'hearthway-loop-1'; the heartbeat stands below. */
const loopsFrom = 100

/** @param bytes one request, as a client that waits for each answer sends it */
export function kindOverModbus(bytes: Buffer): SentFrame['kind'][] {
  if (bytes[7] !== writesBlock || bytes.length < 10) return []
  return [bytes.readUInt16BE(8) < loopsFrom ? 'heartbeat' : 'command']
}

/** @param bytes whole MQTT control packets, MQTT 5 section 2.1 */
export function kindOverMqtt(bytes: Buffer): SentFrame['kind'][] {
  const kinds: SentFrame['kind'][] = []
  for (let at = 0; at + 2 <= bytes.length;) {
    let [length, shift, body] = [0, 0, at + 1]
    for (; body < bytes.length; shift += 7) {
      const byte = bytes[body++] as number
      length |= (byte & 0x7f) << shift
      if (byte < 0x80) break
    }
    if ((bytes[at] as number) >> 4 === 3 && body + 2 <= bytes.length) {
      const topic = bytes.toString('utf8', body + 2, body + 2 + bytes.readUInt16BE(body))
      if (topic.endsWith('/command')) kinds.push('command')
      if (topic.endsWith('/heartbeat')) kinds.push('heartbeat')
    }
    at = body + length
  }
  return kinds
}
