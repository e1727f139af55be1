import { parseRegisterMap } from '#domain/wire/register-map'
import { ofLoop } from '#domain/control/registers/register-map'
import file from '#fixtures/register-maps/hearthway-loop-1.json'

const parsed = parseRegisterMap(file)
if ('faults' in parsed) throw new Error(`hearthway-loop-1: ${parsed.faults.map(({ path, reason }) => `${path}: ${reason}`).join('; ')}`)

/** The register map the twin's controllers serve. */
export const houseMap = parsed.map

const { sequence } = houseMap.command
if (!sequence) throw new Error('hearthway-loop-1 keeps a sequence')
/** Holding registers of a command block: sequence, mode, set-point, lease. */
export const blockLength = 5
/** Address of the first register of a loop's command block. */
export const blockAddress = (index: number): number => ofLoop(houseMap, sequence, index).address
