import ModbusRTU from 'modbus-serial'
import { blockAddress, blockLength } from '#server/twin/house-map'

/** A bare client of a controller: one command block written (FC16) and read back (FC3), nothing judged, nothing kept. */
export class BareModbus {
  private readonly client = new ModbusRTU()
  private sequence = 0

  async connect(port: number): Promise<void> {
    await this.client.connectTCP('127.0.0.1', { port })
    this.client.setID(1)
    this.client.setTimeout(5000)
  }

  /** @returns how long it took, ms. @throws Error when the device does not say what was written */
  async roundTrip(loopIndex: number): Promise<number> {
    const began = performance.now()
    const words = [0, this.sequence += 1, offCode, noSetpoint, 600]
    await this.client.writeRegisters(blockAddress(loopIndex), words)
    const { data } = await this.client.readHoldingRegisters(blockAddress(loopIndex), blockLength)
    const ms = performance.now() - began
    if (words.some((word, i) => word !== data[i])) throw new Error(`wrote ${words.join(' ')}, read ${data.join(' ')}`)
    return ms
  }

  close(): Promise<void> {
    return new Promise((resolve) => { this.client.close(() => resolve()) })
  }
}

/** As `hearthway-loop-1` writes "off" and "no set-point". */
const offCode = 1
const noSetpoint = 0x8000
