import { createHash } from 'node:crypto'

/** SM3 (GB/T 32905) of a text's UTF-8 bytes, lower-case hex. */
export const sm3 = (text: string): string => createHash('sm3').update(text, 'utf8').digest('hex')
