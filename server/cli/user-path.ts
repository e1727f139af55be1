import { resolve } from 'node:path'

/** A path as the user meant it: npm runs scripts in the project's folder and tells in INIT_CWD where the user stands. */
export const userPath = (path: string, env: Record<string, string | undefined>): string => resolve(env['INIT_CWD'] ?? '.', path)
