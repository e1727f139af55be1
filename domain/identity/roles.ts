/** Who works with the plant. The three administrators hold separate powers: none of them can command, and none can do another's work. */
export const roles = [
  'viewer', 'analyst', 'operator', 'airportCrew', 'airportOperations', 'engineer', 'systemAdministrator', 'securityAdministrator', 'auditor',
] as const
export type Role = (typeof roles)[number]

/** Of each of these one open account is always left. */
export const administrators = ['systemAdministrator', 'securityAdministrator', 'auditor'] as const satisfies readonly Role[]

/**
 * What can be done, at its one name everywhere: in the table below, in refusals, in the audit.
 * Those that command reach no further than the account's scope.
 */
export const actions = [
  /** Map, history, forecasts, zones, commands, what-if. */ 'read',
  /** Take data away as a file. */ 'export',
  'zone.edit',
  'command.give', 'command.cancel', 'command.readBack', 'command.stop',
  /** As second person; never one's own command. */ 'command.approve',
  /** Commands on runways, beside command.give. */ 'command.runway',
  'lock.place',
  /** Say whether a runway is in use, with reference and expiry. */ 'runway.declare',
  /** Say what lies on a runway. */ 'runway.observe',
  'network.import', 'plant.configure', 'device.manage',
  /** Create and close accounts, take away a lost second factor. */ 'account.manage',
  /** Give roles and scopes, new passwords, unlock, end sessions. */ 'account.authorise',
  'audit.read', 'audit.export',
] as const
export type Action = (typeof actions)[number]

const reading: readonly Action[] = ['read', 'export']
const commanding: readonly Action[] = ['command.give', 'command.cancel', 'command.readBack', 'command.stop']

/** Role x action: the whole of it. What is not in the table is refused. */
export const roleActions: Record<Role, readonly Action[]> = {
  viewer: ['read'],
  analyst: [...reading, 'zone.edit'],
  operator: [...reading, ...commanding, 'zone.edit', 'command.approve', 'lock.place'],
  airportCrew: ['read', ...commanding, 'command.runway', 'lock.place', 'runway.observe'],
  airportOperations: [...reading, ...commanding, 'command.runway', 'command.approve', 'lock.place', 'runway.declare', 'runway.observe'],
  engineer: [...reading, 'zone.edit', 'command.readBack', 'command.stop', 'lock.place', 'network.import', 'plant.configure', 'device.manage'],
  systemAdministrator: ['read', 'account.manage'],
  securityAdministrator: ['read', 'account.authorise'],
  auditor: ['read', 'audit.read', 'audit.export'],
}

/** Whether a role may do it at all, whatever the target. */
export const mayDo = (role: Role, action: Action): boolean => roleActions[role].includes(action)
