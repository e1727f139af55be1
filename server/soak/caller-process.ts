import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Which of these processes calls from that local port to the other, by what Linux says of its sockets; null when none does. */
export function callerProcess(pids: readonly number[], fromPort: number, toPort: number): number | null {
  const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0')
  const line = readFileSync('/proc/net/tcp', 'utf8').split('\n').map((text) => text.trim().split(/\s+/)).find(([, local, remote]) => local?.endsWith(`:${hex(fromPort)}`) && remote?.endsWith(`:${hex(toPort)}`))
  const socket = `socket:[${line?.[9]}]`
  return (line && pids.find((pid) => socketsOf(pid).includes(socket))) ?? null
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try { return readlinkSync(`/proc/${pid}/fd/${fd}`) } catch { return '' }
    })
  } catch {
    return []
  }
}
