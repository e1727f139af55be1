import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'

const block = 512

/** Unpacks a plain tar (files and folders) into `folder`. Throws on a member that would land outside of it. */
export function unpackTar(tar: Uint8Array, folder: string): void {
  const bytes = Buffer.from(tar.buffer, tar.byteOffset, tar.byteLength)
  const text = (from: number, length: number) => bytes.toString('utf8', from, from + length).replace(/\0.*$/s, '')
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0; ) {
    const prefix = text(at + 345, 155)
    const name = (prefix ? `${prefix}/` : '') + text(at, 100)
    const size = parseInt(text(at + 124, 12).trim() || '0', 8)
    const path = resolve(join(folder, name))
    if (path !== resolve(folder) && !path.startsWith(resolve(folder) + sep)) throw new Error(`the archive names a file outside of the folder: ${name}`)
    if (text(at + 156, 1) === '5' || name.endsWith('/')) mkdirSync(path, { recursive: true, mode: 0o700 })
    else {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileSync(path, bytes.subarray(at + block, at + block + size), { mode: 0o600 })
    }
    at += block + Math.ceil(size / block) * block
  }
}
