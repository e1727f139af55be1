import { startMosquitto } from '#server/drivers/mqtt/testing/mosquitto'
import { createReferenceController } from '#server/drivers/mqtt/testing/reference-controller'

/** A broker that can be killed, and behind it a controller that keeps its memory, counts what it carries out and comes back by itself. */
export interface MqttPeer {
  readonly port: number
  readonly accounts: { username: string; password: string }
  /** What the controller has carried out, in order. */
  effects(): { loop: number; sequence: number }[]
  /** kill -9 of the broker: every connection breaks, and what it had not yet handed on is gone. */
  kill(): Promise<void>
  revive(): Promise<void>
  close(): Promise<void>
}

const retryMs = 50

export async function startMqttPeer(controllerId: string, loops: number): Promise<MqttPeer> {
  const broker = await startMosquitto()
  const controller = createReferenceController(controllerId, loops, { port: broker.port, ...broker.accounts })
  let closed = false
  const keepConnected = async (): Promise<void> => {
    while (!closed) {
      if (!controller.connected) await controller.connect().catch(() => {})
      await new Promise((resolve) => { setTimeout(resolve, retryMs) })
    }
  }
  await controller.connect()
  const keeping = keepConnected()
  return {
    port: broker.port,
    accounts: broker.accounts,
    effects: () => controller.effects.map(({ loop, sequence }) => ({ loop, sequence })),
    kill: () => broker.kill(),
    revive: () => broker.revive(),
    async close() {
      closed = true
      await keeping
      await controller.cut()
      await broker.close()
    },
  }
}
