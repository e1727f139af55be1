import { createInterface } from 'node:readline'
import { openDatabase, serverPatienceMs } from '#db/connect'
import type { CommandRequest } from '#domain/wire/commands'
import { createModbusDriver } from '#server/drivers/modbus/modbus-driver'
import { openLeaderLease, type LeaseTiming } from '#server/store/leader-lease'
import { wallClock } from '#server/wall-clock'
import type { ControlTiming } from '../control-settings'
import { createControl } from '../create-control'
import { calmField } from './calm-field'

/** A control room in a process of its own, to be killed and stopped by a test: argv = JSON of `ControlProcessOptions`; orders and news are JSON lines. */
export interface ControlProcessOptions { url: string; /** Where it reaches the controller. */ port: number; lease: LeaseTiming; timing: Partial<ControlTiming> }
export type Order = { ask: CommandRequest; key: string; loop: string } | { /** Stops itself (SIGSTOP) between the next claim and its write. */ stopBeforeWrite: true } | { tell: true }

const options = JSON.parse(process.argv[2] as string) as ControlProcessOptions
const say = (news: object): void => void process.stdout.write(`${JSON.stringify(news)}\n`)
let stopsBeforeWrite = false

const db = await openDatabase({ url: options.url, patienceMs: serverPatienceMs })
const control = createControl({
  db, lease: openLeaderLease(db, { wall: wallClock, timing: options.lease }), wall: wallClock,
  clock: { now: () => new Date(), base: { siteEpochMs: 0, wallEpochMs: 0, timeScale: 1 } }, field: () => calmField(Date.now()),
  openDriver: (controller, loops) => {
    const driver = createModbusDriver({ host: '127.0.0.1', port: options.port, unitId: controller.unitId, loopIndices: loops.map((loop) => loop.index), timeoutMs: 800, backOffMs: { first: 20, longest: 100 } })
    return {
      ...driver,
      write: async (what) => {
        if (what.kind === 'command' && stopsBeforeWrite) {
          stopsBeforeWrite = false
          process.kill(process.pid, 'SIGSTOP')
        }
        return driver.write(what)
      },
    }
  },
  onCommand: (view) => say({ command: view }), onController: (view) => say({ controller: view }), onReadBack: () => {}, timing: options.timing,
  log: { info() {}, warn() {}, error: (detail, words) => void process.stderr.write(`${words}: ${JSON.stringify(detail)}\n`) },
})
createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line) as Order
  if ('stopBeforeWrite' in order) stopsBeforeWrite = true
  else if ('tell' in order) say({ standing: control.standing(), controllers: control.controllers() })
  else control.request('op', order.key, order.ask, [order.loop]).then((answer) => say({ key: order.key, answer }), (error: Error) => say({ key: order.key, error: error.message }))
})
await control.start()
say({ ready: control.standing() })
