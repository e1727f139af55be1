import { formatNumber } from './format-number'

/** Size of a file: kB below a megabyte, else MB. */
export const fileSize = (bytes: number): string => (bytes < 1_000_000 ? `${formatNumber(bytes / 1000, 1)} kB` : `${formatNumber(bytes / 1_000_000, 1)} MB`)
