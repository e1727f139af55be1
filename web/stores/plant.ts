import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { PlantFile } from '#domain/network/plant-file'
import type { PlantVersionDetail, PlantVersionView } from '#domain/wire/plant'
import { type ApiError, toApiError } from '../api/api-error'
import { client } from '../api/client'
import { useSessionStore } from './session'

/** The plant that stands and its versions, as the server last told them. They stay as heard until asked for again. */
export const usePlantStore = defineStore('plant', () => {
  const session = useSessionStore()
  const open = ref(false)
  const mayConfigure = computed(() => session.may('plant.configure'))
  const file = shallowRef<PlantFile | null>(null)
  /** Newest first. */
  const versions = shallowRef<readonly PlantVersionView[]>([])
  const newest = computed(() => versions.value[0] ?? null)
  /** When both were heard, wall unix ms; null = never. */
  const heardAt = ref<number | null>(null)
  const loading = ref(false)
  const error = shallowRef<ApiError | null>(null)

  const chosenNumber = ref<number | null>(null)
  const detail = shallowRef<PlantVersionDetail | null>(null)
  const detailError = shallowRef<ApiError | null>(null)

  let asked = 0
  async function load(): Promise<void> {
    const mine = asked += 1
    loading.value = true
    try {
      const before = await client.plantVersions()
      let plant = await client.plant()
      const after = await client.plantVersions()
      // Applied in between: what was read may be the plant before it.
      if (after[0]?.number !== before[0]?.number) plant = await client.plant()
      if (mine !== asked) return
      file.value = plant
      versions.value = after
      heardAt.value = Date.now()
      error.value = null
    } catch (thrown) {
      if (mine === asked) error.value = toApiError(thrown)
    } finally {
      if (mine === asked) loading.value = false
    }
  }
  /** One version whole; null = none. */
  async function choose(number: number | null): Promise<void> {
    chosenNumber.value = number
    detail.value = null
    detailError.value = null
    if (number === null) return
    try {
      const heard = await client.plantVersion(number)
      if (chosenNumber.value === number) detail.value = heard
    } catch (thrown) {
      if (chosenNumber.value === number) detailError.value = toApiError(thrown)
    }
  }
  // It names addresses of the field network: not for whoever sits here next.
  watch(() => session.session.account, () => {
    asked += 1
    open.value = false
    file.value = null
    versions.value = []
    heardAt.value = null
    loading.value = false
    error.value = null
    void choose(null)
  })
  return { open, mayConfigure, file, versions, newest, heardAt, loading, error, chosenNumber, detail, detailError, load, choose }
})
