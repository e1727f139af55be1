import { openDatabase } from '#db/connect'
import { migrate } from '#db/migrate'
import { readConfig } from '#server/config'
import { createDeviceToken, listDevices, removeDevice } from '#server/store/device-tokens'

/** `npm run device -- add NAME | list | remove NAME`: the devices that may post readings. */
async function run(args: readonly string[]): Promise<number> {
  const [verb, name] = args
  if (!['add', 'list', 'remove'].includes(verb ?? '') || (verb !== 'list' && !name)) {
    console.error('usage: npm run device -- add NAME | list | remove NAME')
    return 2
  }
  const config = readConfig(process.env)
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl })
  try {
    await migrate(db)
    if (verb === 'list') {
      for (const device of await listDevices(db)) console.log(`${device.name}\t${device.createdAt.toISOString()}`)
      return 0
    }
    if (verb === 'remove') {
      const removed = await removeDevice(db, name as string)
      console.error(removed ? `${name} may no longer post readings` : `there is no device "${name}"`)
      return removed ? 0 : 1
    }
    const token = await createDeviceToken(db, name as string, new Date())
    if (token === null) {
      console.error(`a device "${name}" exists already; remove it first or choose another name`)
      return 1
    }
    console.error('This token is shown once; only its hash is kept:')
    console.log(token)
    return 0
  } finally {
    await db.close()
  }
}

run(process.argv.slice(2)).then((code) => { process.exitCode = code }, (error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
