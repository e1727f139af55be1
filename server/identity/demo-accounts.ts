import type { Role } from '#domain/identity/roles'
import type { Accounts } from './accounts'

export interface DemoAccount { name: string; password: string; role: Role }

export const demoPassword = 'hearthway'
/** One account per role; `demo` and `operator` are two operators, so that one can approve what the other asks for. */
export const demoAccounts: readonly DemoAccount[] = ([
  ['demo', 'operator'], ['operator', 'operator'], ['crew', 'airportCrew'], ['airport', 'airportOperations'], ['engineer', 'engineer'], ['analyst', 'analyst'], ['viewer', 'viewer'],
  ['admin', 'systemAdministrator'], ['security', 'securityAdministrator'], ['auditor', 'auditor'],
] as const).map(([name, role]) => ({ name, password: demoPassword, role }))

/** Makes the demo's accounts where they are missing. Their password is shown on the sign-in page: never outside a demo. */
export async function createDemoAccounts(accounts: Accounts): Promise<void> {
  for (const { name, password, role } of demoAccounts) if (!(await accounts.find(name))) await accounts.createForDemo({ name, password, role, scope: 'everywhere' })
}
