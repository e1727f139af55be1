/** True when a query text holds nothing but white space, semicolons and comments: only then "empty" is an honest answer. */
export function isEmptyQuery(sql: string): boolean {
  let depth = 0
  for (let at = 0; at < sql.length; at++) {
    const two = sql.slice(at, at + 2)
    if (two === '/*' || (depth > 0 && two === '*/')) {
      depth += two === '/*' ? 1 : -1
      at++
    } else if (depth > 0) continue
    else if (two === '--') {
      const end = sql.slice(at).search(/[\r\n]/)
      if (end < 0) return true
      at += end
    } else if (!/[\s;]/.test(two[0] ?? '')) return false
  }
  return true
}

/** COPY ... FROM STDIN: the engine cannot wait for a client's data, it would hang for ever. */
export function isCopyIn(sql: string): boolean {
  return /(^|;)\s*copy\b[^;]*\bfrom\s+stdin\b/i.test(sql)
}

/** Remembers which prepared statements and portals hold an empty query, and counts what a batch asks to be run. */
export class EmptyStatements {
  #statements = new Set<string>()
  #portals = new Set<string>()

  /** Reads one extended batch (Parse, Bind, Execute, Close ...): how many Executes it holds, and how many of empty queries. */
  note(batch: Buffer): { executes: number; empty: number; copiesIn: boolean } {
    let executes = 0
    let copiesIn = false
    let empty = 0
    for (let at = 0; at + 5 <= batch.length; at += 1 + batch.readInt32BE(at + 1)) {
      const type = String.fromCharCode(batch[at] ?? 0)
      if (type === 'P') {
        const [name, next] = text(batch, at + 5)
        const sql = text(batch, next)[0]
        remember(this.#statements, name, isEmptyQuery(sql))
        copiesIn ||= isCopyIn(sql)
      } else if (type === 'B') {
        const [portal, next] = text(batch, at + 5)
        remember(this.#portals, portal, this.#statements.has(text(batch, next)[0]))
      } else if (type === 'E') {
        executes += 1
        if (this.#portals.has(text(batch, at + 5)[0])) empty += 1
      }
    }
    return { executes, empty, copiesIn }
  }

  clear(): void {
    this.#statements.clear()
    this.#portals.clear()
  }
}

function text(bytes: Buffer, from: number): [string, number] {
  const end = bytes.indexOf(0, from)
  return [bytes.toString('utf8', from, end), end + 1]
}

function remember(names: Set<string>, name: string, yes: boolean): void {
  if (yes) names.add(name)
  else names.delete(name)
}
