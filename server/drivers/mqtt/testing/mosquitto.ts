import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const broker = '/usr/sbin/mosquitto'
const needed = 'The MQTT tests need a broker written by others: apt-get install mosquitto openssl'

/** A broker in a process of its own; it forgets everything when it is killed, and comes back on the same ports. */
export interface Mosquitto {
  readonly port: number
  /** With a certificate for localhost of `ca` (PEM). */
  readonly tlsPort: number
  readonly ca: string
  readonly accounts: { username: string; password: string }
  kill(): Promise<void>
  revive(): Promise<void>
  close(): Promise<void>
}

const freePort = (): Promise<number> => new Promise((resolve, reject) => {
  const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number }
    server.close(() => resolve(port))
  })
})
const answers = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true) }).once('error', () => resolve(false))
})

/** @throws Error naming the Debian packages when mosquitto is missing */
export async function startMosquitto(): Promise<Mosquitto> {
  if (!existsSync(broker)) throw new Error(needed)
  const folder = await mkdtemp(join(tmpdir(), 'hearthway-mosquitto-'))
  const file = (name: string): string => join(folder, name)
  const [port, tlsPort] = [await freePort(), await freePort()]
  const accounts = { username: 'hearthway', password: 'a long secret' }
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=Test authority', '-keyout', 'ca.key', '-out', 'ca.pem')
  await writeFile(file('san.cnf'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n')
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr')
  openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'san.cnf', '-out', 'server.pem')
  execFileSync('mosquitto_passwd', ['-b', '-c', file('passwords'), accounts.username, accounts.password], { stdio: 'ignore' })
  execFileSync('mosquitto_passwd', ['-b', file('passwords'), 'reader', 'reads only'], { stdio: 'ignore' })
  await writeFile(file('rights'), `user ${accounts.username}\ntopic readwrite hearthway/#\nuser reader\ntopic read hearthway/#\n`)
  await writeFile(file('broker.conf'), [
    // Debian's broker gives up its rights when started as root, and could not read the folder then.
    'user root', 'persistence false', 'log_type none', 'allow_anonymous false', `password_file ${file('passwords')}`, `acl_file ${file('rights')}`,
    `listener ${port} 127.0.0.1`, `listener ${tlsPort} 127.0.0.1`, `cafile ${file('ca.pem')}`, `certfile ${file('server.pem')}`, `keyfile ${file('server.key')}`, '',
  ].join('\n'))
  let child: ChildProcess
  const launch = async (): Promise<void> => {
    let complaint = ''
    child = spawn(broker, ['-c', file('broker.conf')], { stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr?.on('data', (text: Buffer) => { complaint += text.toString() })
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`mosquitto ended: ${complaint}`)
      await new Promise((resolve) => { setTimeout(resolve, 10) })
    }
  }
  const kill = (): Promise<void> => new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
  await launch()
  return {
    port, tlsPort, accounts, ca: await readFile(file('ca.pem'), 'utf8'), kill, revive: launch,
    async close() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
