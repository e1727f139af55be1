import mqtt, { type IPublishPacket, type MqttClient } from 'mqtt'
import type { HeldBlock } from '#domain/control/command-block'
import type { RejectCode } from '#domain/control/loop-status'
import { fieldCommandShape, fieldHeartbeatShape, fieldMqttFormat, fieldTopics, type FieldCommand, type FieldLoop } from '#domain/wire/field-mqtt'

interface LoopMemory { held: HeldBlock | null; applied: number; seen: number; fence: number; reject: RejectCode; local: boolean }

export interface ReferenceFaults {
  /** Commands are answered so, unread. */
  busy?: boolean
  /** Commands are carried out, but nothing is answered to anything. */
  mute?: boolean
  /** What it says instead of its state. */
  garbage?: string
}

/** What a controller must do to keep docs/mqtt.md, as short as it can be said. Its memory outlives its connection. */
export interface ReferenceController {
  readonly received: FieldCommand[]
  readonly effects: FieldCommand[]
  readonly expiriesS: (number | undefined)[]
  heartbeat: number | null
  faults: ReferenceFaults
  /** Whether a broker hears it now. */
  readonly connected: boolean
  connect(): Promise<void>
  /** As a cut cable: the broker publishes the last will. */
  cut(): Promise<void>
  setLocal(loop: number, local: boolean): void
}

/** @param session seconds for which the broker keeps messages while it is away */
export function createReferenceController(id: string, loopCount: number, broker: { port: number; username: string; password: string }, session = 0): ReferenceController {
  const topics = fieldTopics(id)
  const loops = Array.from({ length: loopCount }, (): LoopMemory => ({ held: null, applied: 0, seen: 0, fence: 0, reject: 'none', local: false }))
  let client: MqttClient | null = null

  const receive = (command: FieldCommand): void => {
    const loop = loops[command.loop]
    if (!loop) return
    device.received.push(command)
    loop.reject = command.sequence <= loop.fence ? 'oldSequence' : loop.local ? 'local' : (command.setpoint_c ?? 0) > 60 ? 'setpointOutsideLimits' : 'none'
    loop.seen = command.sequence
    loop.fence = Math.max(loop.fence, command.sequence)
    if (loop.reject !== 'none') return
    loop.held = { sequence: command.sequence, mode: command.mode, setpoint_c: command.setpoint_c, leaseS: command.lease_s }
    loop.applied = command.sequence
    device.effects.push(command)
  }
  const stateOf = ({ held, applied, seen, reject, local }: LoopMemory, loop: number): FieldLoop => ({
    loop, command: held && { sequence: held.sequence ?? 0, mode: held.mode ?? 'auto', setpoint_c: held.setpoint_c, lease_s: held.leaseS ?? 0 }, applied_sequence: applied, seen_sequence: seen, reject,
    mode: held?.mode ?? 'auto', setpoint_c: held?.setpoint_c ?? null, lease_remaining_s: held?.leaseS ?? 0,
    supply_c: 33.3, return_c: 27.1, flow_l_per_min: 800, valve_pct: 40, pump_hz: null, power_kw: null, running: held?.mode === 'heat', local, fault: false, safe_state: false, lease_ended: false,
  })
  const say = (topic: string, json: unknown, packet?: IPublishPacket): void => {
    const correlationData = packet?.properties?.correlationData
    if (!device.faults.mute) client?.publish(topic, typeof json === 'string' ? json : JSON.stringify(json), { qos: 1, properties: correlationData ? { correlationData } : {} })
  }
  const hear = (topic: string, payload: Buffer, packet: IPublishPacket): void => {
    if (topic === topics.heartbeat) { device.heartbeat = fieldHeartbeatShape.parse(JSON.parse(payload.toString())).counter; return }
    if (topic === topics.read) { say(topics.state, device.faults.garbage ?? { format: fieldMqttFormat, heartbeat_seen: device.heartbeat, heartbeat_lost: false, loops: loops.map(stateOf) }, packet); return }
    device.expiriesS.push(packet.properties?.messageExpiryInterval)
    const command = fieldCommandShape.parse(JSON.parse(payload.toString()))
    if (!device.faults.busy) receive(command)
    say(topics.answer, { loop: command.loop, sequence: command.sequence, outcome: device.faults.busy ? 'busy' : 'received' }, packet)
  }

  const device: ReferenceController = {
    received: [], effects: [], expiriesS: [], heartbeat: null, faults: {},
    get connected() { return client?.connected ?? false },
    async connect() {
      client = await mqtt.connectAsync({
        host: '127.0.0.1', port: broker.port, protocolVersion: 5, clientId: `controller-${id}`, username: broker.username, password: broker.password, clean: session === 0, reconnectPeriod: 0,
        properties: { sessionExpiryInterval: session }, will: { topic: topics.link, payload: Buffer.from(JSON.stringify({ format: fieldMqttFormat, online: false })), qos: 1, retain: true },
      })
      client.on('error', () => {})
      client.on('message', hear)
      await client.subscribeAsync([topics.command, topics.read, topics.heartbeat], { qos: 1 })
      await client.publishAsync(topics.link, JSON.stringify({ format: fieldMqttFormat, online: true }), { qos: 1, retain: true })
    },
    cut: () => new Promise((resolve) => {
      if (!client?.connected) return resolve()
      client.once('close', () => resolve())
      client.stream.destroy()
    }),
    setLocal(index, local) {
      const loop = loops[index]
      if (loop) loop.local = local
    },
  }
  return device
}
