import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { AuditChainView, AuditPageView } from '#domain/wire/audit'
import { type ApiError, toApiError } from '../api/api-error'
import { type AuditFilter, client } from '../api/client'
import { readEvidenceEnd } from './evidence-end'
import { useSessionStore } from './session'

const pageSize = 50

/** The audit, one page at a time, the newest first. A page stands as it was read until it is asked for again. */
export const useAuditStore = defineStore('audit', () => {
  const session = useSessionStore()
  const open = ref(false)
  const filter = shallowRef<AuditFilter>({})
  const page = shallowRef<AuditPageView | null>(null)
  /** When `page` was heard, wall unix ms. */
  const heardAt = ref<number | null>(null)
  const busy = ref(false)
  const error = shallowRef<ApiError | null>(null)
  /** Where the pages before this one began, the newest (null) first; the last is this page's own. */
  const begins = shallowRef<readonly (number | null)[]>([null])
  const hasNewer = computed(() => begins.value.length > 1)

  const chain = shallowRef<AuditChainView | null>(null)
  const chainBusy = ref(false)
  const chainError = shallowRef<ApiError | null>(null)
  const taking = ref(false)
  const taken = shallowRef<{ records: number; from: number; to: number; bytes: number } | null>(null)
  const takeError = shallowRef<ApiError | 'torn' | null>(null)

  let asked = 0
  async function read(wanted: readonly (number | null)[], by: AuditFilter): Promise<void> {
    const mine = asked += 1
    busy.value = true
    try {
      const heard = await client.audit(by, wanted.at(-1) ?? null, pageSize)
      if (mine !== asked) return
      page.value = heard
      heardAt.value = Date.now()
      begins.value = wanted
      filter.value = by
      error.value = null
    } catch (thrown) {
      if (mine === asked) error.value = toApiError(thrown)
    } finally {
      if (mine === asked) busy.value = false
    }
  }
  /** The newest page, by another filter or the same. */
  const search = (by: AuditFilter = filter.value): Promise<void> => read([null], by)
  async function older(): Promise<void> {
    const next = page.value?.next_before_seq
    if (next != null) await read([...begins.value, next], filter.value)
  }
  async function newer(): Promise<void> {
    if (hasNewer.value) await read(begins.value.slice(0, -1), filter.value)
  }
  async function verify(): Promise<void> {
    if (chainBusy.value) return
    chainBusy.value = true
    chainError.value = null
    const who = session.session.account
    try {
      const heard = await client.auditChain()
      if (session.session.account === who) chain.value = heard
    } catch (thrown) {
      // What an earlier walk found is not what stands now.
      chain.value = null
      chainError.value = toApiError(thrown)
    } finally {
      chainBusy.value = false
    }
  }
  /** @returns the file, when it arrived from its first to its last line; null else */
  async function takeEvidence(from: number, to: number | null): Promise<Blob | null> {
    if (taking.value) return null
    taking.value = true
    taken.value = null
    takeError.value = null
    try {
      const file = await client.evidence(from, to)
      const end = await readEvidenceEnd(file)
      if (!end) {
        takeError.value = 'torn'
        return null
      }
      taken.value = { records: end.records, from, to: end.head.seq, bytes: file.size }
      return file
    } catch (thrown) {
      takeError.value = toApiError(thrown)
      return null
    } finally {
      taking.value = false
    }
  }
  function clear(): void {
    asked += 1
    open.value = false
    busy.value = false
    filter.value = {}
    page.value = null
    heardAt.value = null
    begins.value = [null]
    error.value = null
    chain.value = null
    chainError.value = null
    taken.value = null
    takeError.value = null
  }
  watch(() => session.session.account, clear)
  return { open, filter, page, heardAt, busy, error, hasNewer, chain, chainBusy, chainError, taking, taken, takeError, search, older, newer, verify, takeEvidence }
})
