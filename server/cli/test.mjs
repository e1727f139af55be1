// `npm test`: installs what the tests need (or says exactly what to install), then runs all of them and counts.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, checkNode, installPackages } from './bootstrap.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const say = (text) => process.stdout.write(`${text}\n`)
const node = (args, env = {}) => spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }).status ?? 1

/** The same beside others. @returns exit code */
const nodeBeside = (args) => new Promise((resolve) => spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).once('close', (code) => resolve(code ?? 1)))

/** Debian packages and the file by which each is recognised. */
const needs = [
  ['postgresql-15', '/usr/lib/postgresql/15/bin/initdb'],
  ['postgresql-15-postgis-3', '/usr/share/postgresql/15/extension/postgis.control'],
  ['chromium', '/usr/bin/chromium'],
  ['fonts-noto-cjk', '/usr/share/fonts/opentype/noto'],
  ['python3-pymodbus', '/usr/lib/python3/dist-packages/pymodbus'],
  ['python3-serial', '/usr/lib/python3/dist-packages/serial'],
  ['python3-serial-asyncio', '/usr/lib/python3/dist-packages/serial_asyncio'],
  ['gdal-bin', '/usr/bin/ogr2ogr'],
  ['libmodbus-dev', '/usr/include/modbus/modbus.h'],
  ['gcc', '/usr/bin/cc'],
  ['libc6-dev', '/usr/include/stdio.h'],
  ['mosquitto', '/usr/sbin/mosquitto'],
  ['openssl', '/usr/bin/openssl'],
]

function installSystemPackages() {
  const missing = needs.filter(([, file]) => !existsSync(file)).map(([name]) => name)
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    say(`The tests need these Debian packages (or their like, at the same paths): ${missing.join(', ')}.\nInstall them as root with:  apt-get update && ${command}`)
    process.exit(1)
  }
  say(`Installing ${missing.join(', ')} ...`)
  const apt = (args) => spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=240', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status
  if (apt(['update']) !== 0 || apt(['install', '-y', '--no-install-recommends', ...missing]) !== 0) {
    say(`Could not install them. Try by hand:  ${command}`)
    process.exit(1)
  }
}

const totals = { passed: 0, failed: 0, skipped: 0 }
function count(passed, failed, skipped = 0) {
  totals.passed += passed
  totals.failed += failed
  totals.skipped += skipped
}
const report = (name) => join(root, 'test-results', name)
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null)

async function stage(name, work) {
  const started = Date.now()
  say(`\n== ${name}`)
  await work()
  say(`== ${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`)
}

checkNode()
installPackages()
installSystemPackages()
mkdirSync(join(root, 'test-results'), { recursive: true })

await stage('types and lint', async () => {
  const checks = [
    ['node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'tsconfig.json'],
    ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'domain/tsconfig.json'],
    ['node_modules/eslint/bin/eslint.js', '.'],
  ]
  for (const status of await Promise.all(checks.map(nodeBeside))) count(...(status === 0 ? [1, 0] : [0, 1]))
})
await stage('unit and database tests', () => {
  const file = report('vitest.json')
  const status = node(['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`])
  const result = read(file)
  if (result) count(result.numPassedTests, Math.max(result.numFailedTests, status === 0 ? 0 : 1), result.numPendingTests + result.numTodoTests)
  else count(0, 1)
})
await stage('build', () => build())
await stage('end to end', () => {
  const file = report('e2e.json')
  const status = node(['node_modules/@playwright/test/cli.js', 'test', '-c', 'web/e2e/playwright.config.ts'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file })
  const stats = read(file)?.stats
  if (stats) count(stats.expected + stats.flaky, Math.max(stats.unexpected, status === 0 ? 0 : 1), stats.skipped)
  else count(0, 1)
})

say(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exit(totals.failed === 0 ? 0 : 1)
