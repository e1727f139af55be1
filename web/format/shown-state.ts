import { surfaceStates, type SurfaceState } from '#domain/wire/live'

/** How far a value on the screen may be trusted: as the live stream says, or `forecast`, which is never mixed with what was measured or estimated. */
export type ShownState = SurfaceState | 'forecast'
/** A column's code is the index here; the first ones are those of the wire. */
export const shownStates: readonly ShownState[] = [...surfaceStates, 'forecast']

export const shownCode = (state: ShownState): number => shownStates.indexOf(state)
/** State of a code; one that nobody knows is unknown. */
export const shownStateOf = (code: number | undefined): ShownState => shownStates[code ?? 0] ?? 'unknown'
