/** A reading as the rooms hand it on after it was stored: value in the canonical unit of its sensor's quantity, quality as its code. */
export interface Reading {
  sensorId: string
  /** Site instant, unix ms. */
  measuredAtMs: number
  value: number
  quality: number
}
