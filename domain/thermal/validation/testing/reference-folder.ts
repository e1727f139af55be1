import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where the reference data lie: HEARTHWAY_THERMAL_REFERENCE, else beside the project. They are never copied into it. */
export const referenceFolder = resolve(process.env['HEARTHWAY_THERMAL_REFERENCE'] ?? '../shared/reference/thermal')

/** Folders of METRo cases that hold `file`, by name. */
export function metroCases(file: string): string[] {
  const folder = join(referenceFolder, 'metro_cases')
  return existsSync(folder) ? readdirSync(folder).sort().filter((name) => existsSync(join(folder, name, file))) : []
}

/** A CSV with one line of names: columns by name, numbers where they are numbers (NaN else); `text` keeps the first column as it stands. */
export interface Table { count: number; text: string[]; column(name: string): Float64Array }

export function readTable(content: string): Table {
  const lines = content.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const names = lines[0]!.trim().split(',')
  const cells = lines.slice(1).map((line) => line.trim().split(','))
  return {
    count: cells.length, text: cells.map((row) => row[0]!),
    column(name) {
      const place = names.indexOf(name)
      if (place < 0) throw new RangeError(`no column ${name}`)
      return Float64Array.from(cells, (row) => (row[place] === '' ? Number.NaN : Number(row[place])))
    },
  }
}

export const readReference = (...path: string[]): string => readFileSync(join(referenceFolder, ...path), 'utf8')
