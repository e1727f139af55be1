import { ODataFault, shortened } from './odata-fault'

/** A system query option: its name with the $, its value, and where the value begins in what was sent. */
export interface QueryOption { name: string; value: string; at: number }
/** One way to expand: the relations that lead there and the options of the last of them. */
export interface ExpandItem { path: string; at: number; options: QueryOption[] }

/** Cuts at a separator that stands outside quotes and parentheses. @throws ODataFault for what does not close */
export function cutOutside(text: string, separator: string, offset: number): { text: string; at: number }[] {
  const pieces: { text: string; at: number }[] = []
  const open: number[] = []
  let from = 0
  let quote = -1
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === "'") quote = quote < 0 ? at : -1
    if (quote >= 0) continue
    if (character === '(') open.push(at)
    else if (character === ')' && open.pop() === undefined) throw new ODataFault(offset + at, `${separator} or the end`, '")"')
    else if (character === separator && open.length === 0) {
      pieces.push({ text: text.slice(from, at), at: offset + from })
      from = at + 1
    }
  }
  if (quote >= 0) throw new ODataFault(offset + quote, "a closing '", 'the end')
  if (open.length > 0) throw new ODataFault(offset + open.at(-1)!, 'a closing )', 'the end')
  return [...pieces, { text: text.slice(from), at: offset + from }]
}

/** Names between commas, without spaces around them. @throws ODataFault for an empty one */
export function parseNames(text: string, offset: number): { text: string; at: number }[] {
  return cutOutside(text, ',', offset).map((piece) => {
    const name = piece.text.trim()
    const at = piece.at + piece.text.length - piece.text.trimStart().length
    if (name === '') throw new ODataFault(at, 'a name', shortened(''))
    return { text: name, at }
  })
}

/** Reads $expand: relations between commas, each with options in parentheses, cut by semicolons. @throws ODataFault and nothing else */
export function parseExpand(text: string, offset: number): ExpandItem[] {
  return parseNames(text, offset).map(({ text: item, at }) => {
    const open = item.indexOf('(')
    if (open < 0) return { path: item, at, options: [] }
    if (!item.endsWith(')')) throw new ODataFault(at + item.lastIndexOf(')') + 1, ', or the end', shortened(item.slice(item.lastIndexOf(')') + 1)))
    const options = cutOutside(item.slice(open + 1, -1), ';', at + open + 1).map((option): QueryOption => {
      const equals = option.text.indexOf('=')
      if (equals < 0) throw new ODataFault(option.at, 'an option with its value, such as $top=1', shortened(option.text))
      return { name: option.text.slice(0, equals).trim(), value: option.text.slice(equals + 1), at: option.at + equals + 1 }
    })
    return { path: item.slice(0, open).trim(), at, options }
  })
}
