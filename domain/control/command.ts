/** What an operator can ask of a loop. `release` writes null to the slot: the next holder takes over. */
export const commandModes = ['heat', 'cool', 'hold', 'off', 'release'] as const
export type CommandMode = (typeof commandModes)[number]

/**
 * Life of a command. In flight: queued, sent, accepted, unknown. Holding: applied.
 * `unknown` = something was sent and nobody can say whether it was carried out; only a read-back resolves it.
 */
export const commandStates = ['queued', 'sent', 'accepted', 'applied', 'unknown', 'released', 'rejected', 'failed', 'expired', 'superseded', 'cancelled'] as const
export type CommandState = (typeof commandStates)[number]

export const inFlightStates = ['queued', 'sent', 'accepted', 'unknown'] as const satisfies readonly CommandState[]
export const endStates = ['released', 'rejected', 'failed', 'expired', 'superseded', 'cancelled'] as const satisfies readonly CommandState[]

/** Lifetime of a command whose sender names none, s of site time. */
export const defaultLeaseS = 7200

/** BACnet-style priority slots in use: 1 wins over 16. */
export const prioritySlots = {
  manualLifeSafety: 1, automaticLifeSafety: 2, criticalEquipment: 5, minimumOnOff: 6, operator: 8, strategy: 11, optimiser: 13,
} as const
