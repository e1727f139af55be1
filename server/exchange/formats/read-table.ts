import { ImportRefused } from '../import-refused'
import { decideEncoding } from './decide-encoding'
import type { ReadOptions, TextEncoding } from './source-file'

/** One row of a table. `line` counts from 1 as editors do; a row of quoted texts may have several. */
export interface TableRow { line: number; values: string[]; /** Why it cannot be read; null where it can. */ fault: string | null }
export interface SourceTable { fields: string[]; rows: TableRow[]; encoding: TextEncoding; notes: string[] }

const separators = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const
type Separator = keyof typeof separators
/** As many stations as a plant file takes. */
const maxRows = 20_000
const maxFields = 200

/**
 * Reads a table of text: comma, semicolon or tab between fields, quoted ones as in RFC 4180, the first row naming the columns.
 * @throws ImportRefused when it is no table, or its texts cannot be read
 */
export function readTable(bytes: Uint8Array, file: string, { encoding: asked }: ReadOptions): SourceTable {
  const { text, encoding } = textOf(bytes, file, asked)
  // Spreadsheets write their separator into a line of its own.
  const said = /^sep=([,;\t])\r?\n/i.exec(text)
  const body = said ? text.slice(said[0].length) : text
  const separator = (said?.[1] as Separator | undefined) ?? separatorOf(body)
  const rows = rowsOf(body, separator, said ? 2 : 1).filter(({ values, fault }) => fault !== null || values.some((value) => value.trim() !== ''))
  const [head, ...rest] = rows
  if (!head) throw new ImportRefused(`${file}: the table is empty`)
  if (head.fault !== null) throw new ImportRefused(`${file}, line ${head.line}: the row of column names cannot be read: ${head.fault}`)
  const fields = head.values.map((field) => field.trim())
  while (fields.at(-1) === '') fields.pop()
  if (fields.length < 2) throw new ImportRefused(`${file}: its first row names ${fields.length === 0 ? 'no column' : `one column only ("${fields[0]!.slice(0, 60)}")`}; expected columns with a comma, semicolon or tab between them`)
  if (fields.length > maxFields) throw new ImportRefused(`${file}: ${fields.length} columns are more than ${maxFields}`)
  const blank = fields.findIndex((field) => field === '')
  if (blank >= 0) throw new ImportRefused(`${file}: column ${blank + 1} has no name in the first row`)
  const twice = fields.find((field, i) => fields.indexOf(field) !== i)
  if (twice !== undefined) throw new ImportRefused(`${file}: two columns are called "${twice.slice(0, 60)}"`)
  if (rest.length === 0) throw new ImportRefused(`${file}: there are no rows under the column names`)
  if (rest.length > maxRows) throw new ImportRefused(`${file}: ${rest.length} rows are more than the ${maxRows} stations one import takes`)
  return { fields, rows: rest.map((row) => fitted(row, fields.length)), encoding, notes: [`a table with a ${separators[separator]} between fields`] }
}

/** Spreadsheets leave empty fields behind the last column; anything else that does not fit the header is a fault. */
function fitted({ line, values, fault }: TableRow, length: number): TableRow {
  if (fault !== null) return { line, values: [], fault }
  if (values.length < length || values.slice(length).some((value) => value.trim() !== '')) return { line, values: [], fault: `${values.length} fields, and the header names ${length}` }
  return { line, values: values.slice(0, length), fault: null }
}

function textOf(bytes: Uint8Array, file: string, asked: string | undefined): { text: string; encoding: TextEncoding } {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
  const encoding = utf16 !== null ? { name: utf16, why: 'its byte order mark says so' } : decideEncoding(samplesOf(bytes), [], asked, file)
  try {
    return { text: new TextDecoder(encoding.name, { fatal: true }).decode(bytes), encoding }
  } catch {
    throw new ImportRefused(`${file}: it looks like ${encoding.name}, but some of it cannot be read that way: the file mixes encodings or is damaged`)
  }
}

/** Fields with something else than ASCII in them. Trail bytes of GBK and Big5 never are separators or ends of lines. */
function samplesOf(bytes: Uint8Array): Uint8Array[] {
  const samples: Uint8Array[] = []
  let [from, foreign] = [0, false]
  for (let at = 0; at <= bytes.length; at++) {
    const byte = bytes[at] ?? 10
    if (byte > 0x7f) foreign = true
    if (byte !== 10 && byte !== 13 && byte !== 9 && byte !== 44 && byte !== 59) continue
    if (foreign) samples.push(bytes.subarray(from, at))
    ;[from, foreign] = [at + 1, false]
  }
  return samples
}

/** What stands most often in the first row, outside quotes. */
function separatorOf(text: string): Separator {
  const counts: Record<Separator, number> = { ',': 0, ';': 0, '\t': 0 }
  let quoted = false
  for (const character of text.trimStart()) {
    if (character === '"') quoted = !quoted
    else if (!quoted && (character === '\n' || character === '\r')) break
    else if (!quoted && character in counts) counts[character as Separator] += 1
  }
  return (Object.keys(counts) as Separator[]).reduce((best, one) => (counts[one] > counts[best] ? one : best), ',')
}

function rowsOf(text: string, separator: Separator, firstLine: number): TableRow[] {
  const rows: TableRow[] = []
  let [at, line] = [0, firstLine]
  while (at < text.length) {
    const row: TableRow = { line, values: [], fault: null }
    rows.push(row)
    for (let ended = false; !ended;) {
      let value: string
      if (text[at] === '"') {
        const close = closingQuote(text, at + 1)
        value = text.slice(at + 1, close < 0 ? text.length : close)
        line += newlines(value)
        value = value.replaceAll('""', '"')
        at = close < 0 ? text.length : close + 1
        if (close < 0) row.fault ??= 'a quote is opened and not closed; what follows it is one text'
        else if (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') row.fault ??= `something follows a closing quote ("${value.slice(0, 30)}")`
      } else value = ''
      const from = at
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
      row.values.push(value + text.slice(from, at))
      ended = at >= text.length || text[at] !== separator
      if (!ended && ++at >= text.length) {
        row.values.push('')
        ended = true
      }
    }
    if (text[at] === '\r') at += 1
    if (text[at] === '\n') at += 1
    line += 1
  }
  return rows
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at
  return -1
}

const newlines = (text: string): number => text.split('\n').length - 1
