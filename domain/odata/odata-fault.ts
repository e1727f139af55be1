/** A text of OData that cannot be used: where the fault begins (characters from 0), what would have been right there, and what stands there. */
export class ODataFault extends Error {
  constructor(readonly position: number, readonly expected: string, readonly found: string) {
    super(`at character ${position}: expected ${expected}, found ${found}`)
  }
}

/** A piece of somebody's text, short and on one line. */
export const shortened = (text: string): string => (text === '' ? 'the end' : `"${(text.length > 40 ? `${text.slice(0, 40)}…` : text).replace(/\s+/g, ' ')}"`)
