import { isInFlight, isOnDevice } from '#domain/control/command'
import { isMinimumReason } from '#domain/control/interlocks/minimum-on-off'
import type { LoopStatus } from '#domain/control/loop-status'
import type { ControllerView } from '#domain/wire/controllers'
import type { Driver } from '#server/drivers/driver'
import type { PlantController, ReadBackSensor, StoredCommand } from '#server/store/command-store'
import type { CommandSteps } from './command-steps'
import { answered, missed, outdated, unknownController, viewOfController, type ControllerState } from './controller-state'
import { tellable, type TellableState } from './controller-mirror'
import { createReadBackReadings } from './read-back-readings'
import { RunningWatch } from './running-watch'
import { sendCommand } from './send-command'

/** By how much a clock may be put back without ending what stands held, ms of site time. */
const clockSlackMs = 60_000

/**
 * Looks after one controller: one reading, then what the reading settles, then what may be sent, then a pause.
 * Stateless per cycle: it re-reads the device and the database every time, so that a restart loses nothing, and a dead controller halts only itself.
 */
export class ControllerWorker {
  state: ControllerState = unknownController()
  private readonly driver: Driver
  private readonly loopIds: string[]
  private readonly dueReadings: ReturnType<typeof createReadBackReadings>
  private readonly waitingSinceMs = new Map<number, number>()
  private readonly looked = new Map<string, number>()
  /** Commands in flight or holding, as of the last look; null when the database could not say. */
  private open: StoredCommand[] | null = null
  private telling = false
  /** Heartbeat counter in the device; null while nobody answers. */
  private heartbeatSeen: number | null = null
  /** The counter written last: it goes on by itself, so that a cycle that hangs does not stop the heart. */
  private counter: number | null = null
  private answeredMs = 0
  private isSilenced = false
  private readonly watch: RunningWatch

  constructor(private readonly steps: CommandSteps, readonly plant: PlantController, sensors: readonly ReadBackSensor[]) {
    this.driver = steps.settings.openDriver(plant.controller, plant.loops)
    this.watch = new RunningWatch(steps)
    this.loopIds = plant.loops.map((loop) => loop.id)
    this.dueReadings = createReadBackReadings(sensors.filter((sensor) => this.loopIds.includes(sensor.loopId)))
  }

  /** What servers that stand by are told. */
  tellable(): TellableState {
    return tellable(this.state, this.driver.traits)
  }

  view(): ControllerView {
    return viewOfController(this.plant, this.state, this.open, this.driver.traits)
  }

  /** Writes the heartbeat (wall time), always another number than the device last saw. A write that fails is found by the next reading. */
  async beat(): Promise<void> {
    const mayLeave = (): boolean => this.steps.settings.mayAct?.() !== false
    if (this.heartbeatSeen === null || !mayLeave()) return
    const next = ((this.counter ?? this.heartbeatSeen) + 1) % 0x10000
    const counter = next === this.heartbeatSeen ? (next + 1) % 0x10000 : next
    this.counter = counter
    const periodS = Math.max(1, Math.round(this.steps.timing.heartbeatMs / 1000))
    await this.driver.write({ kind: 'heartbeat', counter, periodS, mayLeave }).catch(() => {})
  }

  /** Asked from outside the cycle: figures must not grow old on screen while a cycle hangs. */
  forgetOldAnswer(): void {
    const { settings, timing } = this.steps
    if (this.state.statuses.size === 0 || settings.wall.now() - this.answeredMs < timing.staleMs) return
    this.state = outdated(this.state)
    settings.log.warn({ controller: this.plant.controller.id, link: this.state.link }, 'controller: its last answer is too old to be shown, the cycle hangs')
    this.show()
  }

  /** The lead is lost: nobody here hears the controller any more, and a cycle that still hangs says nothing when it ends. */
  fallSilent(): void {
    this.state = outdated(this.state)
    this.show()
    this.isSilenced = true
  }

