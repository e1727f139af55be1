import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { SecondFactorView } from '#domain/wire/session'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { useSessionStore } from './session'

/** One's own password and second factor. What is told once is kept until the panel is left. */
export const useOwnAccountStore = defineStore('own-account', () => {
  const session = useSessionStore()
  const error = shallowRef<ApiError | null>(null)
  const passwordChanged = ref(false)
  const begun = shallowRef<SecondFactorView | null>(null)

  async function tried<T>(work: () => Promise<T>): Promise<T | null> {
    error.value = null
    try {
      return await work()
    } catch (thrown) {
      error.value = toApiError(thrown)
      return null
    }
  }
  async function changePassword(current: string, wanted: string): Promise<void> {
    const view = await tried(() => client.changePassword(current, wanted))
    if (!view) return
    session.session = view
    passwordChanged.value = true
  }
  const begin = async (password: string): Promise<void> => { begun.value = await tried(() => client.beginSecondFactor(password)) }
  async function verify(code: string): Promise<void> {
    const view = await tried(() => client.verifySecondFactor(code))
    if (!view) return
    session.session = view
    begun.value = null
  }
  async function remove(password: string): Promise<void> {
    const view = await tried(() => client.removeSecondFactor(password))
    if (view) session.session = view
  }
  function leave(): void {
    error.value = null
    passwordChanged.value = false
    begun.value = null
  }
  return { error, passwordChanged, begun, changePassword, begin, verify, remove, leave }
})
