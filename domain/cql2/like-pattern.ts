/** Any number of characters, exactly one, or one that is meant. */
type Piece = { is: 'any' } | { is: 'one' } | { is: 'this'; character: string }

function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = []
  const characters = [...pattern]
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!
    if (character === '\\' && i + 1 < characters.length) pieces.push({ is: 'this', character: characters[++i]! })
    else pieces.push(character === '%' ? { is: 'any' } : character === '_' ? { is: 'one' } : { is: 'this', character })
  }
  return pieces
}

/**
 * A test for SQL's LIKE: `%` any text, `_` one character, `\` before either means the character itself.
 * Goes back to the last `%` only, so that no pattern takes longer than text x pattern.
 */
export function likePattern(pattern: string): (text: string) => boolean {
  const pieces = piecesOf(pattern)
  return (text) => {
    const characters = [...text]
    let [at, piece, anyAt, anyFrom] = [0, 0, -1, 0]
    while (at < characters.length) {
      const next = pieces[piece]
      if (next && (next.is === 'one' || (next.is === 'this' && next.character === characters[at]))) {
        at++
        piece++
      } else if (next?.is === 'any') {
        anyAt = piece++
        anyFrom = at
      } else if (anyAt >= 0) {
        piece = anyAt + 1
        at = ++anyFrom
      } else return false
    }
    while (pieces[piece]?.is === 'any') piece++
    return piece === pieces.length
  }
}
