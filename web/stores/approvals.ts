import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ApprovalsView } from '#domain/wire/command-groups'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { useSessionStore } from './session'

export type Approval = ApprovalsView['approvals'][number]

/** Requests that wait for a second person, as the server lists them for this account. */
export const useApprovalsStore = defineStore('approvals', () => {
  const session = useSessionStore()
  const list = shallowRef<readonly Approval[]>([])
  const error = shallowRef<ApiError | null>(null)
  /** A decision that was refused, beside the request it was about. */
  const refused = shallowRef<{ id: string; error: ApiError } | null>(null)
  const deciding = ref<string | null>(null)
  const loaded = ref(false)
  const open = ref(false)
  /** Those that wait for this account. */
  const forMe = computed(() => list.value.filter((row) => row.may_decide))

  let asked = 0
  async function load(): Promise<void> {
    const mine = asked += 1
    try {
      const { approvals } = await client.approvals()
      // Of two answers the later question counts.
      if (mine !== asked) return
      list.value = approvals
      error.value = null
      loaded.value = true
    } catch (thrown) {
      if (mine === asked) error.value = toApiError(thrown)
    }
  }
  function clear(): void {
    asked += 1
    list.value = []
    loaded.value = false
    open.value = false
  }
  /** Decides about exactly what was shown: the payload's hash goes back with it. */
  async function decide(row: Approval, decision: 'approve' | 'decline', note: string): Promise<void> {
    if (!row.group.approval) return
    deciding.value = row.group.id
    refused.value = null
    try {
      await client.decide(row.group.id, decision, { payload_sha256: row.group.approval.payload_sha256, ...(note.trim() && { note: note.trim() }) })
    } catch (thrown) {
      refused.value = { id: row.group.id, error: toApiError(thrown) }
      session.askProof(refused.value.error)
    } finally {
      deciding.value = null
      await load()
    }
  }
  return { list, forMe, error, refused, deciding, loaded, open, load, clear, decide }
})
