/** Which sensors a device's token may post for: those named, those whose id begins so, those at the loops of one controller; 'all' for every sensor. */
export type DeviceScope = 'all' | { sensors: readonly string[]; prefixes: readonly string[]; controllerId: string | null }

export function mayPostFor(scope: DeviceScope, sensor: { id: string; controllerId: string | null }): boolean {
  if (scope === 'all') return true
  return scope.sensors.includes(sensor.id) || scope.prefixes.some((prefix) => sensor.id.startsWith(prefix)) || (scope.controllerId !== null && scope.controllerId === sensor.controllerId)
}
