/** sRGB 0..1 */
export type Rgb = readonly [red: number, green: number, blue: number]

/** Theme of the ribbon layer. */
export interface RibbonColours {
  casing: Rgb
  /** Pavement beside a thin estimate. */
  bed: Rgb
  /** Unknown and lost. */
  unknown: Rgb
  /** Selected, hovered and highlighted: a frame outside, never a recolouring. */
  frame: Rgb
  /** Factor on everything for a dark cockpit: 0.62 at night, else 1. */
  dim: number
}
