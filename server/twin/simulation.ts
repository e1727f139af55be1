import type { Network } from '#domain/network/network'
import { ControllerDevice, type DeviceLoop } from './controller-device'
import { freshLoopCommandState } from './loop-command'
import { LoopPlant } from './loop-plant'
import { PavementModel, type SkyNow } from './pavement-model'
import { weatherAt, type Scenario } from './scenario'
import { skyRadiation } from './sky'

/** The city of the twin at one instant: weather, pavements, loops and controllers. No IO; time comes in by `step`. */
export class Simulation {
  readonly pavements: PavementModel
  readonly devices: ControllerDevice[]
  readonly plants: Map<string, LoopPlant>
  sky: SkyNow

  /**
   * @param siteMs first instant of the simulation, unix ms
   * @param wallNowMs monotonic wall clock, ms, for the dead-man
   * @throws RangeError when a loop has no segment or no controller
   */
  constructor(readonly network: Network, readonly scenario: Scenario, readonly seed: string, public siteMs: number, wallNowMs: () => number) {
    this.sky = this.skyNow()
    this.pavements = new PavementModel(network.segments, seed, scenario.ground_temperature_c, this.sky.air_c)
    const members = new Map<string, number[]>(network.loops.map(({ id }) => [id, []]))
    network.segments.forEach(({ loopId }, i) => { if (loopId !== null) members.get(loopId)?.push(i) })
    const loops: DeviceLoop[] = network.loops.map((loop) => ({
      loop, command: freshLoopCommandState(),
      plant: new LoopPlant(loop, members.get(loop.id) ?? [], this.pavements, seed),
    }))
    this.plants = new Map(loops.map(({ loop, plant }) => [loop.id, plant]))
    this.devices = network.controllers.map((controller) =>
      new ControllerDevice(controller.id, controller.unitId, loops.filter(({ loop }) => loop.controllerId === controller.id), wallNowMs))
    const orphan = loops.find(({ loop }) => !network.controllers.some(({ id }) => id === loop.controllerId))
    if (orphan) throw new RangeError(`loop ${orphan.loop.id}: its controller "${orphan.loop.controllerId}" is not in the network`)
  }

  private skyNow(): SkyNow {
    const weather = weatherAt(this.scenario, this.siteMs)
    const solarHour = (((weather.scenarioMs / 3_600_000) + this.scenario.longitude_deg / 15) % 24 + 24) % 24
    // Two rush hours over a daytime plateau, quiet before dawn.
    const peak = (at: number, width: number): number => Math.exp(-(((solarHour - at) / width) ** 2))
    const trafficShare = Math.min(1, 0.1 + 0.55 * peak(13, 5.5) + 0.5 * peak(8, 1.6) + 0.5 * peak(18, 2))
    return { ...weather, ...skyRadiation(this.scenario, weather), trafficShare }
  }

  /** Advances everything by dtS seconds of site time. */
  step(dtS: number): void {
    this.siteMs += dtS * 1000
    this.sky = this.skyNow()
    for (const device of this.devices) device.drive(dtS, { air_c: this.sky.air_c, dewPoint_c: this.sky.dewPoint_c, snowing: this.sky.precipitation_mmPerH > 0.1 && this.sky.air_c < 1 })
    this.pavements.step(dtS, this.sky)
    for (const plant of this.plants.values()) plant.book(dtS)
  }
}
