import { deviceModes } from '#domain/control/command-block'
import { planReads, RegisterImage, type RegisterRun } from '#domain/control/registers/register-image'
import { loopFlags, measuredPoints, ofLoop, type FlagPoint, type RegisterMap } from '#domain/control/registers/register-map'
import { lengthOf, type RegisterPoint } from '#domain/control/registers/register-point'
import type { ModbusLink } from './modbus-link'
import { ModbusException } from './modbus-link'
import { detailOf } from './write-outcome'

/** One point as it was found. `fault` says why there is no value; `words` are what the device sent. */
export interface ProbedPoint { name: string; place: string; words: number[] | null; value: string | null; unit: string; fault: string | null }
export interface Probe { head: ProbedPoint[]; loops: { index: number; points: ProbedPoint[] }[]; wrong: string[] }

type Wanted = { name: string; unit: string; run: RegisterRun; tell(image: RegisterImage): string | null }

/**
 * Reads everything a register map names and tells it as it stands, with its raw words. Writes nothing, and does not stop at what is missing.
 * @param loopCount loops to read when the map does not know how many there are
 * @throws LinkError when the device falls silent
 */
export async function probeController(link: ModbusLink, map: RegisterMap, unitId: number, loopCount: number): Promise<Probe> {
  const wrong: string[] = []
  const head = await load(link, map, unitId, headPoints(map, wrong))
  const counted = Number(head.find(({ name }) => name === 'loopCount')?.value ?? NaN)
  const loops: Probe['loops'] = []
  for (let index = 0; index < (Number.isInteger(counted) ? counted : loopCount); index += 1) loops.push({ index, points: await load(link, map, unitId, loopPoints(map, index)) })
  return { head, loops, wrong }
}

const runOf = (point: RegisterPoint): RegisterRun => ({ table: point.table, address: point.address, length: lengthOf(point) })
const plain = (name: string, point: RegisterPoint, meaning: (value: number) => string = String): Wanted => ({
  name, unit: point.unit, run: runOf(point), tell(image) { const value = image.value(name, point); return value === null ? null : meaning(value) },
})
const flagOf = (name: string, flag: FlagPoint): Wanted[] => ('never' in flag ? [] : [{ name, unit: '', run: { table: flag.table, address: flag.address, length: 1 }, tell: (image) => (image.flag(name, flag) ? 'yes' : 'no') }])

function headPoints(map: RegisterMap, wrong: string[]): Wanted[] {
  const { heartbeat, loopCount } = map
  return [
    ...map.identity.map(({ point, equals }, i) => plain(`identity.${i}`, point, (value) => {
      if (value !== equals) wrong.push(`${point.table} ${point.address} is ${value}, the map expects ${equals}`)
      return `${value} (${value === equals ? 'as expected' : `expected ${equals}`})`
    })),
    ...(loopCount ? [plain('loopCount', loopCount)] : []),
    ...(heartbeat ? [plain('heartbeat', heartbeat.counter), ...(heartbeat.periodS ? [plain('heartbeatPeriodS', heartbeat.periodS)] : []), ...(heartbeat.seen ? [plain('heartbeatSeen', heartbeat.seen)] : []), ...flagOf('heartbeatLost', heartbeat.lost)] : []),
  ]
}

function loopPoints(map: RegisterMap, index: number): Wanted[] {
  const modeOf = (code: number): string => `${code} (${deviceModes.find((mode) => map.modes[mode] === code) ?? 'no mode of the map'})`
  const commands = Object.entries(map.command).flatMap(([name, point]) => {
    if (!point) return []
    const meaning = name === 'mode' ? modeOf : String
    const held = plain(`command.${name}`, ofLoop(map, { ...point, ...point.readBack }, index), meaning)
    return point.statusInput ? [held, plain(`status.${name}`, ofLoop(map, point.statusInput, index), meaning)] : [held]
  })
  const named = [...measuredPoints, 'rejectCode', 'seenSequence'] as const
  const states = named.flatMap((name) => {
    const point = map.status[name]
    return point ? [plain(name, ofLoop(map, point, index), name === 'rejectCode' ? (code) => `${code} (${map.rejectCodes[String(code)] ?? 'no word of the map'})` : String)] : []
  })
  return [...commands, ...states, ...loopFlags.flatMap((name) => { const flag = map.flags[name]; return 'never' in flag ? [] : flagOf(name, ofLoop(map, flag, index)) })]
}

async function load(link: ModbusLink, map: RegisterMap, unitId: number, wanted: readonly Wanted[]): Promise<ProbedPoint[]> {
  const image = new RegisterImage()
  const refused = new Map<string, string>()
  for (const run of planReads(wanted.map(({ run }) => run), map.reading)) {
    try {
      image.put(run.table, run.address, await link.read(unitId, run))
    } catch (error) {
      if (!(error instanceof ModbusException)) throw error
      for (let i = 0; i < run.length; i += 1) refused.set(`${run.table} ${run.address + i}`, detailOf(error.code))
    }
  }
  return wanted.map(({ name, unit, run, tell }): ProbedPoint => {
    const place = `${run.table} ${run.address}`
    const fault = refused.get(place)
    if (fault !== undefined) return { name, place, words: null, value: null, unit, fault }
    const words = Array.from({ length: run.length }, (_, i) => image.get(run.table, run.address + i) as number)
    return { name, place, words, value: tell(image), unit, fault: null }
  })
}
