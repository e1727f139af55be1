import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Database } from '#db/database'
import type { ImportDraftView, ImportOptionsView, ImportPreviewView } from '#domain/wire/imports'
import type { ImportedBy } from '#server/store/imports'
import { loadNetworkLines } from '#server/store/network-lines'
import { maxFileMiB } from './formats/read-source'
import { readImport, storeImport, type ImportOptions, type ReadyImport } from './import-file'
import { ImportRefused } from './import-refused'
import { loadPlantGround } from './store-stations'
import { previewLines } from './preview-lines'

interface Draft { view: ImportDraftView; path: string; madeAtMs: number; abort: AbortController; work: Promise<void> }
export interface DeskOptions {
  db: Database
  /** Site instant. */
  now: () => Date
  /** Wall ms. */
  wallNow: () => number
  /** Told when the network has changed. */
  onStored: () => Promise<void>
  onError: (error: unknown) => void
  prepare?: ImportOptions['prepare']
}

/** A server keeps so many files at once, and each so long, wall ms. */
const [maxDrafts, keptMs] = [8, 2 * 3_600_000]
export const maxUploadBytes = maxFileMiB * 2 ** 20

export type Upload = { draft: ImportDraftView } | { refused: 'full' | 'too_large' }
export type Step = { draft: ImportDraftView } | { refused: 'unknown' | 'busy' | 'not_ready' }

/**
 * Files that people send, from the upload to the stored import: each is read in a thread, shown, asked about, read again with the answers, and stored on
 * their word. What is not committed leaves no trace but its temporary file, which goes with the draft.
 */
export class ImportDesk {
  readonly #drafts = new Map<string, Draft>()
  #folder: Promise<string> | null = null
  /** One file is read at a time: a thread may take as much memory as the server has to spare. */
  #queue: Promise<void> = Promise.resolve()
  constructor(readonly options: DeskOptions) {}

  list = (): ImportDraftView[] => {
    this.#sweep()
    return [...this.#drafts.values()].map(({ view }) => view)
  }

  get(id: string): ImportDraftView | null {
    this.#sweep()
    return this.#drafts.get(id)?.view ?? null
  }

  /** Streams a body into a temporary file and begins to read it. */
  async take(file: string, body: AsyncIterable<Uint8Array>, options: ImportOptionsView): Promise<Upload> {
    this.#sweep()
    if (this.#drafts.size >= maxDrafts) return { refused: 'full' }
    const id = randomUUID()
    // In a folder of its own, under its own name: what it is called counts where bytes do not tell.
    const folder = join(await (this.#folder ??= mkdtemp(join(tmpdir(), 'hearthway-imports-'))), id)
    await mkdir(folder)
    const path = join(folder, basename(file).replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(-100) || 'file')
    const view: ImportDraftView = { id, file, bytes: 0, state: 'reading', step: 'receiving', options, preview: null, refusal: null, import_id: null }
    const draft: Draft = { view, path, madeAtMs: this.options.wallNow(), abort: new AbortController(), work: Promise.resolve() }
    this.#drafts.set(id, draft)
    try {
      const bytes = await receive(path, body)
      if (bytes === null) {
        await this.#drop(draft)
        return { refused: 'too_large' }
      }
      view.bytes = bytes
    } catch (error) {
      await this.#drop(draft)
      throw error
    }
    this.#read(draft)
    return { draft: view }
  }

  /** Reads a file again with other options. */
  change(id: string, options: ImportOptionsView): Step {
    const draft = this.#find(id)
    if (!draft) return { refused: 'unknown' }
    if (!['asks', 'ready', 'refused', 'failed'].includes(draft.view.state)) return { refused: 'busy' }
    draft.view.options = options
    this.#read(draft)
    return { draft: draft.view }
  }

  /** Begins to store a file that asks nothing more. @param by who does it, for the audit */
  commit(id: string, by: ImportedBy): Step {
    const draft = this.#find(id)
    if (!draft) return { refused: 'unknown' }
    if (draft.view.state !== 'ready') return { refused: draft.view.state === 'reading' || draft.view.state === 'storing' ? 'busy' : 'not_ready' }
    this.#work(draft, 'storing', async () => {
      const ready = await this.#ready(draft, by)
      // From here on it is one transaction, which ends or leaves nothing.
      const report = await storeImport(this.options.db, ready)
      draft.view.import_id = report.id
      draft.view.step = 'taking the network up'
      // Stored is stored: what fails from here on is the server's to mend, and it looks again by itself.
      await rm(draft.path, { force: true }).then(() => this.options.onStored()).catch(this.options.onError)
      draft.view.state = 'stored'
    })
    return { draft: draft.view }
  }

  /** Ends the reading and forgets the file; what is being stored is not ended. */
  async cancel(id: string): Promise<'gone' | 'unknown' | 'busy'> {
    const draft = this.#find(id)
    if (!draft) return 'unknown'
    if (draft.view.state === 'storing') return 'busy'
    await this.#drop(draft)
    return 'gone'
  }

  /** Ends all reading, waits for what is being stored, and removes the files. */
  async stop(): Promise<void> {
    const drafts = [...this.#drafts.values()]
    for (const { abort, view } of drafts) if (view.state !== 'storing') abort.abort()
    await Promise.all(drafts.map(({ work }) => work))
    this.#drafts.clear()
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true })
    this.#folder = null
  }

  #find = (id: string): Draft | undefined => {
    this.#sweep()
    return this.#drafts.get(id)
  }

