import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { packageRoot } from '#server/package-root'

const script = join(packageRoot(), 'server/drivers/modbus/testing/pymodbus_controller.py')
const python = '/usr/bin/python3'
const needed = 'The Modbus tests need a controller written by others: apt-get install python3-pymodbus python3-serial python3-serial-asyncio'

export interface Faults { exception?: number; carry?: boolean; times?: number; mute?: boolean; limit_dC?: number }

/** A controller in a process of its own that can be killed and comes back on the same port with its memory. */
export interface PymodbusController {
  readonly port: number
  /** Command blocks that arrived, in order, over all its lives. */
  readonly blocks: { block: number[]; loop: number; carried: boolean }[]
  order(faults: Faults): Promise<void>
  /** What it has carried out over all its lives, in order; complete whenever it was killed. */
  effects(): Promise<{ loop: number; sequence: number; modeCode: number }[]>
  /** kill -9. */
  kill(): Promise<void>
  revive(): Promise<void>
  close(): Promise<void>
}

/** @throws Error naming the Debian package when python3-pymodbus is missing */
export async function startPymodbusController(loops: number): Promise<PymodbusController> {
  if (!existsSync(python)) throw new Error(needed)
  const folder = await mkdtemp(join(tmpdir(), 'hearthway-pymodbus-'))
  const blocks: PymodbusController['blocks'] = []
  let port = 0
  let child: ChildProcessWithoutNullStreams
  let ordered: (() => void) | null = null

  const launch = (): Promise<void> => new Promise((resolve, reject) => {
    child = spawn(python, [script, String(port), String(loops), join(folder, 'state.json')])
    let complaint = ''
    child.stderr.on('data', (text: Buffer) => { complaint += text.toString() })
    child.once('exit', () => reject(new Error(complaint.includes('No module named') ? needed : `the pymodbus controller ended: ${complaint}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { ready?: number; block?: number[]; loop?: number; carried?: boolean }
      if (said.ready !== undefined) { port = said.ready; resolve() } else if (said.block) blocks.push({ block: said.block, loop: said.loop ?? -1, carried: said.carried ?? false })
      else ordered?.()
    })
  })
  const kill = (): Promise<void> => new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('close', () => resolve())
    child.kill('SIGKILL')
  })
  await launch()
  return {
    get port() { return port },
    blocks,
    order: (faults) => new Promise((resolve) => {
      ordered = resolve
      child.stdin.write(`${JSON.stringify(faults)}\n`)
    }),
    async effects() {
      const text = await readFile(join(folder, 'state.json.effects'), 'utf8').catch(() => '')
      return text.split('\n').filter(Boolean).map((line) => {
        const [loop = -1, sequence = -1, modeCode = -1] = line.split(' ').map(Number)
        return { loop, sequence, modeCode }
      })
    },
    kill,
    revive: launch,
    async close() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
