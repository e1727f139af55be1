export interface Box { left: number; top: number; right: number; bottom: number }
export interface ChipRequest { id: string; x: number; y: number; width: number; height: number }
export interface PlacedChip { id: string; left: number; top: number; dx: number; dy: number }

const overlaps = (a: Box, b: Box, gap: number): boolean => a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap
/** Distances of the chip's near edge from its anchor, px; near ones first. */
const reaches = [16, 34, 58]

/**
 * Places chips beside their anchors in order of priority: inside `area`, clear of `obstacles`, of each other and of the
 * anchors already taken. What finds no room is left out. Pixels of the container throughout.
 */
export function placeChips(requests: readonly ChipRequest[], area: Box, obstacles: readonly Box[], limit: number): PlacedChip[] {
  const taken: Box[] = [...obstacles]
  const placed: PlacedChip[] = []
  for (const request of requests) {
    if (placed.length >= limit) break
    const { x, y } = request
    if (x < area.left || x > area.right || y < area.top || y > area.bottom) continue
    const spot = candidates(request).find((box) =>
      box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom && taken.every((other) => !overlaps(box, other, 6)))
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
    add(x - width / 2, y - reach - height)
    add(x - width / 2, y + reach)
  }
  return boxes
}
