// From a fresh clone to a running command: checks Node, installs packages, builds what is out of date, then runs dist/server/COMMAND.js.
// Plain JavaScript, because nothing is installed yet when it starts.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withBuildLock } from './build-lock.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const say = (text) => process.stderr.write(`${text}\n`)
const alone = (work) => withBuildLock(join(root, '.cache', 'build.lock'), work, (pid) => say(`Waiting for process ${pid || '?'}, which is installing or building ...`))

/** Node must be at least what package.json asks for. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  say(`Hearthway needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')

/** Installs exactly what the lock file names, when it changed since the last time. */
export const installPackages = () => alone(install)

function install() {
  const stamp = join(root, 'node_modules', '.hearthway-installed')
  const wanted = hashOf(join(root, 'package-lock.json'))
  // A linked folder belongs to whoever linked it: npm ci would empty it for everybody.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  // The build's tools are devDependencies, which NODE_ENV=production would leave out.
  say('Installing packages (once, about a minute) ...')
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
  if (npm.status !== 0) {
    say('npm ci failed: the lines above say why. Nothing was started.')
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  let time = 0
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.name.includes('.test.') || entry.name === 'node_modules') continue
    time = Math.max(time, newest(join(path, entry.name)))
  }
  return time
}

/** Builds page and server when a source is newer than the last build. */
export const build = () => alone(buildWhatIsOld)

function buildWhatIsOld() {
  const stamp = join(root, 'dist', '.built')
  const sources = ['domain', 'db', 'server', 'web', 'fixtures', 'vite.config.ts', 'package-lock.json'].map((name) => join(root, name))
  if (existsSync(stamp) && Number(readFileSync(stamp, 'utf8')) >= Math.max(...sources.map(newest))) return
  const started = Date.now()
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  for (const [what, args] of [['the page', ['build']], ['the server', ['build', '--ssr', '--mode', 'server']]]) {
    say(`Building ${what} ...`)
    const run = spawnSync(process.execPath, [vite, ...args, '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    if (run.status !== 0) {
      say(`Building ${what} failed: the lines above say why.`)
      process.exit(1)
    }
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, String(started))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, ...args] = process.argv.slice(2)
  checkNode()
  installPackages()
  build()
  const entry = join(root, 'dist', 'server', `${command}.js`)
  if (!command || !existsSync(entry)) {
    say(`Unknown command "${command ?? ''}".`)
    process.exit(2)
  }
  process.argv = [process.execPath, entry, ...args]
  await import(new URL(`file://${entry}`).href)
}
