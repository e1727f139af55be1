/**
 * Puts a text on the clipboard. The clipboard's own interface exists only on https and localhost; a tablet may have opened http://10.x.x.x.
 * @returns whether it is there
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = Object.assign(document.createElement('textarea'), { value: text, readOnly: true })
    field.style.cssText = 'position:fixed;top:0;left:0;opacity:0'
    document.body.append(field)
    field.select()
    // The older way is the only one there.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const copied = document.execCommand('copy')
    field.remove()
    return copied
  }
}
