import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { PlantAppliedView, PlantPlanView } from '#domain/wire/plant'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { usePlantStore } from './plant'
import { useSessionStore } from './session'

/** Where it comes from, for people, and what it says; whether it is a plant file is for the server to judge. */
export interface PlantDraft { name: string; bytes: number; file: unknown }

/** One plant file on its way in: compared, explained, applied. A refusal changes nothing here: file, plan and reason stay until they are replaced. */
export const usePlantChangeStore = defineStore('plant-change', () => {
  const session = useSessionStore()
  const plant = usePlantStore()
  const draft = shallowRef<PlantDraft | null>(null)
  /** A file that was chosen and is no JSON; the one before it stays. */
  const unreadable = shallowRef<{ name: string; why: string } | null>(null)
  const plan = shallowRef<PlantPlanView | null>(null)
  const reason = ref('')
  const busy = ref<'plan' | 'apply' | null>(null)
  const refused = shallowRef<{ step: 'plan' | 'apply'; error: ApiError } | null>(null)
  const outcome = shallowRef<PlantAppliedView | null>(null)
  const changes = computed(() => (plan.value ? plan.value.create.length + plan.value.change.length + plan.value.remove.length : 0))
  /** Another version was applied since the plan: it speaks of a plant that is no more. */
  const overtaken = computed(() => plan.value !== null && (refused.value?.error.code === 'plant.changed' || (plant.newest !== null && plant.newest.number > plan.value.base_version)))
  /** The version that stands as far as it is known: a refusal tells its number before the versions are read anew. */
  const standing = computed(() => Math.max(plant.newest?.number ?? 0, Number(refused.value?.error.params['version'] ?? 0)))
  const mayApply = computed(() => busy.value === null && plan.value !== null && plan.value.problems.length === 0 && changes.value > 0 && !overtaken.value && reason.value.trim() !== '')

  /** Takes a file to be looked at, and compares it. @param text as it lies on the disk */
  async function take(name: string, text: string): Promise<void> {
    if (busy.value) return
    try {
      draft.value = { name, bytes: new TextEncoder().encode(text).length, file: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown }
    } catch (thrown) {
      unreadable.value = { name, why: thrown instanceof Error ? thrown.message : String(thrown) }
      return
    }
    unreadable.value = null
    outcome.value = null
    plan.value = null
    await compare()
  }
  async function compare(): Promise<void> {
    const mine = draft.value
    if (!mine || busy.value) return
    busy.value = 'plan'
    refused.value = null
    try {
      const heard = await client.planPlant(mine.file)
      if (draft.value === mine) plan.value = heard
    } catch (thrown) {
      if (draft.value === mine) refused.value = { step: 'plan', error: toApiError(thrown) }
    } finally {
      busy.value = null
    }
  }
  /** Whether it was applied is what the server says; it is applied only against the version that it was compared with. */
  async function apply(): Promise<void> {
    const mine = draft.value
    if (!mine || !plan.value || !mayApply.value) return
    busy.value = 'apply'
    refused.value = null
    const who = session.session.account
    try {
      const answer = await client.applyPlant(mine.file, plan.value.base_version, reason.value.trim())
      if (session.session.account !== who) return
      drop()
      outcome.value = answer
    } catch (thrown) {
      refused.value = { step: 'apply', error: toApiError(thrown) }
      session.askProof(refused.value.error)
    } finally {
      busy.value = null
      // Also after a refusal: somebody else's version may stand by now, or, unanswered, this one.
      if (session.session.account === who && refused.value?.error.code !== 'access.proof_needed') await plant.load()
    }
  }
  function drop(): void {
    draft.value = null
    unreadable.value = null
    plan.value = null
    reason.value = ''
    refused.value = null
    outcome.value = null
  }
  // Proven: the refusal for want of a proof is past.
  watch(() => session.proofOpen, (isOpen) => { if (!isOpen && refused.value?.error.code === 'access.proof_needed') refused.value = null })
  // A session that ended takes nothing away from whose it was; another person begins with nothing.
  let owner: string | null = session.session.account
  watch(() => session.session.account, (account) => {
    if (account !== null && account !== owner) drop()
    owner = account ?? owner
  })
  return { draft, unreadable, plan, reason, busy, refused, outcome, changes, overtaken, standing, mayApply, take, compare, apply, drop }
})
