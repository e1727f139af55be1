import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where the vectors lie: HEARTHWAY_GEO_VECTORS, else beside the project. They are never copied into it. */
export const vectorFolder = resolve(process.env['HEARTHWAY_GEO_VECTORS'] ?? '../shared/reference/geo')

/** Content of one vector file; null where it is missing (tests then skip and say so in their name). */
export function readVectors<T>(file: string): T | null {
  const path = join(vectorFolder, file)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) as T : null
}

/** Title of a test group that rests on a vector file. */
export const vectorTitle = (what: string, file: string, vectors: unknown): string => vectors === null ? `${what}: ${join(vectorFolder, file)} is missing` : `${what} against ${file}`
