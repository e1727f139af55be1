import { randomUUID } from 'node:crypto'
import { checkCommandBlock, type CommandBlock } from '#domain/control/command-block'
import { fieldAnswerShape, fieldLinkShape, fieldStateShape, fieldTopics, heldBlockOf, loopStatusOf, type FieldAnswer, type FieldCommand, type FieldLoop, type FieldState } from '#domain/wire/field-mqtt'
import { createBackOff, type BackOffLimits } from '../back-off'
import { LinkError, type Driver, type WriteOutcome } from '../driver'
import { openMqttLink, type Message, type MqttLink, type MqttTarget } from './mqtt-link'
import { outcomeOfPuback } from './puback-outcome'
import { createReplies } from './replies'

export interface MqttDriverOptions extends MqttTarget {
  controllerId: string
  /** Loops that are read, in the order of the answer. */
  loopIndices: readonly number[]
  /** Wall ms for a connection and for one question; default 2000. A command's message expires with it. */
  timeoutMs?: number
  backOffMs?: BackOffLimits
  now?: () => number
  random?: () => number
}

const leftWords = 'the controller has left the broker (its last will)'

/**
 * Driver of a controller that speaks the JSON contract of docs/mqtt.md over MQTT 5.
 * A reading is a question with an answer of its own: what a broker has kept is no news.
 */
