import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { mayDo, type Action } from '#domain/identity/roles'
import type { SessionView } from '#domain/wire/session'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { onUnauthorised } from '../api/request'
import { useNetworkStore } from './network'

/** Who sits here. The cookie is the server's; this only mirrors what it says. */
export const useSessionStore = defineStore('session', () => {
  const network = useNetworkStore()
  const session = shallowRef<SessionView>({ signed_in: false, name: null, role: null })
  const busy = ref(false)
  const error = shallowRef<ApiError | null>(null)
  const panelOpen = ref(false)
  /** A session that this screen held is over without anybody having signed out here. */
  const ended = ref(false)
  const signedIn = computed(() => session.value.signed_in)
  /** Nothing may be read without a session, and there is none. */
  const shutOut = computed(() => network.site?.public_read === false && !signedIn.value)


  /** Whether the role may do it at all; the server judges scope and everything else. */
  const may = (action: Action): boolean => session.value.role !== null && mayDo(session.value.role, action)

  async function load(): Promise<void> {
    session.value = await client.session()
    if (session.value.signed_in) ended.value = false
  }
  let checking = false
  /** Asks again who sits here, after the server refused something; a session that is over opens the sign-in. */
  async function check(): Promise<void> {
    if (checking) return
    checking = true
    const before = session.value.signed_in
    try {
      await load()
      if (session.value.signed_in) return
      ended.value ||= before
      panelOpen.value = true
    } catch {
      // No answer: that the server is away is said elsewhere.
    } finally {
      checking = false
    }
  }
  onUnauthorised(() => void check())
  /** Signs in; a refusal stands in `error`. @returns whether it worked */
  async function signIn(name: string, password: string): Promise<boolean> {
    busy.value = true
    error.value = null
    try {
      await client.signIn(name, password)
      await load()
      panelOpen.value = !session.value.signed_in
      return session.value.signed_in
    } catch (thrown) {
      error.value = toApiError(thrown)
      return false
    } finally {
      busy.value = false
    }
  }
  async function signOut(): Promise<void> {
    try {
      await client.signOut()
      // What only a session may see must not stay on the screen after it.
      if (network.site?.public_read === false) return location.reload()
      await load()
    } catch (thrown) {
      error.value = toApiError(thrown)
      panelOpen.value = true
    }
  }
  return { session, busy, error, panelOpen, ended, signedIn, shutOut, may, load, check, signIn, signOut }
})
