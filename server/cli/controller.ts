import { parseArgs } from 'node:util'
import type { RegisterMap } from '#domain/control/registers/register-map'
import { loadRegisterMaps, readMap } from '#server/drivers/load-register-maps'
import { openModbusLink } from '#server/drivers/modbus/modbus-link'
import { probeController, type Probe, type ProbedPoint } from '#server/drivers/modbus/probe-controller'
import { userPath } from './user-path'

const usage = `usage: npm run controller -- probe HOST[:PORT] [--unit N] [--map NAME|FILE.json] [--loops N] [--timeout-ms N]
       npm run controller -- maps
probe reads a controller by its register map (default hearthway-loop-1) and prints what it finds, raw words beside values. It writes nothing.
HOST[:PORT]: Modbus TCP, port 502; an IPv6 address in brackets. --unit: 1 unless the controller stands behind a gateway.
--loops: how many to read when the map does not say where the controller tells it; default 1.
maps lists the register maps of the program and of HEARTHWAY_REGISTER_MAPS.`

interface Asked { verb: 'probe'; host: string; port: number; unitId: number; map: string; loops: number; timeoutMs: number }

/** @returns exit code: 0 read, 1 not reached or not the model the map describes, 2 wrong arguments */
export async function run(argv: readonly string[], env: Record<string, string | undefined> = process.env, say: (text: string) => void = console.log): Promise<number> {
  try {
    const folder = env['HEARTHWAY_REGISTER_MAPS'] ? userPath(env['HEARTHWAY_REGISTER_MAPS'], env) : null
    if (argv.length === 1 && argv[0] === 'maps') {
      for (const map of loadRegisterMaps(folder).values()) say(`${map.name.padEnd(24)} ${map.command.sequence ? 'fenced  ' : 'unfenced'}  ${map.title.zh} / ${map.title.en}`)
      return 0
    }
    const asked = parse(argv)
    if ('fault' in asked) {
      say(`${asked.fault}\n${usage}`)
      return 2
    }
    const map = findMap(asked.map, folder, env)
    const { host, port, unitId } = asked
    const link = await openModbusLink({ host, port, timeoutMs: asked.timeoutMs, minGapMs: () => map.minGapMs, now: () => performance.now(), onLost: () => {} })
    try {
      const probe = await probeController(link, map, unitId, asked.loops)
      say(`${host}:${port} unit ${unitId}, register map ${map.name} (${map.title.zh} / ${map.title.en}), ${map.command.sequence ? 'fenced' : 'unfenced: it keeps no sequence'}`)
      for (const text of linesOf(probe)) say(text)
      for (const text of probe.wrong) say(`Not this model: ${text}.`)
      return probe.wrong.length === 0 ? 0 : 1
    } finally {
      link.destroy()
    }
  } catch (error) {
    say(`Nothing was read: ${(error as Error).message}`)
    return 1
  }
}

function parse(argv: readonly string[]): Asked | { fault: string } {
  try {
    const { positionals: [verb, place, ...more], values } = parseArgs({ args: [...argv], allowPositionals: true, options: {
      unit: { type: 'string', default: '1' }, map: { type: 'string', default: 'hearthway-loop-1' }, loops: { type: 'string', default: '1' }, 'timeout-ms': { type: 'string', default: '3000' },
    } })
    if (verb !== 'probe' || place === undefined || more.length > 0) return { fault: verb === undefined ? 'what shall be done?' : verb === 'probe' ? 'probe takes one HOST[:PORT]' : `there is no "${verb}"` }
    const address = /^(?:\[([0-9a-f:.]+)\]|([^:\s]+))(?::(\d+))?$/i.exec(place)
    const host = address?.[1] ?? address?.[2]
    const whole = (name: string, text: string, min: number, max: number): number => {
      const value = Number(text)
      if (!Number.isInteger(value) || value < min || value > max) throw new Error(`${name} "${text}": expected a whole number from ${min} to ${max}`)
      return value
    }
    if (host === undefined) return { fault: `"${place}" is no HOST[:PORT]` }
    return {
      verb, host, port: whole('port', address?.[3] ?? '502', 1, 65_535), unitId: whole('--unit', values.unit, 0, 255), map: values.map,
      loops: whole('--loops', values.loops, 1, 1000), timeoutMs: whole('--timeout-ms', values['timeout-ms'], 1, 60_000),
    }
  } catch (error) {
    return { fault: (error as Error).message }
  }
}

function findMap(name: string, folder: string | null, env: Record<string, string | undefined>): RegisterMap {
  if (name.endsWith('.json')) {
    const read = readMap(userPath(name, env))
    if ('map' in read) return read.map
    throw new Error(`${name} cannot be used:\n  ${read.faults.join('\n  ')}`)
  }
  const maps = loadRegisterMaps(folder)
  const map = maps.get(name)
  if (!map) throw new Error(`there is no register map "${name}"; there are: ${[...maps.keys()].join(', ')}`)
  return map
}

function linesOf({ head, loops }: Probe): string[] {
  return [...tableOf(head), ...loops.flatMap(({ index, points }) => [`loop ${index}`, ...tableOf(points)])]
}

function tableOf(points: readonly ProbedPoint[]): string[] {
  const rows = points.map(({ name, place, words, value, unit, fault }) => [
    name, place, words?.map((word) => `0x${word.toString(16).padStart(4, '0')}`).join(' ') ?? '', fault ?? `${value ?? 'no value'}${unit && value !== null ? ` ${unit}` : ''}`,
  ])
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}

if (/[\\/]controller\.(js|ts)$/.test(process.argv[1] ?? '')) process.exitCode = await run(process.argv.slice(2))