export function createMqttDriver(options: MqttDriverOptions): Driver {
  const { controllerId, loopIndices, timeoutMs = 2000, now = () => performance.now(), random = Math.random } = options
  const backOff = createBackOff(options.backOffMs ?? { first: 500, longest: 15_000 }, random)
  const topics = fieldTopics(controllerId)
  const states = createReplies<FieldState>(timeoutMs)
  const answers = createReplies<FieldAnswer>(timeoutMs)
  const expiryS = Math.max(1, Math.floor(timeoutMs / 1000))
  let link: MqttLink | null = null
  /** By its last will; null before it has said anything. */
  let online: boolean | null = null
  let closed = false
  let tail: Promise<unknown> = Promise.resolve()

  const queued = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work)
    tail = done.catch(() => {})
    return done
  }
  const take = ({ topic, payload, correlation }: Message): void => {
    if (topic === topics.link) online = readLink(payload)
    else if (topic === topics.state) states.settle(correlation, () => parsed(fieldStateShape, payload))
    else if (topic === topics.answer) answers.settle(correlation, () => parsed(fieldAnswerShape, payload))
  }
  const standing = (): MqttLink => {
    if (closed) throw new LinkError('closed', 'the driver is closed')
    if (!link?.alive) throw new LinkError('closed', 'not connected to the broker')
    return link
  }
  const failed = (): void => {
    link?.destroy()
    backOff.failed(now())
  }
  const ask = async (): Promise<FieldState> => {
    try {
      const on = standing()
      if (online === false) throw new LinkError('silent', leftWords)
      const correlation = randomUUID()
      const reply = states.expect(correlation)
      const { reasonCode } = await on.publish(topics.read, {}, { qos: 1, expiryS, responseTopic: topics.state, correlation }).catch((error: unknown) => {
        states.forget(correlation)
        throw error
      })
      if (reasonCode === 0x10 || reasonCode >= 0x80) states.forget(correlation)
      if (reasonCode === 0x10) throw new LinkError('silent', 'the controller does not listen at the broker')
      if (reasonCode >= 0x80) throw new LinkError('unreachable', `the broker refused the question (0x${reasonCode.toString(16)})`)
      const state = await reply
      backOff.succeeded()
      return state
    } catch (error) {
      if (!(error instanceof LinkError && error.kind === 'closed')) failed()
      throw error
    }
  }
  const loopOf = (state: FieldState, index: number): FieldLoop => {
    const said = state.loops.find((loop) => loop.loop === index)
    if (!said) throw new LinkError('wrongDevice', `the controller has no loop ${index}`)
    return said
  }

  return {
    traits: { fenced: true, dryRun: false },
    connect: ({ now: atOnce = false } = {}) => queued(async () => {
      if (closed) throw new LinkError('closed', 'the driver is closed')
      if (link?.alive) return
      const pauseMs = backOff.remainingMs(now())
      if (pauseMs > 0 && !atOnce) throw new LinkError('unreachable', `next attempt in ${Math.ceil(pauseMs)} ms`)
      online = null
      try {
        link = await openMqttLink(options, [topics.state, topics.answer, topics.link], timeoutMs, take)
      } catch (error) {
        backOff.failed(now())
        throw error
      }
      if (closed) link.destroy()
    }),
    read: () => queued(async () => {
      const state = await ask()
      return { heartbeatSeen: state.heartbeat_seen ?? 0, heartbeatLost: state.heartbeat_lost, loops: loopIndices.map((index) => loopStatusOf(loopOf(state, index))) }
    }),
    readBack: (loopIndex) => queued(async () => {
      const said = loopOf(await ask(), loopIndex)
      return { holding: heldBlockOf(said), status: loopStatusOf(said) }
    }),
    write: (what) => queued(async (): Promise<WriteOutcome> => {
      if (what.kind === 'command') checkCommandBlock(what.block)
      else if (!isCount(what.counter, 0) || !isCount(what.periodS, 1)) throw new RangeError(`heartbeat: ${what.counter} every ${what.periodS} s`)
      try {
        if (what.kind === 'command') return await sendCommand(what.loopIndex, what.block, what.mayLeave)
        const { reasonCode } = await standing().publish(topics.heartbeat, { counter: what.counter, period_s: what.periodS }, { qos: 0, expiryS: what.periodS, mayLeave: what.mayLeave })
        return reasonCode >= 0x80 ? outcomeOfPuback(reasonCode) : { outcome: 'acknowledged' }
      } catch (error) {
        if (!(error instanceof LinkError)) throw error
        if (error.kind === 'closed') return { outcome: 'notCarriedOut', detail: error.message }
        failed()
        return { outcome: 'unknown', detail: error.message }
      }
    }),
    async close() {
      closed = true
      link?.destroy()
      await tail
    },
  }

  async function sendCommand(loop: number, block: CommandBlock, mayLeave?: () => boolean): Promise<WriteOutcome> {
    const on = standing()
    if (online === false) return { outcome: 'notCarriedOut', detail: leftWords }
    const correlation = randomUUID()
    const body: FieldCommand = { loop, sequence: block.sequence, mode: block.mode, setpoint_c: block.setpoint_c, lease_s: block.leaseS }
    const reply = answers.expect(correlation)
    const { reasonCode } = await on.publish(topics.command, body, { qos: 1, expiryS, responseTopic: topics.answer, correlation, mayLeave }).catch((error: unknown) => {
      answers.forget(correlation)
      throw error
    })
    if (reasonCode !== 0) {
      answers.forget(correlation)
      return outcomeOfPuback(reasonCode)
    }
    const answer = await reply
    if (answer.loop !== loop || answer.sequence !== block.sequence) return { outcome: 'unknown', detail: `the answer speaks of loop ${answer.loop}, sequence ${answer.sequence}` }
    if (answer.outcome === 'received') return { outcome: 'acknowledged' }
    return { outcome: answer.outcome === 'busy' ? 'notCarriedOut' : 'refused', detail: answer.message ?? answer.outcome }
  }
}

const isCount = (value: number, least: number): boolean => Number.isInteger(value) && value >= least && value <= 0xffff

/** A notice nobody can read says nothing: the next question finds out. */
function readLink(payload: Buffer): boolean | null {
  try {
    return parsed(fieldLinkShape, payload).online
  } catch {
    return null
  }
}

function parsed<T>(shape: { safeParse(json: unknown): { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } } }, payload: Buffer): T {
  let json: unknown
  try {
    json = JSON.parse(payload.toString('utf8'))
  } catch {
    throw new LinkError('wrongDevice', 'the controller does not answer in JSON')
  }
  const result = shape.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new LinkError('wrongDevice', `the controller's answer does not keep the contract: ${issue?.path.join('.')}: ${issue?.message}`)
}
