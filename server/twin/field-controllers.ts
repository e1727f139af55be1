import type { Controller } from '#domain/network/network'
import type { ControllerDevice } from './controller-device'
import { switchLocal } from './loop-command'
import { ModbusServer } from './modbus-server'

/** The controllers of the city on the wire, one Modbus TCP server each, and the switches on their cabinets. */
export class FieldControllers {
  private readonly servers: Map<string, { server: ModbusServer; port: number; on: boolean }>

  constructor(private readonly devices: readonly ControllerDevice[]) {
    this.servers = new Map(devices.map((device) => [device.id, { server: new ModbusServer(device), port: 0, on: false }]))
  }

  /** Opens every controller on 127.0.0.1. A wanted port that is taken or forbidden gives way to one of the system's. @returns the ports */
  async start(wanted: readonly Pick<Controller, 'id' | 'port'>[]): Promise<Record<string, number>> {
    for (const [id, entry] of this.servers) {
      const port = wanted.find((controller) => controller.id === id)?.port ?? 0
      entry.port = await entry.server.start(port).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return entry.server.start(0)
        throw error
      })
      entry.on = true
    }
    return Object.fromEntries([...this.servers].map(([id, { port }]) => [id, port]))
  }

  /** Pulls the plug of a controller's network or puts it back on the same port; the plant below runs on. @returns false for an unknown id */
  async setPower(id: string, on: boolean): Promise<boolean> {
    const entry = this.servers.get(id)
    if (!entry) return false
    if (entry.on === on) return true
    entry.on = on
    if (on) await entry.server.start(entry.port)
    else await entry.server.stop()
    return true
  }

  /** Turns the cabinet switch of a loop to local or back. @returns false for an unknown loop */
  setLocal(loopId: string, local: boolean): boolean {
    const entry = this.devices.flatMap(({ loops }) => loops).find(({ loop }) => loop.id === loopId)
    if (!entry) return false
    entry.command = switchLocal(entry.command, local)
    return true
  }

  async stop(): Promise<void> {
    await Promise.all([...this.servers.values()].map(({ server }) => server.stop()))
  }
}
