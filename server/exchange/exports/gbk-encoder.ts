/** Bytes that a character has in GBK: two, of which the first is above 0x80. Only the table is missing in TextEncoder: TextDecoder has it. */
let table: Map<string, number> | null = null

function gbkTable(): Map<string, number> {
  const decoder = new TextDecoder('gbk')
  const made = new Map<string, number>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      const character = decoder.decode(Uint8Array.of(lead, trail))
      // Of two codes for one character the first counts; a pair that means nothing decodes to U+FFFD and perhaps a letter.
      if ([...character].length === 1 && character !== '\ufffd' && !made.has(character)) made.set(character, (lead << 8) | trail)
    }
  }
  return made
}

export interface EncodedText { bytes: Uint8Array; /** Characters that GBK does not have; a question mark stands for each. */ lost: number }

/**
 * A text in GBK, whole characters within `mostBytes`.
 * A character that GBK lacks (some names, emoji) becomes `?` and is counted.
 */
export function encodeGbk(text: string, mostBytes = Number.POSITIVE_INFINITY): EncodedText {
  table ??= gbkTable()
  const bytes: number[] = []
  let lost = 0
  for (const character of text) {
    const point = character.codePointAt(0)!
    const code = point < 0x80 ? point : table.get(character)
    if (bytes.length + (code !== undefined && code > 0xff ? 2 : 1) > mostBytes) break
    if (code === undefined) {
      lost++
      bytes.push(0x3f)
    } else if (code > 0xff) bytes.push(code >> 8, code & 0xff)
    else bytes.push(code)
  }
  return { bytes: Uint8Array.from(bytes), lost }
}
