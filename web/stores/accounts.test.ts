import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, expect, it, vi } from 'vitest'
import type { AccountView } from '#domain/wire/accounts'
import { signedOut } from '#domain/wire/session'
import { ApiError } from '../api/api-error'
import { client } from '../api/client'
import { useAccountsStore } from './accounts'
import { useSessionStore } from './session'

const account = (of: Partial<AccountView> = {}): AccountView => ({
  id: 'wang', name: '王强', email: null, role: 'operator', scope: 'everywhere', closed: false, has_second_factor: false, must_change_password: false, locked_until: null, created_at: '2026-01-01T00:00:00.000Z', ...of,
})
beforeEach(() => {
  setActivePinia(createPinia())
  vi.restoreAllMocks()
  useSessionStore().session = { ...signedOut, signed_in: true, account: 'admin', role: 'systemAdministrator', actions: ['read', 'account.manage'] }
})

it('shows a closed account only after the server listed it so', async () => {
  const accounts = useAccountsStore()
  const list = vi.spyOn(client, 'accounts').mockResolvedValue([account()])
  await accounts.load()
  vi.spyOn(client, 'closeAccount').mockImplementation(async () => {
    expect(accounts.list[0]!.closed).toBe(false)
    list.mockResolvedValue([account({ closed: true })])
    return account({ closed: true })
  })
  expect(await accounts.act('close', 'wang', 'left')).toBe(true)
  expect(accounts.list[0]!.closed).toBe(true)
  expect(accounts.done).toEqual({ step: 'close', id: 'wang' })
})
it('asks for a proof when that was wanting, and forgets the refusal once it is given; nothing is done by itself', async () => {
  const [accounts, session] = [useAccountsStore(), useSessionStore()]
  vi.spyOn(client, 'accounts').mockResolvedValue([account()])
  const close = vi.spyOn(client, 'closeAccount').mockRejectedValue(new ApiError(403, { code: 'access.proof_needed' }))
  expect(await accounts.act('close', 'wang', 'left')).toBe(false)
  expect(session.proofOpen).toBe(true)
  expect(accounts.refused?.error.code).toBe('access.proof_needed')
  session.proofOpen = false
  await nextTick()
  expect(accounts.refused).toBeNull()
  expect(close).toHaveBeenCalledTimes(1)
})
it('keeps a one-time password until it is acknowledged, and from whoever sits there next', async () => {
  const [accounts, session] = [useAccountsStore(), useSessionStore()]
  vi.spyOn(client, 'accounts').mockResolvedValue([account({ id: 'sun.li' })])
  const create = vi.spyOn(client, 'createAccount').mockResolvedValue({ account: account({ id: 'sun.li' }), password: 'aaaaa-bbbbb' })
  expect(await accounts.create({ id: 'Sun.Li' })).toBe(true)
  expect([accounts.told, accounts.chosenId]).toEqual([{ id: 'sun.li', password: 'aaaaa-bbbbb' }, 'sun.li'])
  expect(await accounts.create({ id: 'other' })).toBe(false)
  expect(create).toHaveBeenCalledTimes(1)
  session.session = signedOut
  await nextTick()
  expect([accounts.told, accounts.list, accounts.open]).toEqual([null, [], false])
})
it('a password that arrives after its administrator has gone is shown to nobody', async () => {
  const [accounts, session] = [useAccountsStore(), useSessionStore()]
  vi.spyOn(client, 'accounts').mockResolvedValue([])
  vi.spyOn(client, 'resetPassword').mockImplementation(async () => {
    session.session = { ...signedOut, signed_in: true, account: 'viewer', role: 'viewer' }
    return { password: 'ccccc' }
  })
  expect(await accounts.act('reset_password', 'wang')).toBe(false)
  expect([accounts.told, accounts.done]).toEqual([null, null])
})
it('keeps an old list, and says that it is old, when it cannot be read anew', async () => {
  const accounts = useAccountsStore()
  vi.spyOn(client, 'accounts').mockResolvedValueOnce([account()]).mockRejectedValue(new ApiError(0, { code: 'network' }))
  await accounts.load()
  await accounts.load()
  expect([accounts.list.length, accounts.error?.code]).toEqual([1, 'network'])
})
