import type { Queryable } from '#db/database'
import { fieldMqttFormat } from '#domain/wire/field-mqtt'
import { seedLoops } from '#server/store/testing/seed-loops'

const variables = { username: 'SOAK_MQTT_USER', password: 'SOAK_MQTT_PASSWORD' }

/** Where a server finds its account at the broker. */
export const mqttEnvironment = ({ username, password }: { username: string; password: string }): Record<string, string> => ({ [variables.username]: username, [variables.password]: password })

/** A Modbus controller C with loops L0 ... and an MQTT controller M with loops M0 ... @returns all loops */
export async function seedPeers(db: Queryable, ports: { modbus: number; mqtt: number }, counts: { modbus: number; mqtt: number }): Promise<string[]> {
  return [
    ...await seedLoops(db, counts.modbus, ports.modbus),
    ...await seedLoops(db, counts.mqtt, ports.mqtt, { id: 'M', loops: 'M', protocol: 'mqtt', registerMap: fieldMqttFormat, secretVariables: variables }),
  ]
}
