import { readFileSync } from 'node:fs'
import type { RegisterMap } from '#domain/control/registers/register-map'
import type { Controller } from '#domain/network/network'
import { fieldMqttFormat } from '#domain/wire/field-mqtt'
import type { Driver } from './driver'
import { createDryRunDriver } from './dry-run-driver'
import { createGateway, type Gateway } from './modbus/gateway'
import { createModbusDriver } from './modbus/modbus-driver'
import { createMqttDriver } from './mqtt/mqtt-driver'
import type { MqttTarget } from './mqtt/mqtt-link'
import { createUnusableDriver } from './unusable-driver'

export interface DriverRoom {
  /** Register maps by name. */
  maps: ReadonlyMap<string, RegisterMap>
  /** Where secrets stand, by the names that a controller gives. */
  env: Readonly<Record<string, string | undefined>>
  siteNowMs(): number
  /** Monotonic wall ms. */
  now(): number
  /** From 0 to 1, for the pauses between attempts. */
  random(): number
}

export type OpenDriver = (controller: Controller, loops: readonly { index: number }[]) => Driver

/** Wall ms: a serial line behind a gateway is slower, and wants its silence between two frames. */
const timing = { modbusTcp: { timeoutMs: 2000, minGapMs: 0 }, modbusRtuGateway: { timeoutMs: 3000, minGapMs: 20 } }
const backOffMs = { first: 500, longest: 15_000 }

/** Opens drivers by protocol and register map. Units at one address share one connection and one queue. A controller that cannot be spoken to is told as unreachable, with the reason. */
export function createOpenDriver(room: DriverRoom): OpenDriver {
  const gateways = new Map<string, Gateway>()
  const gatewayOf = ({ host, port, protocol }: Controller): Gateway => {
    const place = `${host.toLowerCase()}:${port}`
    const gateway = gateways.get(place) ?? createGateway({ host, port, backOffMs, now: room.now, random: room.random, timeoutMs: timing[protocol === 'modbusRtuGateway' ? protocol : 'modbusTcp'].timeoutMs })
    gateways.set(place, gateway)
    return gateway
  }
  return (controller, loops) => {
    const loopIndices = loops.map(({ index }) => index)
    const { id, host, port, unitId, protocol, registerMap } = controller
    if (protocol === 'dryRun') return createDryRunDriver(loopIndices, room.siteNowMs)
    if (protocol === 'mqtt') {
      if (registerMap !== fieldMqttFormat) return createUnusableDriver(`controller ${id}: over MQTT its register map must be "${fieldMqttFormat}", not "${registerMap}"`)
      const target = mqttTarget(controller, room.env)
      return 'fault' in target ? createUnusableDriver(`controller ${id}: ${target.fault}`) : createMqttDriver({ ...target, controllerId: id, loopIndices, backOffMs, now: room.now, random: room.random })
    }
    const map = room.maps.get(registerMap)
    if (!map) return createUnusableDriver(`controller ${id}: there is no register map "${registerMap}"; there are: ${[...room.maps.keys()].join(', ')}`)
    const paced = { ...map, minGapMs: Math.max(map.minGapMs, timing[protocol].minGapMs) }
    return createModbusDriver({ host, port, unitId, loopIndices, map: paced, gateway: gatewayOf(controller), backOffMs, now: room.now, random: room.random })
  }
}

const loopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

/** Broker and account of a controller: the database names environment variables, the secrets stand there. */
export function mqttTarget({ host, port, secretVariables = {} }: Controller, env: DriverRoom['env'], readText = (path: string): string => readFileSync(path, 'utf8')): MqttTarget | { fault: string } {
  const target: MqttTarget = { host, port }
  for (const [purpose, variable] of Object.entries(secretVariables)) {
    if (purpose !== 'username' && purpose !== 'password' && purpose !== 'ca') return { fault: `secret_variables.${purpose}: only username, password and ca are known over MQTT` }
    const value = env[variable]
    if (!value) return { fault: `the environment variable ${variable} (${purpose}) is not set` }
    try {
      target[purpose] = purpose === 'ca' && value !== 'system' ? readText(value) : value
    } catch (error) {
      return { fault: `${variable} (ca): ${(error as Error).message}` }
    }
  }
  if (target.password !== undefined && target.ca === undefined && !loopback(host)) return { fault: 'its password would cross the network unencrypted: name the authority of the broker\'s certificate in secret_variables.ca ("system" for the operating system\'s)' }
  return target
}
