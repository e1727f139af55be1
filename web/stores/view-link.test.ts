import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mapLayers } from './layer-values'
import { linkOf, type View, viewOf } from './view-link'

const viewOfLink = (link: string): View => viewOf(new URL(link, 'http://127.0.0.1/'))
const plain: View = { segmentId: null, zoneId: null, at: null, layer: 'temperature', camera: null }

it('an address brings back what was looked at', () => {
  expect(linkOf(plain)).toBe('/')
  expect(linkOf({ ...plain, segmentId: 'a/中 1', at: new Date('2026-01-10T12:00:00.250Z'), layer: 'age' })).toBe('/segment/a%2F%E4%B8%AD%201?at=2026-01-10T12:00:00Z&layer=age')
  const id = fc.string({ minLength: 1 }).filter((text) => text !== '.' && text !== '..')
  fc.assert(fc.property(fc.record<View>({
    segmentId: fc.option(id), zoneId: fc.constant(null), at: fc.option(fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => new Date(s * 1000))), layer: fc.constantFrom(...mapLayers),
    camera: fc.option(fc.record({ lon: fc.integer({ min: -18_000_000, max: 18_000_000 }).map((n) => n / 1e5), lat: fc.integer({ min: -8_500_000, max: 8_500_000 }).map((n) => n / 1e5), zoom: fc.integer({ min: 0, max: 2400 }).map((n) => n / 100) })),
  }), (view) => { expect(viewOfLink(linkOf(view))).toEqual(view) }))
})

it('what says nothing sensible is as if it were not there', () => {
  for (const link of ['/segment/', '/segment/%E4%B8?at=soon&layer=toString&map=1/2', '/other/x?map=99/0/0', '/?map=3/NaN/4']) expect(viewOfLink(link)).toEqual(plain)
  fc.assert(fc.property(fc.webPath(), fc.webQueryParameters(), (pathname, search) => { viewOf({ pathname, search: `?${search}` }) }))
})
