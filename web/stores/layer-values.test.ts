import { describe, expect, it } from 'vitest'
import { emptySurface } from '../api/decode-frame'
import { shownCode } from '../format/shown-state'
import { ageOf, byLoop, changeOf, dewMarginOf, heatFluxOf, nearestAir, notApplicable, uncertaintyOf } from './layer-values'

function surface() {
  const made = emptySurface(3)
  made.temperature.set([-2, 4, Number.NaN])
  made.state.set([shownCode('measured'), shownCode('stale'), shownCode('unknown')])
  made.measuredAt.set([1000, 400, 0])
  made.sdK!.set([0.3, Number.NaN, Number.NaN])
  return made
}

describe('columns to colour by', () => {
  it('keep the trust of the surface, and what is not known is no number', () => {
    expect(ageOf(surface(), 1600)).toEqual({ value: Float32Array.of(10, 20, Number.NaN), state: surface().state })
    expect(uncertaintyOf(surface()).value).toEqual(Float32Array.of(0.3, Number.NaN, Number.NaN))
    expect(dewMarginOf(surface(), Float32Array.of(-5, Number.NaN, 1)).value).toEqual(Float32Array.of(3, Number.NaN, Number.NaN))
  })
  it('of an age by a clock that is not there know nothing', () => expect([...ageOf(surface(), Number.NaN).value]).toEqual([Number.NaN, Number.NaN, Number.NaN]))
  it('of a change need both sides', () => {
    expect(changeOf(surface(), Float32Array.of(-5, 4.5, 2), 'forecast')).toEqual({ value: Float32Array.of(-3, 0.5, Number.NaN), state: Uint8Array.of(shownCode('forecast'), shownCode('forecast'), 0) })
    expect([...changeOf(surface(), null, 'forecast').state]).toEqual([0, 0, 0])
  })
  it('of a change carry the trust of the forecast: a stale one is hatched, a withheld one unknown', () => {
    expect([...changeOf(surface(), Float32Array.of(-5, 4.5, 2), 'stale').state]).toEqual([shownCode('stale'), shownCode('stale'), 0])
    expect(changeOf(surface(), Float32Array.of(-5, 4.5, 2), 'withheld')).toEqual({ value: Float32Array.of(Number.NaN, Number.NaN, Number.NaN), state: Uint8Array.of(0, 0, 0) })
  })
  it('of loops tell a road without one from a loop that is not known', () => {
    const segments = [{ loop_id: 'a', length_m: 100, width_m: 10 }, { loop_id: 'b', length_m: 50, width_m: 10 }, { loop_id: null, length_m: 9, width_m: 9 }, { loop_id: 'a', length_m: 100, width_m: 20 }]
    const flux = heatFluxOf(segments, new Map([['a', 300]]))
    expect(flux).toEqual(new Map([['a', 100], ['b', Number.NaN]]))
    expect(byLoop(segments, (id) => flux.get(id)!)).toEqual({ value: Float32Array.of(100, Number.NaN, notApplicable, 100), state: Uint8Array.of(shownCode('measured'), shownCode('unknown'), shownCode('estimated'), shownCode('measured')) })
  })
  it('take the air of the nearest station, and none from far away', () => {
    const at = (lon: number): { axis: [number, number][] } => ({ axis: [[lon, 45], [lon, 45], [lon, 45]] })
    expect(nearestAir([at(126.61), at(126.69), at(130)], [{ position: [126.6, 45], value: -7 }, { position: [126.7, 45], value: -9 }])).toEqual(Float32Array.of(-7, -9, Number.NaN))
  })
})