  private show(): void {
    if (!this.isSilenced) this.steps.settings.onController(this.view())
  }

  /** One cycle. `atOnce` skips the driver's back-off: somebody asked for a read-back. */
  async cycle(atOnce: boolean): Promise<void> {
    const answer = await this.read(atOnce)
    const { store } = this.steps.settings
    // A controller that fell silent is shown as that before the database is asked, which may be just as silent.
    if (!answer) this.show()
    try {
      const before = this.steps.taken
      const open = this.open = await store.loadOpen(this.loopIds)
      if (answer) await this.attend(open)
      else await this.loseTouch(open)
      await this.giveUpWaiting(open)
      if (this.steps.taken !== before) this.open = await store.loadOpen(this.loopIds)
    } catch (error) {
      this.open = null
      throw error
    } finally {
      this.show()
    }
    if (answer) this.tell()
  }

  close(): Promise<void> {
    return this.driver.close()
  }

  private async read(atOnce: boolean): Promise<boolean> {
    const before = this.state.link
    let connected = false
    let words = 'answers'
    try {
      await this.driver.connect({ now: atOnce })
      connected = true
      const answer = await this.driver.read()
      this.state = answered(this.plant, answer.loops, this.steps.settings.clock.now())
      this.heartbeatSeen = answer.heartbeatSeen
      this.answeredMs = this.steps.settings.wall.now()
      if (before !== 'online') await this.beat()
    } catch (error) {
      this.heartbeatSeen = null
      words = (error as Error).message
      this.state = missed(this.state, connected)
    }
    if (before !== this.state.link) this.steps.settings.log[this.state.link === 'online' ? 'info' : 'warn']({ controller: this.plant.controller.id, link: this.state.link }, `controller ${words}`)
    return this.state.link === 'online'
  }

  /** Nobody answers: what was sent is unknown, and what holds cannot be seen to end. */
  private async loseTouch(open: readonly StoredCommand[]): Promise<void> {
    const nowMs = this.steps.settings.clock.now().getTime()
    for (const command of open) {
      if (command.state === 'sent' || command.state === 'accepted') await this.steps.take(command, 'lostTouch', 'link_lost')
      else if (await this.lapseHeld(command)) continue
      else if (isOnDevice(command.state) && command.expiresAt && command.expiresAt.getTime() <= nowMs) await this.steps.note(command, 'lease_passed_unread')
    }
  }

  /** Settles first, sends last: per controller, nothing new leaves before the old has been read back. */
  private async attend(open: readonly StoredCommand[]): Promise<void> {
    for (const loop of this.plant.loops) {
      const status = this.state.statuses.get(loop.id)
      if (!status) continue
      const commands = open.filter((command) => command.loopId === loop.id)
      const inFlight = commands.find((command) => isInFlight(command.state))
      const waits = inFlight?.state === 'queued' || inFlight?.state === 'selected'
      if (inFlight && !waits) await this.readBack(inFlight, loop.index)
      // What is in flight and already carried out is settled first: it may put the holder into the second row, which is no end.
      const contested = inFlight && !waits && (status.appliedSequence ?? inFlight.sequence) === inFlight.sequence
      if (!contested) for (const holder of commands) if (isOnDevice(holder.state)) await this.steps.settle(holder, { holding: null, status })
      await this.lookAfterHeld(commands, status)
      const endangers = await this.watch.look(loop, commands, status)
      if (!inFlight) await this.lookForLateEffect(loop.id, loop.index, status, commands)
      // Asked again: all of the above takes time, and nothing is sent on an answer that was forgotten meanwhile.
      if (inFlight && waits && this.state.statuses.has(loop.id)) await sendCommand(this.steps, this.driver, loop, inFlight, commands, status, endangers)
    }
  }

