import { layerMaterials, pavementTypes, type AssetKind, type Layer, type PavementType } from '#domain/network/network'
import { laneWidthM } from '#domain/network/segment-defaults'
import type { Json } from './geojson-features'

/** What a feature's columns say of its surface; what they do not say is left out, what cannot be read is named in `unread`. */
export interface SurfaceColumns {
  widthM?: number
  pavementType?: PavementType
  layers?: Layer[]
  skyViewFraction?: number
  assumed: string[]
  unread: { field: string; reason: string }[]
}

const maxWidthM = 200
const isBlank = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/** A number from a number or from a text like "12", "12.5 m"; NaN when it is neither. */
function numberOf(value: unknown, unit = ''): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : Number.NaN
  if (typeof value !== 'string') return Number.NaN
  const text = value.trim().replace(new RegExp(`\\s*${unit}$`), '')
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) && Number.isFinite(Number(text)) ? Number(text) : Number.NaN
}

/** OpenStreetMap's surface key in NTCIP words; on a bridge the same word means the deck's. */
function pavementOf(surface: string, kind: AssetKind): PavementType | null {
  const bridge = kind === 'bridge'
  if (surface === 'asphalt') return bridge ? 'asphaltOverlayBridge' : 'asphalt'
  if (surface.startsWith('concrete')) return bridge ? 'concreteBridge' : 'concrete'
  if (surface === 'metal' && bridge) return 'steelBridge'
  if (surface === 'wood' && bridge) return 'timberBridge'
  if (surface === 'paved') return null
  return 'other'
}

function layersOf(value: unknown): Layer[] | null {
  let list: unknown = value
  if (typeof value === 'string') {
    try {
      list = JSON.parse(value)
    } catch {
      return null
    }
  }
  if (!Array.isArray(list) || list.length === 0 || list.length > 12) return null
  const layers = (list as unknown[]).map((item): Layer | null => {
    const { material, thickness_m: thicknessM } = (item ?? {}) as Record<string, unknown>
    const known = layerMaterials.find((one) => one === material)
    return known && typeof thicknessM === 'number' && thicknessM > 0 && thicknessM <= 20 ? { material: known, thickness_m: thicknessM } : null
  })
  return layers.every((layer) => layer !== null) ? layers : null
}

/**
 * Reads `width_m` or `width`, `lanes`, `pavement_type` or `surface`, `layers` (list or JSON text of {material, thickness_m}, from the surface down),
 * `sky_view_fraction` (0..1) and `tunnel`.
 */
export function surfaceColumns(columns: Json, kind: AssetKind): SurfaceColumns {
  const out: SurfaceColumns = { assumed: [], unread: [] }
  const given = (field: string): boolean => !isBlank(columns[field])
  const unread = (field: string, reason: string): void => void out.unread.push({ field, reason })

  const widthField = given('width_m') ? 'width_m' : 'width'
  if (given(widthField)) {
    const widthM = numberOf(columns[widthField], 'm')
    if (widthM > 0 && widthM <= maxWidthM) out.widthM = widthM
    else unread(widthField, `expected metres, above 0 and at most ${maxWidthM}`)
  }
  if (out.widthM === undefined && given('lanes')) {
    const lanes = numberOf(columns['lanes'])
    if (Number.isInteger(lanes) && lanes >= 1 && lanes <= 20) {
      out.widthM = lanes * laneWidthM
      out.assumed.push('widthM')
    } else unread('lanes', 'expected a whole number from 1 to 20')
  }

  if (given('pavement_type')) {
    const known = pavementTypes.find((one) => one === columns['pavement_type'])
    if (known) out.pavementType = known
    else unread('pavement_type', `expected one of ${pavementTypes.join(', ')}`)
  } else if (typeof columns['surface'] === 'string' && given('surface')) {
    const pavement = pavementOf(columns['surface'].trim().toLowerCase(), kind)
    if (pavement) out.pavementType = pavement
  }

  if (given('layers')) {
    const layers = layersOf(columns['layers'])
    if (layers) out.layers = layers
    else unread('layers', `expected a list of {"material", "thickness_m"}; materials: ${layerMaterials.join(', ')}`)
  }

  if (given('sky_view_fraction')) {
    const fraction = numberOf(columns['sky_view_fraction'])
    if (fraction >= 0 && fraction <= 1) out.skyViewFraction = fraction
    else unread('sky_view_fraction', 'expected a number from 0 to 1')
  } else if (given('tunnel') && columns['tunnel'] !== 'no') out.skyViewFraction = 0
  return out
}

/**
 * The reading in `surface_temperature_c`, with the instant in `measured_at` (ISO 8601 with an offset) or null where that column is empty.
 * @returns null when the column is empty; a reason when it cannot be used
 */
export function readingColumn(columns: Json, now: Date): { valueC: number; atMs: number | null } | { field: string; reason: string } | null {
  if (isBlank(columns['surface_temperature_c'])) return null
  const valueC = numberOf(columns['surface_temperature_c'])
  if (Number.isNaN(valueC)) return { field: 'surface_temperature_c', reason: 'expected a number of degrees Celsius' }
  if (isBlank(columns['measured_at'])) return { valueC, atMs: null }
  const text = String(columns['measured_at'])
  const atMs = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(atMs)) return { field: 'measured_at', reason: 'expected an instant like 2026-01-15T06:00:00+08:00' }
  if (atMs > now.getTime() + 300_000) return { field: 'measured_at', reason: 'lies in the future' }
  return { valueC, atMs }
}
