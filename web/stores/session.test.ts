import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { signedOut } from '#domain/wire/session'
import { client } from '../api/client'
import { useSessionStore } from './session'

beforeEach(() => {
  setActivePinia(createPinia())
  vi.restoreAllMocks()
  vi.spyOn(client, 'session').mockResolvedValue(signedOut)
  useSessionStore().session = { ...signedOut, signed_in: true, account: 'wang' }
})

it('says that a session was ended elsewhere, and asks to sign in', async () => {
  const session = useSessionStore()
  await session.check()
  expect([session.signedIn, session.ended, session.panelOpen]).toEqual([false, true, true])
})
it('signing out here is no such news, though the stream breaks off meanwhile', async () => {
  const session = useSessionStore()
  vi.spyOn(client, 'signOut').mockImplementation(async () => {
    await session.check()
    return undefined
  })
  await session.signOut()
  expect([session.signedIn, session.ended, session.panelOpen]).toEqual([false, false, false])
})
