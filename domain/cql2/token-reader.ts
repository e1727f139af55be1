import { FilterFault, filterLimitFault, quoted } from './filter-fault'
import { filterLimits } from './filter'
import { filterTokens, type Token } from './filter-tokens'

/** Reads the words of a filter one after the other, and counts what is limited. */
export class TokenReader {
  private readonly tokens: Token[]
  private at = 0
  private depth = 0
  private points = 0
  private conditions = 0

  constructor(text: string) {
    this.tokens = filterTokens(text)
  }

  peek(ahead = 0): Token { return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)]! }

  next(): Token {
    const token = this.peek()
    this.at++
    return token
  }

  /** Whether the next one is this symbol. */
  is(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === 'symbol' && token.text === symbol
  }

  /** Whether the next one is one of these words, capitals or not. */
  isWord(...words: string[]): boolean {
    const token = this.peek()
    return token.kind === 'name' && words.includes(token.text.toUpperCase())
  }

  take(symbol: string, expected = `"${symbol}"`): void {
    if (!this.takeIf(symbol)) throw this.fault(expected)
  }

  takeIf(symbol: string): boolean {
    const is = this.is(symbol)
    if (is) this.at++
    return is
  }

  takeWord(word: string): boolean {
    const is = this.isWord(word)
    if (is) this.at++
    return is
  }

  number(expected: string): number {
    const token = this.peek()
    const value = Number(token.text)
    if (token.kind !== 'number' || !Number.isFinite(value)) throw this.fault(expected)
    this.at++
    return value
  }

  text(expected: string): Token {
    if (this.peek().kind !== 'text') throw this.fault(expected)
    return this.next()
  }

  countCondition(): void {
    if (++this.conditions > filterLimits.conditions) throw filterLimitFault(this.peek().at, `at most ${filterLimits.conditions} conditions`)
  }

  countPoint(): void {
    if (++this.points > filterLimits.points) throw filterLimitFault(this.peek().at, `at most ${filterLimits.points} points`)
  }

  /** Goes one level deeper for as long as `read` runs. */
  deeper<T>(read: () => T): T {
    if (++this.depth > filterLimits.depth) throw filterLimitFault(this.peek().at, `at most ${filterLimits.depth} levels of nesting`)
    const result = read()
    this.depth--
    return result
  }

  fault(expected: string): FilterFault {
    const token = this.peek()
    return new FilterFault(token.at, expected, token.kind === 'end' ? 'the end of the filter' : quoted(token.text))
  }
}
