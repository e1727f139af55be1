/** A filter that cannot be used: where the fault begins (characters from 0) and what would have been right there. */
export class FilterFault extends Error {
  constructor(readonly position: number, readonly expected: string, readonly found: string) {
    super(`at character ${position}: expected ${expected}, found ${found}`)
  }
}

/** A piece of somebody's text, short and on one line. */
export const quoted = (text: string): string => `"${(text.length > 40 ? `${text.slice(0, 40)}…` : text).replace(/\s+/g, ' ')}"`

/** A filter that is larger than one may be. */
export const filterLimitFault = (position: number, expected: string): FilterFault => new FilterFault(position, expected, 'more')
