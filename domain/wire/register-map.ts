import { z } from 'zod'
import { deviceModes } from '../control/command-block'
import { rejectCodes } from '../control/loop-status'
import { findMapFaults, type MapFault } from '../control/registers/check-register-map'
import { loopFlags, type RegisterMap } from '../control/registers/register-map'
import { registerTables, registerTypes, registerUnits } from '../control/registers/register-point'

const address = z.int().min(0).max(0xffff)
const table = z.enum(registerTables)
const order = z.enum(['highFirst', 'lowFirst'])
const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })

const point = z.strictObject({
  table,
  address: address.describe('As in the frame, from 0 (register 40001 is holding 0); in the block of a loop counted from its first register.'),
  type: z.enum(registerTypes).describe('bit for coils and discrete inputs; two registers for u32, s32 and f32.'),
  wordOrder: order.optional().describe('Of the two registers of a 32-bit value; the map\'s when absent.'),
  byteOrder: order.optional().describe('Inside a register; the map\'s when absent.'),
  scale: z.number().positive().default(1).describe('Value of one count in the unit.'),
  unit: z.enum(registerUnits).default(''),
  none: z.int().min(0).max(0xffffffff).optional().describe('Raw content, unsigned, that means "no value". A float that is no number always means it.'),
})
const commandPoint = point.extend({
  limits: z.strictObject({ min: z.number(), max: z.number() }).optional().describe('What may be written, in the unit. Nothing outside ever leaves the server.'),
  readBack: z.strictObject({ table, address }).optional().describe('Where the written value is read again; the written register when absent.'),
  statusInput: point.optional().describe('What the device makes of it: the proof beside the read-back.'),
})
const flag = z.union([
  z.strictObject({ table, address, bit: z.int().min(0).max(15).optional().describe('0 is the lowest.'), invert: z.boolean().default(false) }),
  z.strictObject({ never: z.string().min(10).describe('Why the device never says this, in words.') }),
])

/** A register map as a file. The published JSON schema (docs/register-map.schema.json) is made from it. */
export const registerMapShape = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal('hearthway-register-map-1'),
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,58}[a-z0-9]$/).describe('What controllers name in registerMap: small letters, digits, dot and hyphen.'),
  title: bilingual,
  notes: z.string().optional(),
  wordOrder: order.default('highFirst'),
  byteOrder: order.default('highFirst'),
  reading: z.strictObject({ maxRegisters: z.int().min(1).max(125).default(125), maxGap: z.int().min(0).max(124).default(0) }).default({ maxRegisters: 125, maxGap: 0 })
    .describe('Registers of one read, and the longest gap between two points that one read may span.'),
  minGapMs: z.number().min(0).max(10_000).default(0).describe('Pause between two requests to the gateway, ms.'),
  identity: z.array(z.strictObject({ point, equals: z.number() })).default([]),
  loopCount: point.optional(),
  heartbeat: z.strictObject({ counter: point, periodS: point.optional(), seen: point.optional(), lost: flag }).nullable().describe('Null: the device watches no heartbeat; its commands end by their lease alone.'),
  loops: z.partialRecord(table, z.strictObject({ base: address, stride: z.int().min(1).max(0xffff) })),
  command: z.strictObject({ sequence: commandPoint.optional(), mode: commandPoint, setpoint: commandPoint, leaseS: commandPoint, remote: commandPoint.extend({ behaviour: z.enum(['level', 'pulse']) }).optional() }),
  modes: z.strictObject({ auto: z.int(), off: z.int(), heat: z.int().optional(), cool: z.int().optional(), hold: z.int().optional() } satisfies Record<(typeof deviceModes)[number], z.ZodType>),
  status: z.strictObject({
    seenSequence: point.optional(), rejectCode: point.optional(),
    valve: point.optional(), pump: point.optional(), supply: point.optional(), return: point.optional(), flow: point.optional(), power: point.optional(),
  }),
  flags: z.strictObject({ running: flag, local: flag, fault: flag, safeState: flag, leaseEnded: flag } satisfies Record<(typeof loopFlags)[number], z.ZodType>),
  rejectCodes: z.record(z.string().regex(/^\d+$/), z.enum(rejectCodes)).default({}),
})
export type RegisterMapFile = z.input<typeof registerMapShape>

/** Reads a register map. Every fault is told with the path of its field. */
export function parseRegisterMap(json: unknown): { map: RegisterMap } | { faults: MapFault[] } {
  const parsed = registerMapShape.safeParse(json)
  if (!parsed.success) return { faults: parsed.error.issues.map((issue) => ({ path: issue.path.join('.') || '(file)', reason: issue.message })) }
  const { wordOrder, byteOrder, command } = parsed.data
  if (command.remote?.behaviour === 'pulse') return { faults: [{ path: 'command.remote.behaviour', reason: 'a pulse coil is never written: a pulse that is sent twice is carried out twice' }] }
  const map = withOrder(parsed.data, { wordOrder, byteOrder }) as RegisterMap
  const faults = findMapFaults(map)
  return faults.length > 0 ? { faults } : { map }
}

/** Gives every point the map's own word and byte order where it names none. */
function withOrder(value: unknown, order: { wordOrder: string; byteOrder: string }): unknown {
  if (Array.isArray(value)) return value.map((entry) => withOrder(entry, order))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withOrder(entry, order)]))
  return 'type' in entries && 'table' in entries ? { ...order, ...entries } : entries
}
