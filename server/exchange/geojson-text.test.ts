import { expect, it } from 'vitest'
import { geojsonFeatures as featuresOf, parseJson } from './geojson-features'
import { decodeUtf8 } from './geojson-text'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const geojsonFeatures = (text: string, file: string): unknown[] => featuresOf(parseJson(text, file), file)

it('drops a byte order mark and reads Chinese', () => {
  expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, ...utf8('{"name":"暖途"}')), 'f')).toBe('{"name":"暖途"}')
})

it('says where a file stops being UTF-8 and what to do, also far into a file', () => {
  const gbk = bytes(...utf8('{\n"a":"'), 0xcb, 0xc9, 0xbb)
  expect(() => decodeUtf8(gbk, 'f')).toThrow(/not UTF-8 at byte 8 \(line 2\).*GB18030/)
  const long = new Uint8Array(3_000_000).fill(0x20)
  long[2_500_000] = 0xff
  expect(() => decodeUtf8(long, 'f')).toThrow(/byte 2500000 /)
})

it('keeps a character that lies across the border of two chunks', () => {
  const text = `${' '.repeat((1 << 20) - 1)}暖`
  expect(decodeUtf8(utf8(text), 'f')).toBe(text)
})

it('tells UTF-16 and a file that was cut off', () => {
  expect(() => decodeUtf8(bytes(0xff, 0xfe, 0x7b, 0), 'f')).toThrow(/UTF-16/)
  expect(() => decodeUtf8(bytes(0x7b, 0xe6, 0x9a), 'f')).toThrow(/cut off/)
})

it('refuses what is no GeoJSON in words', () => {
  expect(() => geojsonFeatures('{', 'f')).toThrow(/f: not JSON/)
  expect(() => geojsonFeatures('[]', 'f')).toThrow(/expected an object/)
  expect(() => geojsonFeatures('{"type":"Topology"}', 'f')).toThrow(/"Topology", expected "FeatureCollection"/)
  expect(() => geojsonFeatures('{"type":"FeatureCollection"}', 'f')).toThrow(/without a list/)
  expect(() => geojsonFeatures(`${'['.repeat(200_000)}`, 'f')).toThrow(/not JSON/)
})
