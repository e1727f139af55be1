import { guardActor, interlockActor, prioritySlots, type CommandMode } from '#domain/control/command'
import type { InterlockInput } from '#domain/control/interlocks/interlock-input'
import { judgeGuard } from '#domain/control/interlocks/judge-guard'
import { verdictOf, type InterlockResult } from '#domain/control/interlocks/judge-interlocks'
import { isLifeSafe, judgeLifeSafety, type Danger } from '#domain/control/interlocks/judge-life-safety'
import type { Loop } from '#domain/network/network'
import type { StoredCommand } from '#server/store/command-store'

/** What was found of a command that goes on. `results` say why it endangers. */
export interface RunningVerdict { danger: Danger; results: InterlockResult[] }

/** One way in which the server ends what a command does, in a slot of its own. */
export interface Protection {
  actor: string
  slot: number
  /** What it writes. */
  mode(loop: Pick<Loop, 'safeState'>): Extract<CommandMode, 'off' | 'hold'>
  /** How long a danger that is only possible may last before it counts, s of site time. */
  possibleForS: number
  /** @param input what is known, for the command that acts */
  judge(input: InterlockInput, acting: StoredCommand): RunningVerdict
  /** Whether its cause is gone. @param below what is known, for the first that stands held below it; null = nobody would go on. @param own the same for what it wrote itself */
  isSafeAgain(own: InterlockInput, reason: string | null, below: InterlockInput | null): boolean
  /** Gives its slot back only by a person's word. */
  needsPerson: boolean
}

/** Whether two persons gave it for a runway of which they knew that it was in use: by what was judged when it was sent. */
const acceptsUse = ({ interlocks, takenOver }: StoredCommand): boolean => {
  const uses = interlocks?.results.find(({ rule }) => rule === 'runway_use')?.inputs ?? []
  return !takenOver && uses.length > 0 && uses.every(({ value, trust }) => value === 'inUse' && trust === 'good')
}

/** Slot 2: ends what endangers people, for good. Freeze protection goes on where the plant file holds it for the safe state. */
const interlockTrip: Protection = {
  actor: interlockActor, slot: prioritySlots.automaticLifeSafety, possibleForS: 120, needsPerson: true,
  mode: ({ safeState }) => (safeState === 'holdFreezeProtection' ? 'hold' : 'off'),
  judge: (input, acting) => judgeLifeSafety(input, acceptsUse(acting)),
  isSafeAgain: isLifeSafe,
}

/** Slot 5: ends what endangers pavement and plant, and gives the loop back by itself. */
const guard: Protection = {
  actor: guardActor, slot: prioritySlots.criticalEquipment, possibleForS: 0, needsPerson: false, mode: () => 'off',
  judge(input) {
    const results = judgeGuard(input)
    return { danger: verdictOf(results).allowed ? 'none' : 'certain', results }
  },
  // Nobody would go on: there is nothing to protect from.
  isSafeAgain: (_own, _reason, below) => below === null || verdictOf(judgeGuard(below, false)).allowed,
}

/** The higher slot first. */
export const protections: readonly Protection[] = [interlockTrip, guard]
