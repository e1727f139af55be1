export interface TileFeature { id: number; properties: Record<string, string | number>; lines: [number, number][][] }

interface Field { tag: number; wire: number; value: number; bytes: Buffer }

/** Fields of a protocol buffer message: varints, doubles (as their bytes) and blocks. */
function* fields(message: Buffer): Generator<Field> {
  let at = 0
  const varint = (): number => {
    for (let value = 0, weight = 1; ; weight *= 128) {
      const byte = message[at++]!
      value += (byte & 127) * weight
      if (byte < 128) return value
    }
  }
  while (at < message.length) {
    const key = varint()
    const wire = key & 7
    const value = wire === 0 ? varint() : 0
    const length = wire === 2 ? varint() : wire === 1 ? 8 : 0
    yield { tag: key >> 3, wire, value, bytes: message.subarray(at, at += length) }
  }
}

const numbers = (bytes: Buffer): number[] => {
  const found: number[] = []
  for (let i = 0; i < bytes.length;) {
    let [value, weight] = [0, 1]
    do {
      value += (bytes[i]! & 127) * weight
      weight *= 128
    } while (bytes[i++]! > 127)
    found.push(value)
  }
  return found
}
const signed = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)

function linesOf(commands: number[]): [number, number][][] {
  const lines: [number, number][][] = []
  let [x, y] = [0, 0]
  for (let i = 0; i < commands.length;) {
    const command = commands[i++]!
    for (let n = 0; n < command >> 3; n++) {
      x += signed(commands[i++]!)
      y += signed(commands[i++]!)
      if ((command & 7) === 1) lines.push([])
      lines.at(-1)!.push([x, y])
    }
  }
  return lines
}

/** Reads a vector tile of lines by the letter of the Mapbox Vector Tile specification, for tests. */
export function readTile(tile: Buffer): { name: string; version: number; extent: number; features: TileFeature[] } {
  const [layer] = [...fields(tile)]
  const parts = [...fields(layer!.bytes)]
  const all = (tag: number): Buffer[] => parts.filter((part) => part.tag === tag).map(({ bytes }) => bytes)
  const keys = all(3).map(String)
  const values = all(4).map((bytes) => { const [value] = [...fields(bytes)]; return value!.tag === 3 ? value!.bytes.readDoubleLE() : value!.bytes.toString() })
  return {
    name: String(all(1)[0]), version: parts.find(({ tag }) => tag === 15)!.value, extent: parts.find(({ tag }) => tag === 5)!.value,
    features: all(2).map((bytes) => {
      const feature = [...fields(bytes)]
      const tags = numbers(feature.find(({ tag }) => tag === 2)!.bytes)
      return {
        id: feature.find(({ tag }) => tag === 1)!.value, lines: linesOf(numbers(feature.find(({ tag }) => tag === 4)!.bytes)),
        properties: Object.fromEntries(Array.from({ length: tags.length / 2 }, (_, i) => [keys[tags[2 * i]!]!, values[tags[2 * i + 1]!]!])),
      }
    }),
  }
}
