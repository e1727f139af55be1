import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ExportJobRequest, ExportJobView } from '#domain/wire/exports'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { keep as keepHere, readKept } from '../ui/kept'
import { useSessionStore } from './session'

/** `gone`: the server does not know it any more. */
export type ShownJob = Omit<ExportJobView, 'state'> & { state: ExportJobView['state'] | 'gone' }
const pollMs = 700
const storageKey = 'hearthway.exports'
const ofTab = (): Storage => sessionStorage
/** Of somebody who is not signed in the server lists none: their ids stay with this tab. */
function storedIds(): string[] {
  try {
    const ids: unknown = JSON.parse(readKept(storageKey, ofTab) ?? '[]')
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

/** Files that the server makes for whoever sits here, as it last told of them. */
export const useExportsStore = defineStore('exports', () => {
  const session = useSessionStore()
  const open = ref(false)
  /** The panel is loaded when it is first wanted. */
  const wasOpen = ref(false)
  watch(open, (isOpen) => { wasOpen.value ||= isOpen }, { flush: 'sync' })
  /** Oldest first. */
  const jobs = shallowRef<readonly ShownJob[]>([])
  const asking = ref(false)
  /** Of the last wish. */
  const refused = shallowRef<ApiError | null>(null)
  /** The server did not answer when it was asked how far they are. */
  const lost = ref(false)
  const works = computed(() => jobs.value.some(({ state }) => state === 'waiting' || state === 'writing'))

  function keep(shown: readonly ShownJob[]): void {
    jobs.value = shown
    keepHere(storageKey, JSON.stringify(shown.filter(({ state }) => state !== 'gone').map(({ id }) => id)), ofTab)
  }
  const put = (job: ShownJob): void => keep(jobs.value.some(({ id }) => id === job.id) ? jobs.value.map((one) => (one.id === job.id ? job : one)) : [...jobs.value, job])

  let turn = 0
  async function look(ids: readonly string[]): Promise<void> {
    const mine = turn
    await Promise.all(ids.map(async (id) => {
      try {
        const job = await client.exportJob(id)
        if (mine === turn) { put(job); lost.value = false }
      } catch (thrown) {
        const { status } = toApiError(thrown)
        const before = jobs.value.find((job) => job.id === id)
        if (mine !== turn) return
        if (status === 404 && before) put({ ...before, state: 'gone', link: null })
        else if (status !== 404) lost.value = true
      }
    }))
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  function follow(): void {
    clearTimeout(timer)
    if (!works.value) return
    timer = setTimeout(() => void look(jobs.value.filter(({ state }) => state === 'waiting' || state === 'writing').map(({ id }) => id)).finally(follow), pollMs)
  }

  /** What waits from before a reload. */
  async function load(): Promise<void> {
    const mine = turn
    const ids = new Set([...storedIds(), ...jobs.value.map(({ id }) => id)])
    if (session.signedIn) {
      const own = await client.exportJobs().catch(() => [])
      if (mine !== turn) return
      for (const { id } of own) ids.add(id)
    }
    await look([...ids])
    follow()
  }
  async function ask(wanted: ExportJobRequest): Promise<void> {
    asking.value = true
    refused.value = null
    const mine = turn
    try {
      const job = await client.askExport(wanted)
      if (mine === turn) put(job)
      // Room may have been made by an older one.
      await look(jobs.value.filter(({ state }) => state !== 'gone').map(({ id }) => id))
    } catch (thrown) {
      refused.value = toApiError(thrown)
    } finally {
      asking.value = false
      follow()
    }
  }
  async function drop(id: string): Promise<void> {
    const job = jobs.value.find((one) => one.id === id)
    try {
      if (job?.state !== 'gone') await client.cancelExport(id)
      keep(jobs.value.filter((one) => one.id !== id))
    } catch (thrown) {
      const error = toApiError(thrown)
      if (error.status === 404) keep(jobs.value.filter((one) => one.id !== id))
      else refused.value = error
    }
  }
  // Not for whoever sits here next.
  watch(() => session.session.account, (_, before) => {
    turn += 1
    clearTimeout(timer)
    if (before) keep([])
    refused.value = null
    lost.value = false
  })
  return { open, wasOpen, jobs, asking, refused, lost, works, load, ask, drop }
})
