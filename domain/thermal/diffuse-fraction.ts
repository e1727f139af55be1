/**
 * Share of the diffuse in hourly global radiation by the clearness index kt = global / extraterrestrial (Erbs, Klein & Duffie 1982,
 * Solar Energy 28, 293-302).
 */
export function diffuseFraction(clearness: number): number {
  if (clearness <= 0.22) return 1 - 0.09 * clearness
  if (clearness > 0.8) return 0.165
  return 0.9511 + clearness * (-0.1604 + clearness * (4.388 + clearness * (-16.638 + 12.336 * clearness)))
}
