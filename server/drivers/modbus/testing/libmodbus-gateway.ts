import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('./libmodbus-gateway.c', import.meta.url))
const needed = 'The gateway tests need libmodbus and a C compiler: apt-get install libmodbus-dev gcc libc6-dev'

export interface LibmodbusGateway {
  readonly port: number
  /** What it printed about writes, in order. */
  readonly said: Record<string, number>[]
  readonly connections: number
  close(): Promise<void>
}

/** Compiles it once; the answer starts a fresh one. @throws Error naming the Debian packages when something is missing */
export async function compileLibmodbusGateway(): Promise<{ start(): Promise<LibmodbusGateway>; remove(): Promise<void> }> {
  if (!existsSync('/usr/include/modbus/modbus.h') || !existsSync('/usr/bin/cc')) throw new Error(needed)
  const folder = await mkdtemp(join(tmpdir(), 'hearthway-libmodbus-'))
  const program = join(folder, 'gateway')
  execFileSync('cc', ['-O1', '-Wall', '-I/usr/include/modbus', source, '-o', program, '-lmodbus'], { stdio: ['ignore', 'ignore', 'pipe'] })
  return { start: () => start(program), remove: () => rm(folder, { recursive: true, force: true }) }
}

async function start(program: string): Promise<LibmodbusGateway> {
  const child = spawn(program, ['0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: Record<string, number>[] = []
  let connections = 0
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the libmodbus gateway ended (${code})`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const words = JSON.parse(line) as Record<string, number>
      if (words['ready'] !== undefined) resolve(words['ready'])
      else if (words['connection'] !== undefined) connections = words['connection']
      else said.push(words)
    })
  })
  return {
    port, said,
    get connections() { return connections },
    close: () => new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    }),
  }
}
