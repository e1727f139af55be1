import type { CommandBlock, DeviceMode, HeldBlock } from '#domain/control/command-block'
import { rejectCodeNumber, type RejectCode } from '#domain/control/loop-status'
import { readHeldBlock } from '#domain/control/registers/loop-registers'
import { RegisterImage } from '#domain/control/registers/register-image'
import type { Loop } from '#domain/network/network'
import { blockAddress, houseMap } from './house-map'

/** What survives a restart of the device. */
export interface LoopCommandState {
  appliedSequence: number
  seenSequence: number
  /** Highest sequence ever seen; nothing at or below it is carried out again. */
  fence: number
  rejectCode: number
  command: { mode: DeviceMode; setpoint_c: number | null; leaseRemainingS: number } | null
  leaseEnded: boolean
  local: boolean
  /** Holding registers of the last block that was carried out. */
  words: number[]
}

export const freshLoopCommandState = (): LoopCommandState => ({
  appliedSequence: 0, seenSequence: 0, fence: 0, rejectCode: 0, command: null, leaseEnded: false, local: false, words: [0, 0, 0, 0x8000, 0],
})

type Received = HeldBlock & { sequence: number }

function decode(words: readonly number[]): Received {
  const image = new RegisterImage()
  image.put('holding', blockAddress(0), words)
  const block = readHeldBlock(houseMap, 0, image)
  return { ...block, sequence: block.sequence ?? 0 }
}

/** Why a device would refuse this block, in the order in which it looks. */
function refuse(loop: Loop, state: LoopCommandState, block: Received): RejectCode {
  if (block.sequence <= state.fence) return 'oldSequence'
  if (state.local) return 'local'
  const heats = loop.service === 'heat' || loop.service === 'heatAndCool'
  const cools = loop.service === 'cool' || loop.service === 'heatAndCool'
  const { mode, setpoint_c } = block
  if (mode === null || (mode === 'heat' && !heats) || (mode === 'cool' && !cools)) return 'badMode'
  if ((mode === 'auto') !== (block.leaseS === 0)) return 'badMode'
  if (mode === 'heat') return setpoint_c !== null && setpoint_c >= loop.heatMinC && setpoint_c <= loop.heatMaxC ? 'none' : 'setpointOutsideLimits'
  if (mode === 'cool') return setpoint_c !== null && setpoint_c >= loop.coolMinC && setpoint_c <= loop.coolMaxC ? 'none' : 'setpointOutsideLimits'
  return setpoint_c === null ? 'none' : 'setpointOutsideLimits'
}

/**
 * Takes one command block (five words, already one FC16 write). A refused block changes nothing but the reject code, the last sequence
 * seen and the fence: once refused, the same block can never take effect later.
 */
export function receiveBlock(loop: Loop, state: LoopCommandState, words: readonly number[]): LoopCommandState {
  const block = decode(words)
  const code = refuse(loop, state, block)
  const seen = { seenSequence: block.sequence, fence: Math.max(state.fence, block.sequence), rejectCode: rejectCodeNumber(code) }
  if (code !== 'none') return { ...state, ...seen }
  const { mode, setpoint_c, leaseS } = block as CommandBlock
  const command = mode === 'auto' ? null : { mode, setpoint_c, leaseRemainingS: leaseS }
  return { ...state, ...seen, appliedSequence: block.sequence, command, leaseEnded: false, words: [...words] }
}

/** Lets `dtS` seconds of site time pass: a lease that runs out hands the loop back to local automatic. */
export function elapse(state: LoopCommandState, dtS: number): LoopCommandState {
  if (!state.command) return state
  const leaseRemainingS = state.command.leaseRemainingS - dtS
  return leaseRemainingS > 0 ? { ...state, command: { ...state.command, leaseRemainingS } } : { ...state, command: null, leaseEnded: true }
}

/** The switch on the cabinet: turning to local drops the remote command for good, turning back leaves local automatic. */
export const switchLocal = (state: LoopCommandState, local: boolean): LoopCommandState => ({ ...state, local, command: null })

/** The dead-man tripped: the remote command is void, it does not come back with the link. */
export const dropCommand = (state: LoopCommandState): LoopCommandState => (state.command ? { ...state, command: null, leaseEnded: true } : state)
