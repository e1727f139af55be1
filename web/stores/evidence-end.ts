/** A last line is shorter than this, bytes. */
const mostEndBytes = 1000

/** The last line of an evidence pack; null when it is not there: then the file is cut off. What it says is not verified here. */
export async function readEvidenceEnd(file: Blob): Promise<{ records: number; head: { seq: number; hash: string } } | null> {
  const text = await file.slice(Math.max(0, file.size - mostEndBytes)).text()
  try {
    const end = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as { end?: unknown; records?: unknown; head?: { seq?: unknown; hash?: unknown } }
    return end.end === true && typeof end.records === 'number' && typeof end.head?.seq === 'number' && typeof end.head.hash === 'string' ? { records: end.records, head: { seq: end.head.seq, hash: end.head.hash } } : null
  } catch {
    return null
  }
}
