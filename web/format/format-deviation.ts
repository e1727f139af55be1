import { formatNumber } from './format-number'

/** A standard deviation beside its value, with unit: `±0.6 K`; null where it is not known. Never `±0.0`: nothing is known so well. */
export const formatDeviation = (sdK: number | undefined): string | null => (sdK === undefined || !Number.isFinite(sdK) ? null : `±${formatNumber(Math.max(0.1, sdK), 1)} K`)
