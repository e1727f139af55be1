import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import type { DeviceScope } from '#domain/sensing/device-scope'
import { openAudit } from '#server/audit/open-audit'
import { readConfig } from '#server/config'
import { createDeviceToken, listDevices, removeDevice } from '#server/store/device-tokens'
import { localActor } from './local-actor'
import { receiverUsage, runReceiver } from './receiver'

const usage = `usage: npm run device -- add NAME [--sensors ID,ID] [--prefix TEXT] [--controller ID] | list | remove NAME
A token posts for the sensors named, for those whose id begins with the prefix, and for those at the loops of the controller; without any of these for all.
${receiverUsage}`

/** `npm run device`: the devices that may post readings, and for which sensors. */
async function run(argv: readonly string[]): Promise<number> {
  if (argv[0] === 'receiver') return runReceiver(argv.slice(1))
  const asked = parse(argv)
  if (!asked) {
    console.error(usage)
    return 2
  }
  const config = readConfig(process.env)
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl })
  const tell = (event: string, name: string, after?: unknown): Promise<void> =>
    openAudit(db).record({ at: new Date(), event, actor: localActor(), role: null, secondPerson: null, address: null, subject: `device:${name}`, ...(after === undefined ? {} : { after }) })
  try {
    await migrate(db)
    if (asked.verb === 'list') {
      for (const { name, createdAt, scope } of await listDevices(db)) console.log(`${name}\t${createdAt.toISOString()}\t${words(scope)}`)
      return 0
    }
    if (asked.verb === 'remove') {
      const removed = await removeDevice(db, asked.name)
      if (removed) await tell('device.remove', asked.name)
      console.error(removed ? `${asked.name} may no longer post readings` : `there is no device "${asked.name}"`)
      return removed ? 0 : 1
    }
    const token = await createDeviceToken(db, asked.name, new Date(), asked.scope)
    if (token === null) {
      console.error(`a device "${asked.name}" exists already; remove it first or choose another name`)
      return 1
    }
    await tell('device.add', asked.name, { scope: asked.scope })
    console.error(`${asked.name} may post for: ${words(asked.scope)}. This token is shown once; only its hash is kept:`)
    console.log(token)
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

run(process.argv.slice(2)).then((code) => { process.exitCode = code }, (error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
