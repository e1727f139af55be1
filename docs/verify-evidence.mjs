#!/usr/bin/env node
// Verifies an evidence pack of Hearthway's audit: node verify-evidence.mjs PACK.jsonl [--heads audit-head.jsonl]
// Stands alone: Node.js (20 or newer, OpenSSL with SM3) and this file. The format is described in docs/audit.md.
// Ends with 0 when everything holds, 1 with the first thing that does not, 2 when it was asked wrongly.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const genesis = '0'.repeat(64)
const sm3 = (data) => createHash('sm3').update(data).digest('hex')

/** The one text of a value: names in the order of their UTF-16 units, no spaces, numbers as ECMAScript prints them. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
  return JSON.stringify(value)
}

class Broken extends Error {}
const demand = (holds, words) => { if (!holds) throw new Broken(words) }
const parse = (text, where) => { try { return JSON.parse(text) } catch { throw new Broken(`${where}: not JSON`) } }

/** What holds of a pack's bytes. @throws Broken naming the first thing that does not */
export function verifyPack(bytes) {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  const lines = text.split('\n')
  demand(lines.pop() === '' && lines.length >= 2, 'the file is cut short')
  const header = parse(lines[0], 'line 1')
  demand(header?.format === 'hearthway-evidence' && header.version === 1 && header.digest === 'SM3', 'line 1: not an evidence pack of version 1')
  const { from, to, prev_hash: first } = header
  demand(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 1 && to >= from && /^[0-9a-f]{64}$/.test(first), 'line 1: faulty range or hash')
  demand(from !== 1 || first === genesis, 'line 1: the first record of a chain follows 64 zeros')
  const hashes = new Map([[from - 1, first]])
  let before = { seq: from - 1, hash: first }
  for (const line of lines.slice(1, -1)) {
    const expected = before.seq + 1
    const where = `record ${expected}`
    const record = parse(line, where)
    demand(typeof record === 'object' && record !== null && typeof record.body === 'string', `${where}: not a record`)
    demand(record.seq === expected, `${where} is missing: ${record.seq} follows ${before.seq}`)
    demand(record.prev_hash === before.hash, `${where} follows another record than ${before.seq}`)
    demand(record.hash === sm3(record.prev_hash + record.body), `${where}: its hash differs, it was changed`)
    const body = parse(record.body, `${where}: body`)
    demand(canonical(body) === record.body && body.seq === expected, `${where}: its body is not in the canonical form`)
    before = { seq: record.seq, hash: record.hash }
    hashes.set(record.seq, record.hash)
  }
  const trailer = parse(lines.at(-1), 'the last line')
  demand(trailer?.end === true, 'the end is missing: the file is cut short')
  demand(before.seq === to && trailer.records === to - from + 1, `records are missing at the end: ${before.seq} of ${to}`)
  demand(trailer.head?.seq === before.seq && trailer.head.hash === before.hash, 'the hash at the end is not that of the last record')
  demand(trailer.sm3 === sm3(`${lines.slice(0, -1).join('\n')}\n`), 'the sum over the file differs')
  demand(header.chain_head?.seq !== to || header.chain_head.hash === before.hash, 'the head named at the top is not that of the last record')
  return { from, to, prevHash: first, head: before, hashes, chainHead: header.chain_head, madeAt: header.made_at }
}

/** Compares the pack with notes of the chain's end that were kept elsewhere. @returns how many lie in the pack */
export function compareHeads(pack, text) {
  let compared = 0
  text.split('\n').filter((line) => line !== '').forEach((line, index) => {
    const noted = parse(line, `heads, line ${index + 1}`)
    const hash = pack.hashes.get(noted.seq)
    if (hash === undefined) return
    demand(hash === noted.hash, `record ${noted.seq} is not the one noted at ${noted.written_at}: the chain was written anew`)
    compared++
  })
  return compared
}

if (process.argv[1]?.endsWith('verify-evidence.mjs')) {
  const [file, option, heads, ...more] = process.argv.slice(2)
  if (!file || more.length > 0 || (option !== undefined && (option !== '--heads' || !heads))) {
    console.error('usage: node verify-evidence.mjs PACK.jsonl [--heads audit-head.jsonl]')
    process.exit(2)
  }
  try {
    const pack = verifyPack(readFileSync(file))
    console.log(`records ${pack.from} to ${pack.to}, packed at ${pack.madeAt}: every one stands as it was written`)
    console.log(`hash before them ${pack.prevHash}\nhash at the end  ${pack.head.hash}`)
    if (heads) console.log(`${compareHeads(pack, readFileSync(heads, 'utf8'))} notes of the chain's end agree`)
    else console.log('not compared with notes of the chain\'s end (--heads): a chain written anew from its beginning would look like this as well')
  } catch (error) {
    console.error(error instanceof Broken ? `BROKEN: ${error.message}` : `cannot be verified: ${error.message}`)
    process.exitCode = 1
  }
}
