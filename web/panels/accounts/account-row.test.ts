import { expect, it } from 'vitest'
import type { AccountView } from '#domain/wire/accounts'
import { accountState, findAccounts } from './account-row'

const row = (of: Partial<AccountView>): AccountView => ({
  id: 'wang', name: '王强', email: null, role: 'operator', scope: 'everywhere', closed: false, has_second_factor: false, must_change_password: false, locked_until: null, created_at: '2026-01-01T00:00:00.000Z', ...of,
})
const noon = Date.parse('2026-01-01T12:00:00Z')

it('tells the gravest thing first, and a lock no longer than it lasts', () => {
  expect(accountState(row({}), noon)).toBe('open')
  expect(accountState(row({ must_change_password: true, locked_until: '2026-01-01T11:59:59Z' }), noon)).toBe('must_change')
  expect(accountState(row({ must_change_password: true, locked_until: '2026-01-01T12:00:01Z' }), noon)).toBe('locked')
  expect(accountState(row({ closed: true, locked_until: '2026-01-01T12:00:01Z' }), noon)).toBe('closed')
})
it('finds by name, address and the words of a role', () => {
  const list = [row({}), row({ id: 'li', name: 'Li', email: 'li@roads.example', role: 'viewer' })]
  const found = (text: string): string[] => findAccounts(list, text, ({ role }) => (role === 'viewer' ? '查看' : '操作员')).map(({ id }) => id)
  expect([found(''), found('王'), found('ROADS'), found('查看'), found('nobody')]).toEqual([['wang', 'li'], ['wang'], ['li'], ['li'], []])
})
