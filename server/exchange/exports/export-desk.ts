import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExportJobView, JobFormat } from '#domain/wire/exports'
import type { ExportRow } from './export-row'
import type { ExportTask } from './export-writer'
import { writeExportFile } from './write-export-file'

interface Job { id: string; /** Account; null = nobody signed in, and whoever knows the id may fetch it. */ owner: string | null; task: ExportTask; rowCount: number; state: ExportJobView['state']; written: number; bytes: number | null; askedAtMs: number; path: string; abort: AbortController; work: Promise<void> }
export interface ExportDeskOptions { /** Wall ms. */ wallNow: () => number; onError: (error: unknown) => void }
/** What is to be written, loaded and judged already. */
export interface WantedExport { task: ExportTask; rows: Iterable<ExportRow>; rowCount: number }

/** A server keeps so many files at once, of one account so many of these, and each so long, wall ms. */
const [mostJobs, mostOwn, keptMs] = [8, 4, 2 * 3_600_000]
const endings: Record<JobFormat, string> = { geopackage: 'gpkg', flatgeobuf: 'fgb', shapefile: 'shp.zip' }

/** Files that are made as a whole: asked for, written one after another in a thread, fetched, and forgotten. Of one that is cancelled or fails nothing stays. */
export class ExportDesk {
  readonly #jobs = new Map<string, Job>()
  #folder: Promise<string> | null = null
  #queue: Promise<void> = Promise.resolve()
  constructor(readonly options: ExportDeskOptions) {}

  /** Takes a wish up; the oldest finished file of the same owner makes room. Null = all places are taken by others, or by what is still being written. */
  async ask(owner: string | null, { task, rows, rowCount }: WantedExport): Promise<ExportJobView | null> {
    this.#sweep()
    const own = [...this.#jobs.values()].filter((job) => job.owner === owner)
    if (own.length >= mostOwn || this.#jobs.size >= mostJobs) {
      const oldest = own.find(({ state }) => state === 'ready' || state === 'failed')
      if (!oldest) return null
      await this.#drop(oldest)
    }
    const id = randomUUID()
    const job: Job = { id, owner, task, rowCount, state: 'waiting', written: 0, bytes: null, askedAtMs: this.options.wallNow(), path: '', abort: new AbortController(), work: Promise.resolve() }
    this.#jobs.set(id, job)
    job.work = this.#queue = this.#queue.then(() => this.#write(job, rows))
    return this.#viewOf(job)
  }

  /** An account's own, oldest first; nobody's are not listed. */
  list(owner: string | null): ExportJobView[] {
    this.#sweep()
    return [...this.#jobs.values()].filter((job) => owner !== null && job.owner === owner).map((job) => this.#viewOf(job))
  }

  get(id: string, asker: string | null): ExportJobView | null {
    const job = this.#find(id, asker)
    return job ? this.#viewOf(job) : null
  }

  /** Where a finished file stands; null while it is not there. */
  pathOf(id: string, asker: string | null): string | null {
    const job = this.#find(id, asker)
    return job?.state === 'ready' ? job.path : null
  }

  /** Ends the writing and forgets the file. @returns whether there was one */
  async cancel(id: string, asker: string | null): Promise<boolean> {
    const job = this.#find(id, asker)
    if (job) await this.#drop(job)
    return job !== null
  }

  /** Ends all writing and removes the files. */
  async stop(): Promise<void> {
    const jobs = [...this.#jobs.values()]
    for (const { abort } of jobs) abort.abort(new Error('the server stops'))
    await Promise.all(jobs.map(({ work }) => work))
    this.#jobs.clear()
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true })
    this.#folder = null
  }

  async #write(job: Job, rows: Iterable<ExportRow>): Promise<void> {
    const { task, abort } = job
    if (abort.signal.aborted) return
    job.state = 'writing'
    try {
      const folder = join(await (this.#folder ??= mkdtemp(join(tmpdir(), 'hearthway-exports-'))), job.id)
      await mkdir(folder)
      job.path = join(folder, 'file')
      job.bytes = await writeExportFile(job.path, task, rows, (written) => { job.written = written }, abort.signal)
      job.state = 'ready'
    } catch (error) {
      job.state = 'failed'
      if (!abort.signal.aborted) this.options.onError(error)
      await this.#clear(job).catch(this.options.onError)
    }
  }

  #find(id: string, asker: string | null): Job | null {
    this.#sweep()
    const job = this.#jobs.get(id)
    return job && (job.owner === null || job.owner === asker) ? job : null
  }

  #sweep(): void {
    for (const job of this.#jobs.values()) if (this.#keptS(job) <= 0) void this.#drop(job).catch(this.options.onError)
  }

  async #drop(job: Job): Promise<void> {
    this.#jobs.delete(job.id)
    job.abort.abort(new Error('cancelled'))
    await job.work
    await this.#clear(job)
  }

  #clear = async ({ path }: Job): Promise<void> => { if (path !== '') await rm(join(path, '..'), { recursive: true, force: true }) }

  #keptS = ({ askedAtMs }: Job): number => Math.round((askedAtMs + keptMs - this.options.wallNow()) / 1000)

  #viewOf(job: Job): ExportJobView {
    const { id, task: { format, encoding, facts }, state, rowCount, written, bytes } = job
    return {
      id, state, format, encoding: format === 'shapefile' ? encoding : null, crs: facts.crs, selection: facts.selection, kind: facts.kind as ExportJobView['kind'], valid_at: facts.valid_at, asked_at: facts.generated_at,
      file: `${facts.title}.${endings[format]}`, rows: rowCount, rows_written: written, bytes, link: state === 'ready' ? `/api/export/jobs/${id}/file` : null, kept_s: Math.max(0, this.#keptS(job)),
    }
  }
}
