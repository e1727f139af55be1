import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Role } from '#domain/identity/roles'
import type { AccountView } from '#domain/wire/accounts'
import type { ScopeView } from '#domain/wire/session'
import { type ApiError, toApiError } from '../api/api-error'
import { client, type NewAccount } from '../api/client'
import { useSessionStore } from './session'

export type AccountStep = 'create' | 'grant' | 'close' | 'reopen' | 'unlock' | 'reset_password' | 'reset_second_factor' | 'end_sessions'

/** The accounts as the server lists them. Nothing is shown before it was heard: after each step the list is read anew. */
export const useAccountsStore = defineStore('accounts', () => {
  const session = useSessionStore()
  const list = shallowRef<readonly AccountView[]>([])
  /** When `list` was heard, wall unix ms; null = never. */
  const heardAt = ref<number | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const open = ref(false)
  const chosenId = ref<string | null>(null)
  const chosen = computed(() => list.value.find((row) => row.id === chosenId.value) ?? null)
  const busy = ref(false)
  const refused = shallowRef<{ step: AccountStep; id: string; error: ApiError } | null>(null)
  const done = shallowRef<{ step: AccountStep; id: string } | null>(null)
  /** A password that is shown once. Nothing else happens before it was acknowledged. */
  const told = shallowRef<{ id: string; password: string } | null>(null)
  const mayLook = computed(() => session.may('account.manage') || session.may('account.authorise') || session.may('audit.read'))

  let asked = 0
  async function load(): Promise<void> {
    const mine = asked += 1
    try {
      const heard = await client.accounts()
      if (mine !== asked) return
      list.value = heard
      heardAt.value = Date.now()
      error.value = null
    } catch (thrown) {
      if (mine === asked) error.value = toApiError(thrown)
    }
  }
  function clear(): void {
    asked += 1
    list.value = []
    heardAt.value = null
    open.value = false
    chosenId.value = null
    told.value = null
    error.value = null
    forget()
  }
  function forget(): void {
    refused.value = null
    done.value = null
  }
  // What one administrator saw, a password above all, is not the next one's.
  watch(() => session.session.account, clear)
  watch(chosenId, forget)
  // Proven: the refusal for want of a proof is past.
  watch(() => session.proofOpen, (isOpen) => { if (!isOpen && refused.value?.error.code === 'access.proof_needed') refused.value = null })

  /** One step; whether it was done is what the server says. @returns whether it did */
  async function take(step: AccountStep, id: string, work: () => Promise<void>): Promise<boolean> {
    if (busy.value || told.value) return false
    busy.value = true
    forget()
    const who = session.session.account
    try {
      await work()
      if (session.session.account !== who) return false
      done.value = { step, id }
      return true
    } catch (thrown) {
      refused.value = { step, id, error: toApiError(thrown) }
      session.askProof(refused.value.error)
      return false
    } finally {
      busy.value = false
      if (session.session.account === who) await load()
    }
  }
  /** A made-up password belongs to whoever asked for it, while they sit there. */
  const tell = (who: string | null, id: string, password: string): void => { if (session.session.account === who) told.value = { id, password } }
  async function create(made: NewAccount): Promise<boolean> {
    const who = session.session.account
    let id = made.id
    const did = await take('create', made.id, async () => {
      const { account, password } = await client.createAccount(made)
      id = account.id
      tell(who, account.id, password)
    })
    if (!did) return false
    chosenId.value = id
    return true
  }
  const grant = (id: string, role: Role, scope: ScopeView): Promise<boolean> => take('grant', id, async () => { await client.giveRole(id, role, scope) })
  /** @param reason why, for `close` */
  function act(step: Exclude<AccountStep, 'create' | 'grant'>, id: string, reason = ''): Promise<boolean> {
    const who = session.session.account
    return take(step, id, async () => {
      switch (step) {
        case 'close': await client.closeAccount(id, reason); break
        case 'reopen': await client.reopenAccount(id); break
        case 'unlock': await client.unlockAccount(id); break
        case 'reset_second_factor': await client.resetSecondFactor(id); break
        case 'end_sessions': await client.endSessions(id); break
        case 'reset_password': tell(who, id, (await client.resetPassword(id)).password)
      }
    })
  }
  return { list, heardAt, error, open, chosenId, chosen, busy, refused, done, told, mayLook, load, create, grant, act }
})
