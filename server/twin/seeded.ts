/** 32-bit hash of a text (FNV-1a with a final avalanche), the root of everything hidden and random in the twin. */
export function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Uniform number in [0, 1) that belongs to a key: the same key always gives the same number, whatever was asked before. */
export const uniformOf = (key: string): number => hashText(key) / 0x1_0000_0000

/** Uniform number in [from, to) of a key. */
export const between = (key: string, from: number, to: number): number => from + (to - from) * uniformOf(key)

/** Standard normal deviate of a key (Box-Muller on two of its uniforms). */
export function normalOf(key: string): number {
  const u = Math.max(1e-12, uniformOf(`${key}/u`))
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * uniformOf(`${key}/v`))
}

/** Smooth random field over a city, about -1..1, with features of some kilometres: neighbours resemble each other. */
export function smoothField(key: string, lon: number, lat: number): number {
  let sum = 0
  for (let wave = 0; wave < 4; wave++) {
    const heading = between(`${key}/heading/${wave}`, 0, 2 * Math.PI)
    const cyclesPerDegree = between(`${key}/cycles/${wave}`, 6, 22)
    const along = lon * Math.cos(heading) * 0.75 + lat * Math.sin(heading)
    sum += Math.sin(2 * Math.PI * (along * cyclesPerDegree + uniformOf(`${key}/phase/${wave}`)))
  }
  return sum / 2.4
}
