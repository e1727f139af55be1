import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ImportDraftView, StoredImportView } from '#domain/wire/imports'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { useSessionStore } from './session'

/** Imports that are stored, and files that wait on the server, as it last told them. */
export const useImportsStore = defineStore('imports', () => {
  const session = useSessionStore()
  const open = ref(false)
  const mayImport = computed(() => session.may('network.import'))
  /** Newest first. */
  const list = shallowRef<readonly StoredImportView[]>([])
  const waiting = shallowRef<readonly Omit<ImportDraftView, 'preview'>[]>([])
  /** When both were heard, wall unix ms; null = never. */
  const heardAt = ref<number | null>(null)
  const loading = ref(false)
  const error = shallowRef<ApiError | null>(null)

  let asked = 0
  async function load(): Promise<void> {
    const mine = asked += 1
    loading.value = true
    try {
      const [stored, drafts] = await Promise.all([client.imports(), client.importDrafts()])
      if (mine !== asked) return
      list.value = stored
      waiting.value = drafts
      heardAt.value = Date.now()
      error.value = null
    } catch (thrown) {
      if (mine === asked) error.value = toApiError(thrown)
    } finally {
      if (mine === asked) loading.value = false
    }
  }

  const undoing = ref<number | null>(null)
  /** The last refusal to take an import back, or to hand out its report. */
  const refused = shallowRef<{ id: number; step: 'undo' | 'report'; error: ApiError } | null>(null)
  const undone = shallowRef<{ id: number; segments: number; stations: number } | null>(null)
  /** Whether it is gone is what the server says; the list is read anew in any case. */
  async function undo(id: number): Promise<void> {
    if (undoing.value !== null) return
    undoing.value = id
    refused.value = null
    undone.value = null
    try {
      undone.value = { id, ...(await client.undoImport(id)) }
    } catch (thrown) {
      refused.value = { id, step: 'undo', error: toApiError(thrown) }
    } finally {
      undoing.value = null
      await load()
    }
  }
  /** What an import did; null when it was refused. */
  async function report(id: number): Promise<Record<string, unknown> | null> {
    try {
      return await client.importReport(id)
    } catch (thrown) {
      refused.value = { id, step: 'report', error: toApiError(thrown) }
      return null
    }
  }
  // Not for whoever sits here next.
  watch(() => session.session.account, () => {
    asked += 1
    open.value = false
    list.value = []
    waiting.value = []
    heardAt.value = null
    loading.value = false
    error.value = null
    refused.value = null
    undone.value = null
  })
  return { open, mayImport, list, waiting, heardAt, loading, error, undoing, refused, undone, load, undo, report }
})
