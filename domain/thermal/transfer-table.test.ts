import { expect, it } from 'vitest'
import { businger } from './businger'
import { delageGirard } from './delage-girard'
import { buildTransferTable, readTransfer, transferCoefficient } from './transfer-table'

const schemes = [
  ['Delage & Girard', delageGirard({ roughnessM: 1e-3, heatRoughnessM: 5e-4, windHeightM: 10, temperatureHeightM: 1.5 })],
  ['Businger', businger({ roughnessM: 0.4, heatRoughnessM: 1e-3, windHeightM: 10, temperatureHeightM: 2 })],
] as const

it.each(schemes)('%s: the table gives the iterated coefficient within 0.5 %', (_, functions) => {
  const table = buildTransferTable(functions)
  for (let exponent = -3; exponent <= 3; exponent += 0.13) {
    for (const sign of [-1, 1]) {
      const ri = sign * 10 ** exponent
      if (ri < 40) expect(Math.abs(readTransfer(table, ri) / transferCoefficient(functions, ri) - 1)).toBeLessThan(0.005)
    }
  }
  expect(readTransfer(table, -1e9)).toBeGreaterThan(0)
  expect(readTransfer(table, 1e9)).toBeGreaterThan(0)
})

it('neutral air exchanges by the logarithms of the roughnesses; stable air less, unstable more', () => {
  const [, functions] = schemes[0]
  const neutral = 0.16 / (Math.log(10.001 / 0.001) * Math.log(1.501 / 0.0005))
  expect(transferCoefficient(functions, 1e-9) / neutral).toBeCloseTo(1, 4)
  const table = buildTransferTable(functions)
  expect(readTransfer(table, 1)).toBeLessThan(neutral / 2)
  expect(readTransfer(table, -10)).toBeGreaterThan(1.5 * neutral)
})
