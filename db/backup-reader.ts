import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { PassThrough } from 'node:stream'
import { backupFormat, backupVersion, rowsPerPage, type BackupHeader, type BackupLine, type BackupTrailer, type RowLine, type TableLine } from './backup-format'

export type BackupPart = { header: BackupHeader } | { table: TableLine; rows: RowLine[] } | { trailer: BackupTrailer }

const damaged = (why: string): Error => new Error(`the backup is damaged: ${why}`)

/**
 * Reads a backup part by part: the header first, then pages of rows, and the trailer last, after the checksum over all before it held.
 * @throws Error when the file is no backup, is of a newer version, cut short or changed
 */
export async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  const hash = createHash('sha256')
  let table: TableLine | undefined
  let rows: RowLine[] = []
  let headed = false
  let ended = false
  for await (const text of readLines(file)) {
    if (ended) throw damaged('something follows its end')
    const line = parseLine(text)
    if (!headed) {
      yield { header: judgeHeader(line) }
      headed = true
    } else if (Array.isArray(line)) {
      if (!table || line.length !== table.columns.length) throw damaged('a row does not fit its table')
      if (rows.push(line) >= rowsPerPage) {
        yield { table, rows }
        rows = []
      }
    } else {
      if (table) yield { table, rows }
      rows = []
      if ('end' in line) {
        if (line.sha256 !== hash.digest('hex')) throw damaged('its checksum does not hold')
        yield { trailer: line }
        ended = true
        continue
      }
      if (!('table' in line)) throw damaged('a line is neither table nor row')
      table = line
    }
    if (!ended) hash.update(text).update('\n')
  }
  if (!ended) throw headed ? damaged('it is cut short') : new Error('this file is not a backup of Hearthway')
}

function parseLine(text: string): BackupLine {
  try {
    return JSON.parse(text) as BackupLine
  } catch {
    throw damaged('a line cannot be read')
  }
}

function judgeHeader(line: BackupLine): BackupHeader {
  if (typeof line !== 'object' || line === null || !('format' in line) || line.format !== backupFormat) throw new Error('this file is not a backup of Hearthway')
  if (line.version > backupVersion) throw new Error(`the backup has version ${line.version}; this Hearthway reads up to ${backupVersion}: update it first`)
  return line
}

async function* readLines(file: string): AsyncGenerator<string> {
  const text = new PassThrough({ encoding: 'utf8' })
  const flow = pipeline(createReadStream(file), createGunzip(), text)
  // A fault of the flow also ends the loop below with that fault.
  flow.catch(() => {})
  let rest = ''
  try {
    for await (const chunk of text as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop()!
      yield* lines
    }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code?.startsWith('Z_')) throw code === 'Z_DATA_ERROR' && message.includes('header check') ? new Error('this file is not a backup of Hearthway') : damaged(message)
    throw error
  } finally {
    text.destroy()
  }
  if (rest !== '') throw damaged('its last line is cut short')
}
