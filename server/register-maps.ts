import type { RegisterMapSize } from '#domain/network/resolve-plant'

/** Register maps that a plant file may name, and how many loops each has places for. */
export const registerMaps: readonly RegisterMapSize[] = [{ name: 'hearthway-loop-1', mostLoops: 3271 }]
