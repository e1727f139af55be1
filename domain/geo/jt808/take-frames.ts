const mark = 0x7e
/** Longest frame: header with parts 21, body 1023, check byte, everything escaped, two marks. */
export const longestFrame = 2 * (21 + 1023 + 1) + 2

/**
 * Cuts a TCP stream into frames. A mark ends one frame and may begin the next at once; bytes before the first mark are dropped, and so is a
 * frame that grows beyond what one can be. `rest` (never longer than a frame) goes before the next chunk.
 */
export function takeFrames(rest: Uint8Array, chunk: Uint8Array): { readonly frames: Uint8Array[]; readonly rest: Uint8Array } {
  const bytes = Uint8Array.from([...rest, ...chunk])
  const frames: Uint8Array[] = []
  let start = bytes.indexOf(mark)
  while (start >= 0) {
    const end = bytes.indexOf(mark, start + 1)
    if (end < 0) break
    if (end > start + 1 && end - start < longestFrame) frames.push(bytes.slice(start, end + 1))
    // Two marks with nothing between: the first ended a frame, the second begins one. One mark: it does both until the next says otherwise.
    start = end
  }
  const open = start < 0 ? new Uint8Array() : bytes.slice(start)
  return { frames, rest: open.length > longestFrame ? new Uint8Array() : open }
}
