const labels: Record<string, string> = { degC: '°C', 'm/s': 'm/s', 'mm/h': 'mm/h', '%': '%', Hz: 'Hz', kW: 'kW', 'l/min': 'l/min', code: '' }

/** How a canonical unit is written on screen; an unknown one is shown as it came, never dropped. */
export const unitLabel = (unit: string): string => labels[unit] ?? unit