  /** Leases of those in the second row run by the server's clock; the first of them takes over when the device is free, in its automatic, and heard. */
  private async lookAfterHeld(commands: readonly StoredCommand[], status: LoopStatus): Promise<void> {
    const held = commands.filter((command) => command.state === 'held')
    const alive: StoredCommand[] = []
    for (const command of held) if (!await this.lapseHeld(command)) alive.push(command)
    const free = status.mode === 'auto' && !status.local && !status.safeState && !status.fault && held.length === commands.length
    const next = alive.toSorted((a, b) => a.slot - b.slot)[0]
    if (free && next && this.state.statuses.has(next.loopId)) await this.steps.take(next, 'takeOver', 'taken_over', { aboveSequence: Math.max(status.seenSequence ?? 0, status.appliedSequence ?? 0) })
  }

  private async lapseHeld(command: StoredCommand): Promise<boolean> {
    const leftMs = (command.expiresAt?.getTime() ?? 0) - this.steps.settings.clock.now().getTime()
    // More left than it ever had: the clock went back behind its beginning, and nobody knows how much has passed.
    if (command.state !== 'held' || (leftMs > 0 && leftMs <= (command.leaseS ?? 0) * 1000 + clockSlackMs)) return false
    await this.steps.take(command, 'lapse', 'lease_ended')
    return true
  }

  private async readBack(command: StoredCommand, loopIndex: number): Promise<void> {
    const answer = await this.driver.readBack(loopIndex).catch(() => null)
    if (answer) await this.steps.settle(command, answer)
    else await this.steps.take(command, 'lostTouch', 'link_lost')
  }

  /** A device that carries out a sequence nobody holds: perhaps one of ours that was given up too early. Looked up once per sequence. */
  private async lookForLateEffect(loopId: string, loopIndex: number, status: LoopStatus, open: readonly StoredCommand[]): Promise<void> {
    const sequence = status.appliedSequence
    if (status.mode === 'auto' || sequence === null || sequence === 0 || open.some((command) => command.sequence === sequence) || this.looked.get(loopId) === sequence) return
    const command = await this.steps.settings.store.loadBySequence(loopId, sequence)
    const answer = command && await this.driver.readBack(loopIndex).catch(() => null)
    if (command && !answer) return
    this.looked.set(loopId, sequence)
    if (command && answer && (command.state === 'failed' || command.state === 'superseded')) await this.steps.settle(command, answer)
  }

  /** A command that cannot be sent ends honestly instead of leaving hours later. */
  private async giveUpWaiting(open: readonly StoredCommand[]): Promise<void> {
    const { wall } = this.steps.settings
    const queued = open.filter((command) => command.state === 'queued' || (command.state === 'selected' && command.operatedAt !== null))
    for (const id of this.waitingSinceMs.keys()) if (!queued.some((command) => command.id === id)) this.waitingSinceMs.delete(id)
    const nowMs = this.steps.settings.clock.now().getTime()
    for (const command of queued) {
      // Until its machine has run or rested long enough it does not wait for its controller.
      if (isMinimumReason(command.reason) && command.waitUntil && nowMs < command.waitUntil.getTime()) { this.waitingSinceMs.delete(command.id); continue }
      const sinceMs = this.waitingSinceMs.get(command.id) ?? wall.now()
      this.waitingSinceMs.set(command.id, sinceMs)
      if (wall.now() - sinceMs >= this.steps.timing.queueMs) await this.steps.take(command, 'neverSent', 'not_sent')
    }
  }

  private tell(): void {
    if (this.telling) return
    const readings = this.dueReadings(this.state.statuses, this.state.seenAt ?? this.steps.settings.clock.now())
    if (readings.length === 0) return
    this.telling = true
    Promise.resolve().then(() => this.steps.settings.onReadBack(readings))
      .catch((error: Error) => this.steps.settings.log.warn({ controller: this.plant.controller.id }, `read-back readings were not taken: ${error.message}`))
      .finally(() => { this.telling = false })
  }
}
