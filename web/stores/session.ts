import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { SessionView } from '#domain/wire/session'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'

/** Who sits here. The cookie is the server's; this only mirrors what it says. */
export const useSessionStore = defineStore('session', () => {
  const session = shallowRef<SessionView>({ signed_in: false, name: null, role: null })
  const busy = ref(false)
  const error = shallowRef<ApiError | null>(null)
  const panelOpen = ref(false)
  const signedIn = computed(() => session.value.signed_in)
  const isOperator = computed(() => session.value.role === 'operator')

  async function load(): Promise<void> {
    session.value = await client.session()
  }
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
      await load()
    } catch (thrown) {
      error.value = toApiError(thrown)
      panelOpen.value = true
    }
  }
  return { session, busy, error, panelOpen, signedIn, isOperator, load, signIn, signOut }
})
