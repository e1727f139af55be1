import { describe, expect, it } from 'vitest'
import type { NetworkView } from '#domain/wire/network'
import { parseStakeSearch } from './parse-stake-search'

const segment = (asset_id: string, route: string | null) => ({ asset_id, route })
const network = {
  assets: [{ id: 'songhua', name: { zh: '松花江桥', en: 'Songhua Bridge' } }, { id: 'ring', name: { zh: '环路', en: 'Ring' } }],
  segments: [segment('a', 'G1'), segment('b', 'G10'), segment('songhua', '松花江桥 北行'), segment('songhua', '松花江桥 南行'), segment('ring', 'S9'), segment('x', null)],
} as unknown as NetworkView

describe('parseStakeSearch', () => {
  it.each([
    ['G1 K12+300', 'G1', 'K12+300'], ['g1k12+300', 'G1', 'K12+300'], [' G10  k0 + 005.50 ', 'G10', 'K0+005.5'], ['G1，K12＋300', 'G1', 'K12+300'], ['松花江桥  北行 K0+100', '松花江桥 北行', 'K0+100'], ['松花江桥 北 K0+100', '松花江桥 北行', 'K0+100'],
  ])('%s', (text, route, stake) => expect(parseStakeSearch(network, text)).toEqual({ routes: [{ route, assetId: null }], stake }))
  it('takes an asset for all its routes, and a beginning for all that begin so', () => {
    for (const said of ['ring', 'Ring', '环路']) expect(parseStakeSearch(network, `${said} K1+000`)).toEqual({ routes: [{ route: 'S9', assetId: 'ring' }], stake: 'K1+000' })
    for (const [said, assetId] of [['songhua', 'songhua'], ['松花江', null]] as const) {
      expect(parseStakeSearch(network, `${said} K1+000`)).toEqual({ routes: ['松花江桥 北行', '松花江桥 南行'].map((route) => ({ route, assetId })), stake: 'K1+000' })
    }
  })
  it.each([['G2 K1+000', 'route', 'G2'], ['G1 ZK1+000', 'line', 'Z']])('says of %s what is wrong: %s', (text, fault, said) => expect(parseStakeSearch(network, text)).toEqual({ fault, said }))
  it('wants a route where a stake alone, or a beginning, means too many', () => {
    const many = { ...network, segments: Array.from({ length: 7 }, (_, i) => segment('x', `X${i}`)) as unknown as NetworkView['segments'] }
    expect(parseStakeSearch(many, 'K1+000')).toEqual({ fault: 'unnamed', said: 'X0 / X1 / X2' })
    expect(parseStakeSearch(many, 'x K1+000')).toEqual({ fault: 'routes', said: 'X0 / X1 / X2' })
    expect(parseStakeSearch({ ...network, segments: network.segments.slice(0, 1) }, 'K1+000')).toEqual({ routes: [{ route: 'G1', assetId: null }], stake: 'K1+000' })
  })
  it.each(['G1', 'K12', 'G1 K12+30', '45.75,126.63', ''])('leaves "%s" to others', (text) => expect(parseStakeSearch(network, text)).toBeNull())
})