  #sweep(): void {
    for (const draft of this.#drafts.values()) {
      if (this.options.wallNow() - draft.madeAtMs > keptMs && draft.view.state !== 'storing') void this.#drop(draft).catch(this.options.onError)
    }
  }

  async #drop(draft: Draft): Promise<void> {
    this.#drafts.delete(draft.view.id)
    draft.abort.abort()
    await rm(join(draft.path, '..'), { recursive: true, force: true })
  }

  #read(draft: Draft): void {
    draft.view.preview = null
    this.#work(draft, 'reading', async () => {
      const ready = await this.#ready(draft, null)
      draft.view.preview = previewOf(ready)
      draft.view.state = ready.findings.length > 0 ? 'asks' : ready.plan.segments.length > 0 || (ready.stations?.placed.length ?? 0) > 0 ? 'ready' : 'refused'
      if (draft.view.state === 'refused') draft.view.refusal = 'no feature of it can be taken'
    })
  }

  #work(draft: Draft, state: 'reading' | 'storing', work: () => Promise<void>): void {
    Object.assign(draft.view, { state, step: 'waiting', refusal: null })
    draft.work = this.#queue = this.#queue.then(async () => {
      if (draft.abort.signal.aborted) return
      try {
        await work()
      } catch (error) {
        draft.view.state = error instanceof ImportRefused ? 'refused' : 'failed'
        draft.view.refusal = error instanceof ImportRefused ? error.message : 'the server failed; its log says why'
        if (!(error instanceof ImportRefused)) this.options.onError(error)
      }
    })
  }

  #ready({ view, path, abort }: Draft, by: ImportedBy | null): Promise<ReadyImport> {
    const { name, piece_m: pieceM = 200, crs, encoding, layer, accept_as: acceptAs, mapping, attribution, city_name: cityName, time_zone: timeZone } = view.options
    const given = { name, crs, encoding, layer, acceptAs, mapping, attribution, cityName, timeZone, prepare: this.options.prepare }
    return readImport({
      file: path, shown: view.file, pieceM, now: this.options.now(), signal: abort.signal, standing: () => loadNetworkLines(this.options.db), ground: () => loadPlantGround(this.options.db),
      onProgress: (step) => { view.step = step }, ...(by === null ? {} : { by }),
      ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<ImportOptions>),
    })
  }
}

/** @returns bytes written; null when there are too many */
async function receive(path: string, body: AsyncIterable<Uint8Array>): Promise<number | null> {
  const out = createWriteStream(path, { flags: 'wx' })
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength
      if (bytes > maxUploadBytes) return null
      if (!out.write(chunk)) await once(out, 'drain')
    }
    return bytes
  } finally {
    await new Promise<void>((resolve, reject) => { out.end((error?: Error | null) => (error ? reject(error) : resolve())) })
  }
}

const [repairsShown, unreadShown, stationsShown] = [100, 100, 4000]

function previewOf({ plan, source, report, stations }: ReadyImport): ImportPreviewView {
  const { mapping, ...facts } = source
  return {
    ...facts, mapping: mapping as Record<string, string | null>, findings: report.findings,
    counts: { features: report.features, accepted: report.accepted.features, refused: report.refused.features, segments: report.accepted.segments, stations: stations?.placed.length ?? 0, length_m: report.accepted.length_m, repaired: report.repaired, unread: report.warnings.length },
    refused: report.refused.by_reason.map(({ reason, words, count, examples }) => ({ reason, words, count, examples: examples.map(({ index, id, detail, position }) => ({ index, id, detail, position })) })),
    repairs: report.repairs.slice(0, repairsShown), unread: report.warnings.slice(0, unreadShown), lines: previewLines(plan.segments),
    stations: (stations?.placed ?? []).slice(0, stationsShown).map(({ line, station, position, segmentId, distanceM }) => ({ id: station.id, line, position, segment_id: segmentId, distance_m: distanceM })),
  }
}
