import type { FigureLiteral, FigurePosition, FigureType } from './filter'
import { figureTypes } from './filter'
import type { TokenReader } from './token-reader'

const typeOf = new Map(figureTypes.map((type) => [type.toUpperCase(), type]))

/** The type that a WKT word names; undefined for any other word. */
export const figureTypeOf = (word: string): FigureType | undefined => typeOf.get(word.toUpperCase().replace(/Z$/, ''))

/** WKT of one figure, whose first word is `type` and was read. @throws FilterFault */
export function parseFigureText(reader: TokenReader, type: FigureType, at: number): FigureLiteral {
  if (reader.isWord('Z')) reader.next()
  return { is: 'figure', type, coordinates: readers[type](reader), at }
}

function list<T>(reader: TokenReader, item: () => T): T[] {
  reader.take('(')
  const items = [item()]
  while (reader.takeIf(',')) items.push(item())
  reader.take(')', '"," or ")"')
  return items
}

function position(reader: TokenReader): FigurePosition {
  reader.countPoint()
  const ordinates = [reader.number('a coordinate'), reader.number('a second coordinate')]
  if (reader.peek().kind === 'number') ordinates.push(reader.number('a height'))
  return ordinates
}

const line = (reader: TokenReader): FigurePosition[] => list(reader, () => position(reader))
const lines = (reader: TokenReader): FigurePosition[][] => list(reader, () => line(reader))
const onePosition = (reader: TokenReader): FigurePosition => {
  reader.take('(')
  const found = position(reader)
  reader.take(')')
  return found
}

const readers: Record<FigureType, (reader: TokenReader) => unknown> = {
  Point: onePosition,
  // Both MULTIPOINT((1 2),(3 4)) and MULTIPOINT(1 2,3 4) are met.
  MultiPoint: (reader) => list(reader, () => (reader.is('(') ? onePosition(reader) : position(reader))),
  LineString: line,
  MultiLineString: lines,
  Polygon: lines,
  MultiPolygon: (reader) => list(reader, () => lines(reader)),
}
