/** A slanted hatch as a fill for charts: what is drawn on it is not measured. Falls back to nothing where there is no canvas. */
export function hatchPattern(colour: string): unknown {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 8
  const pen = tile.getContext('2d')
  if (!pen) return 'transparent'
  pen.strokeStyle = colour
  pen.lineWidth = 1
  pen.beginPath()
  for (const x of [-8, 0, 8]) { pen.moveTo(x, 8); pen.lineTo(x + 8, 0) }
  pen.stroke()
  return { image: tile, repeat: 'repeat' }
}
