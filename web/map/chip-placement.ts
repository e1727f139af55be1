export interface Box { left: number; top: number; right: number; bottom: number }
export interface Point { x: number; y: number }
export interface ChipRequest extends Point { id: string; width: number; height: number }
/** `dx`, `dy`: corner of the chip from its anchor. */
export interface PlacedChip { id: string; left: number; top: number; dx: number; dy: number }

const overlaps = (a: Box, b: Box, gap: number): boolean => a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap
/** Distances of the chip's near edge from its anchor, px; near ones first. */
const reaches = [16, 34, 58, 92]
/** Room between two chips, px. */
const gap = 6

/**
 * Places chips beside their anchors in order of priority: inside `area`, clear of `obstacles`, of each other and of the
 * anchors already taken. Among free spots the one that hides fewest of `spare` (points of the warm network), then the
 * nearest. What finds no room is left out. Pixels of the container throughout.
 */
export function placeChips(requests: readonly ChipRequest[], area: Box, obstacles: readonly Box[], limit: number, spare: readonly Point[] = []): PlacedChip[] {
  const taken: Box[] = [...obstacles]
  const placed: PlacedChip[] = []
  for (const request of requests) {
    if (placed.length >= limit) break
    const { x, y } = request
    if (x < area.left || x > area.right || y < area.top || y > area.bottom) continue
    let best: Box | null = null
    let least = Infinity
    candidates(request).forEach((box, order) => {
      if (box.left < area.left || box.right > area.right || box.top < area.top || box.bottom > area.bottom) return
      if (taken.some((other) => overlaps(box, other, gap))) return
      const hidden = spare.reduce((count, point) => count + Number(overlaps(box, { left: point.x, right: point.x, top: point.y, bottom: point.y }, 3)), 0)
      const cost = hidden * 4 + order * 0.5
      if (cost < least) { least = cost; best = box }
    })
    const spot = best as Box | null
    if (!spot) continue
    taken.push(spot, { left: x - 5, top: y - 5, right: x + 5, bottom: y + 5 })
    placed.push({ id: request.id, left: spot.left, top: spot.top, dx: spot.left - x, dy: spot.top - y })
  }
  return placed
}

function candidates({ x, y, width, height }: ChipRequest): Box[] {
  const boxes: Box[] = []
  const add = (left: number, top: number): void => { boxes.push({ left, top, right: left + width, bottom: top + height }) }
  for (const reach of reaches) {
    add(x + reach, y - reach - height * 0.5)
    add(x - reach - width, y - reach - height * 0.5)
    add(x + reach, y + reach - height * 0.5)
    add(x - reach - width, y + reach - height * 0.5)
    add(x + reach, y - height * 0.5)
    add(x - reach - width, y - height * 0.5)
    add(x - width / 2, y - reach - height)
    add(x - width / 2, y + reach)
  }
  return boxes
}
