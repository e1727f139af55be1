/** What an operator can ask of a loop. `release` writes null to the slot: the next holder takes over. */
export const commandModes = ['heat', 'cool', 'hold', 'off', 'release'] as const
export type CommandMode = (typeof commandModes)[number]

/**
 * Life of a command:
 * - `drafted`: kept by its author, void 15 wall minutes after it was made; never goes anywhere by itself
 * - `validated`: the interlocks allow it; waits for a second person
 * - `queued`: waits for its controller; of a reserved group: waits for the fresh read that makes it `selected`
 * - `selected`: reserved, controller read fresh, interlocks judged; waits 60 wall s for the operator's `operate`
 * - `sent`, `accepted` (the device has it), `applied` (read-back agrees), `effective` (the measured surface moved as the model said)
 * - `held`: stands in its slot below a higher holder, its lease runs
 * - `unknown`: something was sent and nobody can say whether it was carried out; only a read-back resolves it
 */
export const commandStates = [
  'drafted', 'validated', 'queued', 'selected', 'sent', 'accepted', 'applied', 'effective', 'held', 'unknown',
  'released', 'rejected', 'failed', 'expired', 'superseded', 'cancelled',
] as const
export type CommandState = (typeof commandStates)[number]

/** Nothing has been reserved yet: the loop is free for others. */
export const waitingStates = ['drafted', 'validated'] as const satisfies readonly CommandState[]
/** At most one of these per loop. */
export const inFlightStates = ['queued', 'selected', 'sent', 'accepted', 'unknown'] as const satisfies readonly CommandState[]
/** The device carries it out. */
export const onDeviceStates = ['applied', 'effective'] as const satisfies readonly CommandState[]
/** At most one of these per loop and slot. */
export const holdingStates = ['applied', 'effective', 'held'] as const satisfies readonly CommandState[]
export const endStates = ['released', 'rejected', 'failed', 'expired', 'superseded', 'cancelled'] as const satisfies readonly CommandState[]

const within = (states: readonly CommandState[]) => (state: CommandState): boolean => states.includes(state)
export const isInFlight = within(inFlightStates)
export const isOnDevice = within(onDeviceStates)
export const isHolding = within(holdingStates)
export const isEnd = within(endStates)

/** Lifetime of a command whose sender names none, s of site time. */
export const defaultLeaseS = 7200

/** BACnet-style priority slots in use: 1 wins over 16. */
export const prioritySlots = {
  manualLifeSafety: 1, automaticLifeSafety: 2, criticalEquipment: 5, minimumOnOff: 6, operator: 8, strategy: 11, optimiser: 13,
} as const

/** Slots in which the server itself acts while a command runs. */
export type ProtectiveSlot = 'automaticLifeSafety' | 'criticalEquipment' | 'minimumOnOff'

/** Names under which the server itself protects people (slot 2), the plant (slot 5) and its machines (slot 6); no account may bear one. */
export const interlockActor = 'interlock'
export const guardActor = 'guard'
export const minimumOnOffActor = 'minimum_on_off'
/** Those who do nothing but end a danger. */
export const isProtector = (actor: string): boolean => actor === guardActor || actor === interlockActor

/**
 * Slots a person may ask for over the network; those above protect lives and equipment and are not asked for, and what belongs to strategies and the
 * optimiser is not written by hand.
 */
export const askableSlots = { first: 8, last: 16 } as const
export const isAskable = (slot: number): boolean => slot >= askableSlots.first && slot <= askableSlots.last && slot !== prioritySlots.strategy && slot !== prioritySlots.optimiser
