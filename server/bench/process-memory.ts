import { readdirSync, readFileSync } from 'node:fs'

export interface ProcessMemory { pid: number; command: string; rssMb: number; pssMb: number | null }

/** A process and all its descendants, with their resident memory; Linux only. A process that ends meanwhile is left out. */
export function processTreeMemory(root: number): ProcessMemory[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // The second field is the name in brackets, which may hold spaces: the parent follows the last bracket.
    const stat = readOrNull(`/proc/${name}/stat`)
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const tree = [root]
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child)
  return tree.flatMap((pid) => {
    const status = readOrNull(`/proc/${pid}/status`)
    const kb = Number(/^VmRSS:\s+(\d+)/m.exec(status ?? '')?.[1])
    if (!Number.isFinite(kb)) return []
    const pss = /^Pss:\s+(\d+)/m.exec(readOrNull(`/proc/${pid}/smaps_rollup`) ?? '')?.[1]
    return [{ pid, command: (readOrNull(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim(), rssMb: kb / 1024, pssMb: pss === undefined ? null : Number(pss) / 1024 }]
  })
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
