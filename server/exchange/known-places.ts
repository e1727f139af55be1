import type { KnownLine } from '#domain/geo/judge-placement'
import controlPoints from '#fixtures/reference/control-points.json'
import harbin from '#fixtures/networks/harbin.json'
import wuhan from '#fixtures/networks/wuhan.json'

interface Network { assets: { name: { zh: string }; lines: { axis: number[][] }[] }[] }
const linesOf = ({ assets }: Network): KnownLine[] => assets.flatMap(({ name, lines }) => lines.map(({ axis }) => ({ name: name.zh, axis: axis as [number, number][] })))

/** Published places that a file can be held against before any network stands: named bridges and roads, and landmarks. Sources stand in the fixtures. */
export const knownPlaces: readonly KnownLine[] = [
  ...linesOf(harbin), ...linesOf(wuhan),
  ...Object.entries(controlPoints.points).map(([name, [lon, lat]]) => ({ name, axis: [[lon!, lat!] as [number, number]] })),
]
