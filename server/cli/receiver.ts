import { parseArgs } from 'node:util'
import { openDatabase } from '#db/connect'
import type { Database } from '#db/database'
import { migrate } from '#db/migrate'
import { newReceiverShape, protocolFaults, type NewReceiverInput } from '#domain/wire/receivers'
import { readConfig } from '#server/config'
import { newReceiverOf } from '#server/http/receiver-view'
import { clearTerminalCode, createReceiver, loadReceivers, retireReceiver } from '#server/store/receivers'
import { localActor } from './local-actor'

export const receiverUsage = `       npm run device -- receiver add ID --name NAME --protocol nmea|jt808 [--station] [--surface] [--frame F --epoch current|YEAR --corrections C] [--velocity eura2014|eura2020|none]
                                  [--phone DIGITS --terminal ID [--item 0xE1]] | receiver list | receiver reopen ID | receiver remove ID
A receiver tells where it is (docs/receivers.md). Without frame, epoch and corrections its positions are shown as unstated.`

type Asked = { verb: 'list' } | { verb: 'remove' | 'reopen'; id: string } | { verb: 'add'; input: NewReceiverInput }

/** What the words ask for; or what is wrong with them, null where they are not understood at all. */
export function parseReceiver(argv: readonly string[]): Asked | { faults: string[] } | null {
  try {
    const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const
    const { positionals: [verb, id, ...more], values } = parseArgs({
      args: [...argv], allowPositionals: true,
      options: { name: text, protocol: text, frame: text, epoch: text, corrections: text, velocity: text, phone: text, terminal: text, item: text, station: flag, surface: flag },
    })
    if (more.length > 0) return null
    if (verb === 'list' && id === undefined) return { verb }
    if ((verb === 'remove' || verb === 'reopen') && id) return { verb, id }
    if (verb !== 'add' || !id) return null
    const stated = values.frame ?? values.epoch ?? values.corrections
    const read = newReceiverShape.safeParse({
      id, name: values.name ?? id, kind: values.station ? 'station' : 'vehicle', protocol: values.protocol,
      reference: stated === undefined ? null : { frame: values.frame, epoch: values.epoch === undefined || values.epoch === 'current' ? values.epoch : Number(values.epoch), correction_source: values.corrections },
      ...(values.velocity === undefined ? {} : { velocity: { kind: values.velocity } }), measures_surface: values.surface ?? false,
      phone: values.phone ?? null, terminal_id: values.terminal ?? null, surface_item_id: values.item === undefined ? null : Number(values.item),
    })
    if (!read.success) return { faults: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) }
    const faults = protocolFaults(read.data).map(({ field, reason }) => `${field}: ${reason}`)
    return faults.length > 0 ? { faults } : { verb, input: read.data }
  } catch {
    return null
  }
}

/** `npm run device -- receiver ...`: who may tell where it is. @returns the exit code */
export async function runReceiver(argv: readonly string[]): Promise<number> {
  const asked = parseReceiver(argv)
  if (asked === null || 'faults' in asked) {
    console.error(asked === null ? `usage:\n${receiverUsage}` : asked.faults.join('\n'))
    return 2
  }
  const config = readConfig(process.env)
  const db = await openDatabase(config.databaseUrl === null ? { dataDir: config.dataDir } : { url: config.databaseUrl })
  try {
    await migrate(db)
    return await carryOut(db, asked)
  } finally {
    await db.close()
  }
}

async function carryOut(db: Database, asked: Asked): Promise<number> {
  const [at, actor] = [new Date(), localActor()]
  if (asked.verb === 'list') {
    for (const { id, name, protocol, frame, epoch, correctionSource } of await loadReceivers(db)) console.log([id, name, protocol, frame === null ? 'frame unstated' : `${frame}@${epoch} ${correctionSource}`].join('\t'))
    return 0
  }
  if (asked.verb !== 'add') {
    const isDone = asked.verb === 'remove' ? await retireReceiver(db, asked.id, at, actor) : await clearTerminalCode(db, asked.id, at, actor)
    console.error(isDone ? (asked.verb === 'remove' ? `${asked.id} is out of use; its track stays` : `${asked.id} may register anew`) : `there is no such receiver "${asked.id}"`)
    return isDone ? 0 : 1
  }
  const made = await createReceiver(db, newReceiverOf(asked.input), at, actor)
  if (!made) {
    console.error(`the id "${asked.input.id}", its phone number or its sensor is taken`)
    return 1
  }
  if (made.token === null) console.error(`${made.receiver.id} may register with its phone number and terminal id`)
  else {
    console.error('This token is shown once; only its hash is kept:')
    console.log(made.token)
  }
  return 0
}
