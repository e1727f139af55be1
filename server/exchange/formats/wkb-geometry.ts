const types = ['Geometry', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection', 'CircularString', 'CompoundCurve', 'CurvePolygon', 'MultiCurve', 'MultiSurface', 'Curve', 'Surface', 'PolyhedralSurface', 'TIN', 'Triangle']
const maxDepth = 8

/**
 * A GeoJSON-like geometry from well-known binary (OGC 06-103r4, ISO and EWKB flags for Z and M), two coordinates a position. Curves come without coordinates, by their name.
 * @param dropped is told when heights or measures were left out
 * @throws RangeError when the bytes end before the geometry does or nest too deep
 */
export function wkbGeometry(bytes: Uint8Array, dropped: { z: boolean; m: boolean }): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0

  const geometry = (depth: number): { type: string; coordinates?: unknown; geometries?: unknown } => {
    if (depth > maxDepth) throw new RangeError('nested too deep')
    const little = view.getUint8(at) === 1
    const uint = (): number => {
      const value = view.getUint32(at, little)
      at += 4
      return value
    }
    at += 1
    const code = uint()
    const iso = (code & 0x0fff_ffff) % 1000
    const z = (code & 0x8000_0000) !== 0 || [1, 3].includes(Math.floor((code & 0x0fff_ffff) / 1000))
    const m = (code & 0x4000_0000) !== 0 || [2, 3].includes(Math.floor((code & 0x0fff_ffff) / 1000))
    if (code & 0x2000_0000) at += 4
    if (z) dropped.z = true
    if (m) dropped.m = true
    const position = (): number[] => {
      const pair = [view.getFloat64(at, little), view.getFloat64(at + 8, little)]
      at += 16 + (z ? 8 : 0) + (m ? 8 : 0)
      return pair
    }
    const list = <T>(one: () => T): T[] => {
      const count = uint()
      if (count > view.byteLength - at) throw new RangeError('a count is larger than the geometry')
      return Array.from({ length: count }, one)
    }
    const type = types[iso] ?? `geometry type ${iso}`
    if (type === 'Point') return { type, coordinates: position() }
    if (type === 'LineString') return { type, coordinates: list(position) }
    if (type === 'Polygon') return { type, coordinates: list(() => list(position)) }
    if (type === 'MultiPoint' || type === 'MultiLineString' || type === 'MultiPolygon') return { type, coordinates: list(() => geometry(depth + 1).coordinates) }
    if (type === 'GeometryCollection') return { type, geometries: list(() => geometry(depth + 1)) }
    return { type }
  }
  return geometry(0)
}
