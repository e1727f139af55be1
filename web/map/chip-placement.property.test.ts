import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ChipRequest, placeChips } from './chip-placement'

const area = { left: 376, top: 56, right: 1472, bottom: 748 }
const legend = { left: 376, top: 56, right: 788, bottom: 200 }
const requests = fc.array(fc.record({ x: fc.integer({ min: 0, max: 1920 }), y: fc.integer({ min: 0, max: 1080 }), width: fc.integer({ min: 60, max: 260 }) }), { maxLength: 40 })
  .map((rows): ChipRequest[] => rows.map((row, i) => ({ id: String(i), height: 28, ...row })))

it('keeps chips apart, inside the clear rectangle and off the legend, at most twelve, first come first', () => {
  fc.assert(fc.property(requests, (wanted) => {
    const placed = placeChips(wanted, area, [legend], 12, [{ x: 900, y: 400 }])
    expect(placed.length).toBeLessThanOrEqual(12)
    const boxes = placed.map((chip) => { const { width, height } = wanted[Number(chip.id)]!; return { left: chip.left, top: chip.top, right: chip.left + width, bottom: chip.top + height } })
    for (const [i, a] of [...boxes, legend].entries()) for (const b of boxes.slice(0, i)) {
      expect(a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom).toBe(true)
    }
    for (const box of boxes) expect(box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom).toBe(true)
    const inside = wanted.find((each) => each.x > 1000 && each.x < 1200 && each.y > 300 && each.y < 600)
    if (inside && inside === wanted[0]) expect(placed[0]?.id).toBe(inside.id)
  }), { verbose: 1 })
})
