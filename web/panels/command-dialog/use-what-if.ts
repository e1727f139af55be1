import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { defaultLeaseS } from '#domain/control/command'
import { type WhatIfMode, whatIfModes } from '#domain/thermal/what-if'
import type { CommandRequest } from '#domain/wire/commands'
import type { ThermalStateView } from '#domain/wire/thermal-state'
import type { WhatIfAnswer, WhatIfSegment } from '#domain/wire/what-if'
import { type ApiError, toApiError } from '../../api/api-error'
import { client } from '../../api/client'
import { type LocalSegment, openLocalSegment } from '../../workers/local-segment'

/** What is being prepared: its requests, and the segment whose course is wanted with the loop below it (null without one). */
export interface WhatIfQuestion { requests: CommandRequest[]; segment: { id: string; loopId: string } | null }

/** The course of one segment, computed here, from the instant at which the server told of its state. */
export interface LocalCourse { segment: WhatIfSegment; startAt: string; stepS: number; fromMs: number; untilMs: number }

/** Wall ms after the last change of the form until the server is asked, and between two askings of an open form. */
const settleMs = 350
const renewEveryMs = 15_000

/** The command of a question that can be followed, or null: what a controller does in the other modes is not known. */
function followed(question: WhatIfQuestion | null): { mode: WhatIfMode; setpointC: number; leaseS: number } | null {
  const first = question?.requests[0]
  if (!first || !(whatIfModes as readonly string[]).includes(first.mode)) return null
  return { mode: first.mode as WhatIfMode, setpointC: first.setpoint_c ?? Number.NaN, leaseS: first.lease_s ?? defaultLeaseS }
}

/**
 * The what-if of a form while it is filled in: sums over all its segments by the server, the course of one segment by the page's own worker.
 * An answer is kept until the next one; `pending` says that it no longer belongs to what the form says. Nothing here commands anything.
 */
export function useWhatIf(question: () => WhatIfQuestion | null, open: () => LocalSegment = openLocalSegment) {
  const answer = shallowRef<WhatIfAnswer | null>(null)
  const course = shallowRef<LocalCourse | null>(null)
  const error = shallowRef<ApiError | null>(null)
  /** Why the page itself could not compute the course; the sums do not need it. */
  const courseFault = ref<string | null>(null)
  const pending = ref(false)
  let local: LocalSegment | null = null
  let state: { id: string; view: ThermalStateView } | null = null
  let settle: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | null = null
  const isStill = (key: string): boolean => JSON.stringify(question()) === key

  function forget(): void {
    clearTimeout(settle)
    asking?.abort()
    asking = null
    answer.value = null
    course.value = null
    error.value = null
    courseFault.value = null
    pending.value = false
  }

  async function askServer(asked: WhatIfQuestion): Promise<void> {
    asking?.abort()
    const own = asking = new AbortController()
    const key = JSON.stringify(asked)
    try {
      const commands = asked.requests.map(({ target, mode, setpoint_c, lease_s }) => ({ target, mode, setpoint_c, lease_s }))
      const [said] = await Promise.all([client.whatIf({ commands, courses: false }, own.signal), renewState(asked, own.signal)])
      if (own.signal.aborted || !isStill(key)) return
      answer.value = said
      error.value = null
    } catch (thrown) {
      if (own.signal.aborted || !isStill(key)) return
      // A forecast that cannot be had is shown as such, never the last one in its place.
      answer.value = null
      course.value = null
      error.value = toApiError(thrown)
    } finally {
      if (asking === own) pending.value = false
    }
  }

  async function renewState({ segment }: WhatIfQuestion, signal: AbortSignal): Promise<void> {
    if (!segment) return
    state = { id: segment.id, view: await client.thermalState(segment.id, signal) }
    await computeCourse()
  }

  /** At once, whenever the form changes: the state of the segment is already here. */
  async function computeCourse(): Promise<void> {
    const asked = question()
    const command = followed(asked)
    if (!asked?.segment || !command || state?.id !== asked.segment.id) return
    const key = JSON.stringify(asked)
    const { view } = state
    const fromMs = Date.parse(view.issued_at)
    try {
      const segment = await (local ??= open()).compute(view, { loopId: asked.segment.loopId, ...command }, fromMs)
      if (!isStill(key)) return
      course.value = { segment, startAt: view.start_at, stepS: view.step_s, fromMs, untilMs: fromMs + command.leaseS * 1000 }
      courseFault.value = null
    } catch (thrown) {
      if (!isStill(key)) return
      course.value = null
      courseFault.value = thrown instanceof Error ? thrown.message : String(thrown)
    }
  }

  watch(() => JSON.stringify(question()), () => {
    const asked = question()
    clearTimeout(settle)
    if (!asked || !followed(asked)) return forget()
    if (course.value && course.value.segment.segment_id !== asked.segment?.id) course.value = null
    pending.value = true
    void computeCourse()
    settle = setTimeout(() => void askServer(asked), settleMs)
  }, { immediate: true })
  const timer = setInterval(() => {
    const asked = question()
    if (asked && followed(asked) && !pending.value) void askServer(asked)
  }, renewEveryMs)
  onScopeDispose(() => {
    clearInterval(timer)
    forget()
    local?.close()
  })
  return { answer, course, error, courseFault, pending }
}
