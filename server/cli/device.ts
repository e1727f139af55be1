import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect'
import type { Transaction } from '#db/database'
import { migrate } from '#db/migrate'
import type { AuditEntry } from '#domain/audit/audit-entry'
import type { DeviceScope } from '#domain/sensing/device-scope'
import { readConfig } from '#server/config'
import { appendAudit } from '#server/store/audit-log'
import { createDeviceToken, listDevices, removeDevice } from '#server/store/device-tokens'
import { localActor } from './local-actor'
import { receiverUsage, runReceiver } from './receiver'

const usage = `usage: npm run device -- add NAME [--sensors ID,ID] [--prefix TEXT] [--controller ID] | list | remove NAME
A token posts for the sensors named, for those whose id begins with the prefix, and for those at the loops of the controller; without any of these for all.
${receiverUsage}`

/**
 * `npm run device`: the devices that may post readings, and for which sensors. Who comes and who goes stands in the audit, with the change or not at all.
 * @param say what is to be kept or piped: the list, the token
 * @param tell words for whoever asked
 * @returns exit code: 0 done, 1 refused, 2 asked wrongly
 */
export async function run(argv: readonly string[], env: Record<string, string | undefined> = process.env, say: (text: string) => void = console.log, tell: (text: string) => void = console.error): Promise<number> {
  if (argv[0] === 'receiver') return runReceiver(argv.slice(1))
  const asked = parse(argv)
  if (!asked) {
    tell(usage)
    return 2
  }
  const config = readConfig(env)
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl })
  const record = (tx: Transaction, event: string, name: string, more: Pick<AuditEntry, 'before' | 'after'>): void =>
    appendAudit(tx, [{ at: new Date(), event, actor: localActor(), role: null, secondPerson: null, address: null, subject: `device:${name}`, ...more }])
  try {
    await migrate(db)
    if (asked.verb === 'list') {
      for (const { name, createdAt, scope } of await listDevices(db)) say(`${name}\t${createdAt.toISOString()}\t${words(scope)}`)
      return 0
    }
    if (asked.verb === 'remove') {
      const removed = await db.transaction(async (tx) => {
        const device = await removeDevice(tx, asked.name)
        if (device) record(tx, 'device.remove', asked.name, { before: { scope: device.scope } })
        return device
      })
      tell(removed ? `${asked.name} may no longer post readings` : `there is no device "${asked.name}"`)
      return removed ? 0 : 1
    }
    const token = await db.transaction(async (tx) => {
      const made = await createDeviceToken(tx, asked.name, new Date(), asked.scope)
      if (made !== null) record(tx, 'device.add', asked.name, { after: { scope: asked.scope } })
      return made
    })
    if (token === null) {
      tell(`a device "${asked.name}" exists already; remove it first or choose another name`)
      return 1
    }
    tell(`${asked.name} may post for: ${words(asked.scope)}. This token is shown once; only its hash is kept:`)
    say(token)
    return 0
  } finally {
    await db.close()
  }
}

function words(scope: DeviceScope): string {
  if (scope === 'all') return 'all sensors'
  return [...scope.sensors, ...scope.prefixes.map((prefix) => `${prefix}*`), ...(scope.controllerId === null ? [] : [`controller ${scope.controllerId}`])].join(', ')
}

function parse(argv: readonly string[]): { verb: 'list' } | { verb: 'remove'; name: string } | { verb: 'add'; name: string; scope: DeviceScope } | null {
  try {
    const text = { type: 'string' } as const
    const { positionals: [verb, name, ...more], values } = parseArgs({ args: [...argv], allowPositionals: true, options: { sensors: text, prefix: text, controller: text } })
    if (more.length > 0) return null
    if (verb === 'list' && name === undefined) return { verb }
    if (verb === 'remove' && name) return { verb, name }
    if (verb !== 'add' || !name) return null
    const isAll = !values.sensors && !values.prefix && !values.controller
    const list = (of: string | undefined): string[] => (of ?? '').split(',').map((part) => part.trim()).filter(Boolean)
    return { verb, name, scope: isAll ? 'all' : { sensors: list(values.sensors), prefixes: list(values.prefix), controllerId: values.controller ?? null } }
  } catch {
    return null
  }
}

if (/[\\/]device\.(js|ts)$/.test(process.argv[1] ?? '')) {
  try {
    process.exitCode = await run(process.argv.slice(2))
  } catch (error) {
    console.error(`device: ${(error as Error).message}`)
    process.exitCode = 1
  }
}
