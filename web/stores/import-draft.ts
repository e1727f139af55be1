import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ImportDraftView, ImportOptionsView, ImportPreviewView } from '#domain/wire/imports'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { packUpload, type PackFault, type Upload } from '../api/pack-shapefile'
import { type ImportAnswer, saidOptions, withAnswer } from './import-answer'
import { useImportsStore } from './imports'
import { useNetworkStore } from './network'
import { useSessionStore } from './session'

/** How often a file that is being read or stored is looked at, ms. */
const lookEveryMs = 600
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const sorted = (of: ImportOptionsView): unknown => Object.entries(saidOptions(of)).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, key === 'mapping' ? Object.entries(value).toSorted() : value])

/** One file on its way in: sent, read, asked about, stored. A refusal takes nothing away: the file, its options and answers stay until they are replaced. */
export const useImportDraftStore = defineStore('import-draft', () => {
  const session = useSessionStore()
  const imports = useImportsStore()
  const network = useNetworkStore()
  /** What was chosen on this machine; null where another screen sent the file. */
  const upload = shallowRef<Upload | null>(null)
  const sending = shallowRef<{ name: string; bytes: number; sent: number } | null>(null)
  const fault = ref<PackFault | null>(null)
  const draft = shallowRef<ImportDraftView | null>(null)
  /** The newest preview there was: it stays while the file is read again. */
  const preview = shallowRef<ImportPreviewView | null>(null)
  /** As the person has it on the screen; what the server knows stands in the draft. */
  const options = ref<ImportOptionsView>({})
  /** By the finding's kind. Nothing is answered before a person has chosen. */
  const answers = ref<Record<string, ImportAnswer>>({})
  const refused = shallowRef<{ step: 'send' | 'look' | 'options' | 'commit' | 'drop'; error: ApiError } | null>(null)
  const busy = ref(false)

  const working = computed(() => draft.value?.state === 'reading' || draft.value?.state === 'storing')
  const findings = computed(() => preview.value?.findings ?? [])
  const openQuestions = computed(() => findings.value.filter(({ kind }) => {
    const answer = answers.value[kind]
    return !answer || (answer.kind === 'crs' && !answer.code?.trim())
  }).length)
  const wanted = computed(() => findings.value.reduce((said, { kind }) => (answers.value[kind] ? withAnswer(said, answers.value[kind]) : said), saidOptions(options.value)))
  /** The screen says other things than the server has read the file with. */
  const changed = computed(() => draft.value !== null && !same(sorted(wanted.value), sorted(draft.value.options)))
  /** The server holds it no more; what was said of it is still here. */
  const gone = computed(() => refused.value?.error.code === 'import.no_draft')
  const idle = computed(() => !busy.value && !working.value && !sending.value)
  const mayReread = computed(() => idle.value && !gone.value && draft.value !== null && ['asks', 'ready', 'refused', 'failed'].includes(draft.value.state) && changed.value && (openQuestions.value === 0 || Object.keys(answers.value).length === 0))
  const mayCommit = computed(() => idle.value && !gone.value && draft.value?.state === 'ready' && !changed.value)

  function take(heard: ImportDraftView): void {
    draft.value = heard
    if (heard.preview) preview.value = heard.preview
  }

  let looking: ReturnType<typeof setTimeout> | undefined
  /** Looks at the draft until it rests; without an answer it goes on looking. */
  async function look(): Promise<void> {
    clearTimeout(looking)
    const id = draft.value?.id
    if (id === undefined) return
    try {
      const heard = await client.importDraft(id)
      if (draft.value?.id !== id) return
      const before = draft.value.state
      take(heard)
      if (refused.value?.step === 'look') refused.value = null
      if (heard.state === 'stored' && before !== 'stored') {
        void imports.load()
        // The first import makes the city.
        if (network.site?.city.id === 'none') void network.loadSite().catch(() => {})
      }
    } catch (thrown) {
      if (draft.value?.id !== id) return
      refused.value = { step: 'look', error: toApiError(thrown) }
      if (!refused.value.error.unanswered) return
    }
    clearTimeout(looking)
    if (working.value) looking = setTimeout(() => void look(), lookEveryMs)
  }

  let abort: AbortController | null = null
  /** Takes the files a person chose, packs the parts of a Shapefile, and sends them. */
  async function choose(files: readonly File[]): Promise<void> {
    if (!idle.value || files.length === 0) return
    const packed = await packUpload(files)
    if ('fault' in packed) {
      fault.value = packed.fault
      return
    }
    await drop()
    // The one before could not be put away: it stays, and so does why.
    if (draft.value) return
    upload.value = packed
    options.value = {}
    answers.value = {}
    await send()
  }
  /** Sends the chosen file, again too; what was said of it stays. */
  async function send(): Promise<void> {
    const mine = upload.value
    if (!mine || sending.value) return
    fault.value = null
    refused.value = null
    const control = abort = new AbortController()
    sending.value = { name: mine.name, bytes: mine.body.size, sent: 0 }
    try {
      const heard = await client.sendImport(mine.name, mine.body, (sent) => { if (abort === control) sending.value = { name: mine.name, bytes: mine.body.size, sent: Math.min(sent, mine.body.size) } }, control.signal)
      if (abort === control) take(heard)
    } catch (thrown) {
      if (abort === control) refused.value = { step: 'send', error: toApiError(thrown) }
    } finally {
      if (abort === control) sending.value = null
    }
    await look()
  }
  const stopSending = (): void => abort?.abort()

  /** Goes on with a file that waits on the server. */
  async function resume(id: string): Promise<void> {
    if (!idle.value) return
    forget()
    busy.value = true
    try {
      take(await client.importDraft(id))
      options.value = structuredClone(draft.value!.options)
    } catch (thrown) {
      refused.value = { step: 'look', error: toApiError(thrown) }
    } finally {
      busy.value = false
    }
    await look()
  }
  async function step(name: 'options' | 'commit', work: (id: string) => Promise<ImportDraftView>): Promise<boolean> {
    const id = draft.value?.id
    if (id === undefined || busy.value) return false
    busy.value = true
    refused.value = null
    try {
      take(await work(id))
      return true
    } catch (thrown) {
      refused.value = { step: name, error: toApiError(thrown) }
      return false
    } finally {
      busy.value = false
      if (refused.value?.error.code !== 'import.no_draft') void look()
    }
  }
  /** Has the file read again with what stands on the screen. */
  async function reread(): Promise<void> {
    if (!mayReread.value) return
    const said = wanted.value
    if (await step('options', (id) => client.changeImport(id, said))) {
      options.value = structuredClone(said)
      answers.value = {}
    }
  }
  /** Begins to store it. Whether it is stored is what the server says. */
  async function commit(): Promise<void> {
    if (mayCommit.value) await step('commit', (id) => client.commitImport(id))
  }
  function forget(): void {
    clearTimeout(looking)
    abort?.abort()
    abort = null
    for (const one of [upload, sending, draft, preview, refused]) one.value = null
    fault.value = null
    options.value = {}
    answers.value = {}
  }
  /** Gives the file up, here and on the server; one that is being stored stays. */
  async function drop(): Promise<void> {
    const id = draft.value?.id
    if (id !== undefined && !gone.value) {
      busy.value = true
      try {
        await client.cancelImport(id)
      } catch (thrown) {
        const error = toApiError(thrown)
        if (error.code !== 'import.no_draft') {
          refused.value = { step: 'drop', error }
          return
        }
      } finally {
        busy.value = false
      }
    }
    forget()
    if (id !== undefined) void imports.load()
  }

  /** Where the map is to go, once for each new object: west, south, east, north. */
  const flight = shallowRef<{ bounds: [number, number, number, number] } | null>(null)
  // A session that ended takes nothing away from whose it was; another person begins with nothing.
  let owner: string | null = session.session.account
  watch(() => session.session.account, (account) => {
    if (account !== null && account !== owner) forget()
    else if (account !== null) void look()
    owner = account ?? owner
  })
  return { upload, sending, fault, draft, preview, options, answers, refused, busy, working, findings, openQuestions, changed, gone, idle, mayReread, mayCommit, flight, choose, send, stopSending, resume, reread, commit, drop, look }
})
