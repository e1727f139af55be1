import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Action } from '#domain/identity/roles'
import { signedOut, type SessionView } from '#domain/wire/session'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { onUnauthorised } from '../api/request'
import { useNetworkStore } from './network'

/** Who sits here. The cookie is the server's; this only mirrors what it says. */
export const useSessionStore = defineStore('session', () => {
  const network = useNetworkStore()
  const session = shallowRef<SessionView>(signedOut)
  /** When `session` was heard, wall unix ms: its times count from then. */
  const heardAt = ref(0)
  watch(session, () => { heardAt.value = Date.now() }, { flush: 'sync' })
  const busy = ref(false)
  const error = shallowRef<ApiError | null>(null)
  const panelOpen = ref(false)
  /** A session that this screen held is over without anybody having signed out here. */
  const ended = ref(false)
  const signedIn = computed(() => session.value.signed_in)
  /** Nothing may be read without a session, and there is none. */
  const shutOut = computed(() => network.site?.public_read === false && !signedIn.value)
  const may = (action: Action): boolean => session.value.actions.includes(action)

  async function load(): Promise<void> {
    session.value = await client.session()
    if (session.value.signed_in) ended.value = false
  }
  // The end moves with every use: asked again whenever it is looked at.
  watch(() => panelOpen.value && signedIn.value, (isLookedAt) => { if (isLookedAt) void load().catch(() => {}) })
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
  /** One step into a session; a refusal stands in `error`. @returns whether somebody is signed in now */
  async function enter(step: () => Promise<SessionView>): Promise<boolean> {
    busy.value = true
    error.value = null
    try {
      session.value = await step()
      if (session.value.signed_in) ended.value = false
      panelOpen.value = !session.value.signed_in || session.value.must_change_password
      return session.value.signed_in
    } catch (thrown) {
      error.value = toApiError(thrown)
      // The password's proof is used up: begin again.
      if (error.value.code === 'access.second_factor_expired') session.value = { ...session.value, second_factor_needed: false }
      return false
    } finally {
      busy.value = false
    }
  }
  const signIn = (name: string, password: string): Promise<boolean> => enter(() => client.signIn(name, password))
  /** The code after the password. */
  const sendCode = (code: string): Promise<boolean> => enter(() => client.sendCode(code))
  /** A critical action was refused for want of a fresh proof. */
  const proofOpen = ref(false)
  async function prove(secret: string): Promise<void> {
    busy.value = true
    error.value = null
    try {
      session.value = await client.prove(secret)
      proofOpen.value = false
    } catch (thrown) {
      error.value = toApiError(thrown)
    } finally {
      busy.value = false
    }
  }
  /** Asks for a proof when that was why something was refused. */
  function askProof(why: ApiError): void {
    if (why.code !== 'access.proof_needed') return
    error.value = null
    proofOpen.value = true
  }
  async function signOut(): Promise<void> {
    // The stream ends with the session: here that is no news.
    checking = true
    try {
      await client.signOut()
      // What only a session may see must not stay on the screen after it.
      if (network.site?.public_read === false) return location.reload()
      await load()
    } catch (thrown) {
      error.value = toApiError(thrown)
      panelOpen.value = true
    } finally {
      checking = false
    }
  }
  return { session, heardAt, busy, error, panelOpen, ended, signedIn, shutOut, may, load, check, signIn, sendCode, signOut, proofOpen, prove, askProof }
})
