/** Bytes of a base64 column, to be read little-endian. */
export function bytesOf(base64: string): DataView {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i)
  return new DataView(bytes.buffer)
}
