import { expandFixture } from '#domain/network/expand-fixture'
import type { NetworkFixture } from '#domain/network/network-fixture'
import wuhan from '#fixtures/networks/wuhan.json'
import { axisOrder, type ExportFacts } from '../export-facts'
import type { ExportRow } from '../export-row'
import { exportSystem, type ExportSystem } from '../export-system'

export const exportAt = new Date('2026-07-20T04:00:00Z')

/** Wuhan's segments: every third is unknown, the others are 41.256 degrees Celsius. */
export const exportRows: ExportRow[] = expandFixture(wuhan as unknown as NetworkFixture).segments.map((segment, index) => {
  const detail: ExportRow['detail'] = {
    index, id: segment.id, asset_id: segment.assetId, kind: segment.kind, name: segment.name, route: segment.route, from_m: segment.fromM, to_m: segment.toM,
    length_m: segment.lengthM, width_m: segment.widthM, pavement_type: segment.pavementType, loop_id: segment.loopId, runway_third: segment.runwayThird,
    axis: segment.axis, layers: segment.layers, sky_view_fraction: segment.exposure.skyViewFraction, air_below: segment.exposure.airBelow,
    assumed: segment.assumed, source: segment.source, position: { frame: 'CGCS2000', epoch: 2000, lon: segment.axis[0]![0], lat: segment.axis[0]![1] },
  }
  if (index % 3 === 2) return { detail, temperatureC: null, sdK: null, state: 'unknown', measuredAt: null, source: null }
  return { detail, temperatureC: 41.256, sdK: 0.222, state: 'measured', measuredAt: new Date('2026-07-20T03:59:00Z'), source: 'device' }
})

export const systemNamed = (code: string): ExportSystem => exportSystem(code)!

export const exportFacts = (system: ExportSystem): ExportFacts => ({
  title: 'hearthway-wuhan-segments', frame: 'CGCS2000', epoch: '2000.0', crs: system.code, crs_name: system.name, axis_order: axisOrder(system), selection: 'all', kind: 'now',
  valid_at: exportAt.toISOString(), valid_to: null, known_at: exportAt.toISOString(), generated_at: exportAt.toISOString(), source: 'a test', attribution: '© 某人, ODbL 1.0',
})
