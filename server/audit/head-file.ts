import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Where the chain ended when somebody looked. One JSON line each, only ever appended. */
export interface HeadLine { seq: number; hash: string; /** Wall instant of the look, UTC. */ written_at: string }

/** Appends a head and waits for the disk. */
export async function appendHead(file: string, line: HeadLine): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(file, 'a', 0o600)
  try {
    await handle.write(`${JSON.stringify({ seq: line.seq, hash: line.hash, written_at: line.written_at })}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export type HeadFile =
  | { found: false }
  /** `faults`: numbers of lines that are none (the first is 1); a last line cut off in the middle of writing is not one. */
  | { found: true; lines: HeadLine[]; faults: number[] }

/** @throws Error when the file is there and cannot be read */
export async function readHeadFile(file: string): Promise<HeadFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return { found: false }
  const rows = text.split('\n')
  const torn = rows.pop()
  const lines: HeadLine[] = []
  const faults: number[] = []
  rows.forEach((row, index) => {
    const line = parse(row)
    if (line) lines.push(line)
    else faults.push(index + 1)
  })
  // Whole, but its line end was cut off.
  const last = parse(torn ?? '')
  if (last) lines.push(last)
  return { found: true, lines, faults }
}

function parse(row: string): HeadLine | null {
  try {
    const { seq, hash, written_at: writtenAt } = JSON.parse(row) as Partial<HeadLine>
    return Number.isSafeInteger(seq) && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) && typeof writtenAt === 'string' ? { seq: seq!, hash, written_at: writtenAt } : null
  } catch {
    return null
  }
}
