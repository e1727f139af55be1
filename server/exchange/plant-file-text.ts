import type { PlantFile } from '#domain/network/plant-file'

/** A plant file as people and their version control read it: one thing per line. Ends with a line feed. */
export function plantFileText(file: PlantFile): string {
  const members = Object.entries(file).map(([name, value]: [string, unknown]) => {
    if (!Array.isArray(value) || value.length === 0) return ` ${JSON.stringify(name)}: ${JSON.stringify(value)}`
    return ` ${JSON.stringify(name)}: [\n${value.map((item) => `  ${JSON.stringify(item)}`).join(',\n')}\n ]`
  })
  return `{\n${members.join(',\n')}\n}\n`
}
