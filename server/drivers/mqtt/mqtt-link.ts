import { randomBytes } from 'node:crypto'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { LinkError } from '../driver'

export interface MqttTarget {
  host: string
  port: number
  username?: string
  password?: string
  /** PEM of the authorities to trust, or 'system' for those of the operating system; absent = no TLS. */
  ca?: string
}

export interface Message { topic: string; payload: Buffer; correlation: string | null }

/** What the broker said to a publication, MQTT 5 section 3.4.2.1; 0x10 = nobody listens to that topic. */
export interface Puback { reasonCode: number }

/** One connection to a broker, without a life after its end: nothing is ever kept to be sent later. */
export interface MqttLink {
  readonly alive: boolean
  /** @throws LinkError 'silent' when the broker does not confirm in time (the link is dead then), 'closed' when nothing has left: no connection, or `mayLeave` said no */
  publish(topic: string, json: unknown, options: PublishOptions): Promise<Puback>
  destroy(): void
}

export interface PublishOptions {
  qos: 0 | 1
  /** Whole wall seconds after which the broker must throw it away. */
  expiryS: number
  responseTopic?: string
  correlation?: string
  /** Asked right before the bytes are handed over; false = they are not. */
  mayLeave?: (() => boolean) | undefined
}

const reasonOf = (error: unknown): number | null => {
  const code = (error as { code?: unknown }).code
  return typeof code === 'number' ? code : null
}

/** Connects and subscribes. @throws LinkError 'unreachable', also when the broker refuses the account or a subscription */
export async function openMqttLink(target: MqttTarget, topics: readonly string[], timeoutMs: number, onMessage: (message: Message) => void): Promise<MqttLink> {
  const place = `${target.host}:${target.port}`
  const client = mqtt.connect(clientOptions(target, timeoutMs))
  const unreachable = (why: string): LinkError => {
    client.end(true)
    return new LinkError('unreachable', `broker ${place}: ${why}`)
  }
  client.on('message', (topic, payload, packet) => onMessage({ topic, payload, correlation: packet.properties?.correlationData?.toString('utf8') ?? null }))
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no connection within ${timeoutMs} ms`)), timeoutMs)
      client.once('connect', () => resolve())
      // Stays for good: without a listener a late error would end the process.
      client.on('error', reject)
      client.once('close', () => reject(new Error('connection closed')))
    })
    const granted = await withinTime(client.subscribeAsync([...topics], { qos: 1 }), timeoutMs)
    const refused = granted.find(({ qos }) => qos >= 128)
    if (refused) throw new Error(`subscription to ${refused.topic} refused (0x${refused.qos.toString(16)})`)
  } catch (error) {
    throw unreachable((error as Error).message)
  } finally {
    clearTimeout(timer)
  }
  return linkOver(client, timeoutMs)
}

function clientOptions({ host, port, username, password, ca }: MqttTarget, timeoutMs: number): IClientOptions {
  return {
    host, port, protocol: ca === undefined ? 'mqtt' : 'mqtts', protocolVersion: 5, clientId: `hearthway-${randomBytes(8).toString('hex')}`, clean: true, keepalive: 15,
    reconnectPeriod: 0, connectTimeout: timeoutMs, queueQoSZero: false, resubscribe: false,
    ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { rejectUnauthorized: true, ...(ca === 'system' ? {} : { ca }) }),
  }
}

async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LinkError('silent', `no answer of the broker within ${timeoutMs} ms`)), timeoutMs)
  })
  // The loser of the race may fail later: nobody listens then, and nobody must.
  work.catch(() => {})
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function linkOver(client: MqttClient, timeoutMs: number): MqttLink {
  let alive = true
  // The client keeps 0x10 (nobody listens) to itself: it stands in the packet alone.
  const reasons = new Map<number, number>()
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'puback' && packet.messageId !== undefined) reasons.set(packet.messageId, packet.reasonCode ?? 0)
  })
  const gone = new Promise<never>((_, reject) => {
    client.once('close', () => {
      alive = false
      client.end(true)
      reject(new LinkError('silent', 'the connection to the broker was lost'))
    })
  })
  gone.catch(() => {})
  const destroy = (): void => {
    alive = false
    client.end(true)
  }
  return {
    get alive() { return alive && client.connected },
    async publish(topic, json, { qos, expiryS, responseTopic, correlation, mayLeave }) {
      if (!alive || !client.connected) throw new LinkError('closed', 'not connected to the broker')
      const properties = {
        messageExpiryInterval: expiryS, contentType: 'application/json', payloadFormatIndicator: true,
        ...(responseTopic === undefined ? {} : { responseTopic }), ...(correlation === undefined ? {} : { correlationData: Buffer.from(correlation, 'utf8') }),
      }
      // The client writes to its socket within the call below: nothing is awaited in between.
      if (mayLeave?.() === false) throw new LinkError('closed', 'too late: nothing was sent')
      try {
        // Never settles once the connection is gone, and would be sent after a reconnect: raced, and the client is thrown away.
        const packet = await withinTime(Promise.race([client.publishAsync(topic, JSON.stringify(json), { qos, properties }), gone]), timeoutMs)
        const messageId = packet?.messageId
        const reasonCode = messageId === undefined ? 0 : reasons.get(messageId) ?? 0
        reasons.clear()
        return { reasonCode }
      } catch (error) {
        const reasonCode = reasonOf(error)
        if (reasonCode !== null && reasonCode >= 0x80) return { reasonCode }
        destroy()
        throw error instanceof LinkError ? error : new LinkError('silent', (error as Error).message)
      }
    },
    destroy,
  }
}
